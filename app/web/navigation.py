"""The tabs at the foot of a phone, and at the side of a desk."""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from app.core.permissions import Can


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One place to go. `add` is the yellow one in the middle."""

    label: str
    icon: str
    url: str
    current: bool = False
    add: bool = False


# (label, icon, endpoint, the verb it needs, whether it is the yellow one); the first that may be
# used of those that share a label is shown.
PLACES = (
    ("Today", "sun", "desk.today", Can.DAY_READ, False),
    ("Families", "people", "desk.team", Can.TEAM_READ, False),
    ("Families", "people", "desk.families", Can.FAMILY_READ, False),
    ("Add", "plus", "notes.new_contact", Can.NOTE_WRITE, True),
    ("People", "people", "accounts.people", Can.PEOPLE_MANAGE, False),
    ("Settings", "inbox", "clusters.settings", Can.SETTINGS_MANAGE, False),
    ("Audit", "eye", "audit.trail", Can.AUDIT_READ, False),
    ("More", "more", "desk.more", Can.SIGNED_IN, False),
)


def tabs() -> list[Tab]:
    """The tabs of whoever is signed in; none for a stranger."""
    if not current_user.is_authenticated:
        return []
    shown: dict[str, Tab] = {}
    for label, icon, endpoint, verb, add in PLACES:
        if label not in shown and current_user.may(verb) and endpoint in current_app.view_functions:
            here = request.endpoint == endpoint
            shown[label] = Tab(label=label, icon=icon, url=url_for(endpoint), current=here, add=add)
    return list(shown.values())


def init_navigation(app: Flask) -> None:
    """Let every page draw the tabs."""
    app.jinja_env.globals["tabs"] = tabs
