"""Where somebody can go from the page called More."""

from dataclasses import dataclass

from flask import current_app, url_for

from app.accounts.models import User
from app.core.permissions import Can
from app.web.demo import is_demo


@dataclass(frozen=True, kw_only=True)
class Door:
    """One row of the page."""

    url: str
    icon: str
    words: str
    hint: str


OUTBOX = "messages.outbox"

# (endpoint, icon, words, hint, the verb it needs)
DOORS = (
    ("desk.team", "people", "Team’s families", "Who walks beside whom, and what needs a look", Can.TEAM_READ),
    ("desk.families", "home", "Families I can open", "Find one by name", Can.TEAM_READ),
    ("file_audits.start", "search", "File audits", "A random sample, read by two people", Can.FILE_AUDIT),
    ("file_audits.results", "eye", "What file audits found", "In counts, without names", Can.FILE_AUDIT_RESULTS),
    ("families.new", "plus", "Add a family", "", Can.FAMILY_ADD),
    ("accounts.people", "people", "People", "Who works here, and who supervises whom", Can.PEOPLE_MANAGE),
    ("clusters.settings", "inbox", "Settings", "Clusters, schools, words and timescales", Can.SETTINGS_MANAGE),
    ("home.spoken", "globe", "Languages", "Of families’ own pages, and who has checked them", Can.SETTINGS_MANAGE),
    (OUTBOX, "text", "Texts and emails", "What Withy says to people outside it", Can.SETTINGS_MANAGE),
    ("audit.trail", "eye", "Who saw and changed what", "", Can.AUDIT_READ),
    ("worries.numbers", "ask", "Who to ring", "When you are worried about a child", Can.DAY_READ),
    ("offline.held", "inbox", "Held from phones", "What a phone sent and could not be taken", Can.HELD_DECIDE),
    ("accounts.help_in", "hand", "Help somebody back in", "When they are here with you, in person", Can.TEAM_RESET),
    ("accounts.own_days_away", "cal", "When you are away", "And who stands in for you", Can.TEAM_RESET),
    ("offline.set_up", "phone", "Set up this phone", "So your day works without a signal", Can.DAY_READ),
    ("offline.waiting", "up", "Waiting on this phone", "What was saved here, and what was sent", Can.DAY_READ),
    ("offline.help_no_signal", "offline", "When there is no signal", "What works, and what does not", Can.SIGNED_IN),
    ("accounts.devices", "phone", "Where you are signed in", "Sign out a phone you have lost", Can.SIGNED_IN),
    ("accounts.security", "lock", "Authenticator app", "The second step when you sign in", Can.SIGNED_IN),
    ("accounts.password", "pen", "Your password", "Choose another", Can.SIGNED_IN),
)


def doors_for(person: User) -> list[Door]:
    """The rows this person may open, in order."""
    return [
        Door(url=url_for(endpoint), icon=icon, words=words, hint=hint)
        for endpoint, icon, words, hint, verb in DOORS
        if (person.may(verb) or (endpoint == OUTBOX and is_demo())) and endpoint in current_app.view_functions
    ]
