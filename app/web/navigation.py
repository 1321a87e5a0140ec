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


@dataclass(frozen=True, kw_only=True)
class Place:
    """A tab before anybody looks: the verb it needs, and the pages on which it is the current one."""

    label: str
    icon: str
    endpoint: str
    verb: Can
    also: tuple[str, ...] = ()
    add: bool = False


DAY = ("desk.day", "desk.team_today")
FAMILY = ("desk.families", "desk.search", "desk.family", "desk.notes", "desk.chronology", "notes.read", "plans.goal")

SUPERVISION = tuple(
    f"supervision.{page}" for page in ("group", "plan", "meeting", "cancel", "bring", "prepare", "brief", "ways")
)

SETTINGS = tuple(
    f"clusters.{page}"
    for page in (
        "cluster",
        "details",
        "figures",
        "lists",
        "words",
        "numbers",
        "hours",
        "services",
        "schools",
        "bank_holidays",
    )
)

PEOPLE = tuple(
    f"accounts.{page}"
    for page in ("person", "new_person", "person_details", "leave", "supervisor", "stand_ins", "days_away")
)

# The first that may be used of those that share a label is shown.
PLACES = (
    Place(label="Today", icon="sun", endpoint="desk.today", verb=Can.DAY_READ, also=DAY),
    Place(label="Families", icon="people", endpoint="desk.team", verb=Can.TEAM_READ, also=FAMILY),
    Place(label="Families", icon="people", endpoint="desk.families", verb=Can.FAMILY_READ, also=FAMILY),
    Place(label="Add", icon="plus", endpoint="notes.new_contact", verb=Can.NOTE_WRITE, add=True),
    Place(
        label="Supervision",
        icon="talk",
        endpoint="supervision.sessions",
        verb=Can.SUPERVISION_PREPARE,
        also=SUPERVISION,
    ),
    Place(label="People", icon="people", endpoint="accounts.people", verb=Can.PEOPLE_MANAGE, also=PEOPLE),
    Place(label="Settings", icon="inbox", endpoint="clusters.settings", verb=Can.SETTINGS_MANAGE, also=SETTINGS),
    Place(label="Audit", icon="eye", endpoint="audit.trail", verb=Can.AUDIT_READ),
    Place(label="More", icon="more", endpoint="desk.more", verb=Can.SIGNED_IN),
)


def tabs() -> list[Tab]:
    """The tabs of whoever is signed in; none for a stranger."""
    if not current_user.is_authenticated:
        return []
    shown: dict[str, Tab] = {}
    for place in PLACES:
        usable = current_user.may(place.verb) and place.endpoint in current_app.view_functions
        if usable and place.label not in shown:
            here = request.endpoint in (place.endpoint, *place.also)
            url = url_for(place.endpoint)
            shown[place.label] = Tab(label=place.label, icon=place.icon, url=url, current=here, add=place.add)
    return list(shown.values())


def init_navigation(app: Flask) -> None:
    """Let every page draw the tabs."""
    app.jinja_env.globals["tabs"] = tabs
