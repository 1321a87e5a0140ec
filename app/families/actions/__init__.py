"""Every change to what is known of a family. Entries in, models out; routes commit."""

from app.families.actions.adding import FamilyEntry, add_family
from app.families.actions.agreeing import ConsentEntry, record_consent, withdraw_consent
from app.families.actions.allocating import CoverEntry, LeadEntry, allocate_lead, end_cover, name_cover
from app.families.actions.around import (
    PartnerEntry,
    WordsEntry,
    add_partner,
    change_partner,
    change_words,
)
from app.families.actions.extending import (
    AskEntry,
    MoreWeeksEntry,
    ask_for_more_weeks,
    give_more_weeks,
    give_no_more_weeks,
)
from app.families.actions.homes import HomeEntry, add_home, change_home
from app.families.actions.keeping_safe import WarningEntry, add_warning, end_warning
from app.families.actions.looking import saw, saw_ask
from app.families.actions.opening import ClosingEntry, EpisodeEntry, close_episode, open_episode
from app.families.actions.people import PersonEntry, add_person, change_person
from app.families.actions.reaching import ReachEntry, change_safe_contact
from app.families.actions.restricting import (
    ReasonEntry,
    RelatedEntry,
    RestrictEntry,
    give_reason,
    relate_staff,
    restrict_family,
    unrelate_staff,
)

__all__ = [
    "AskEntry",
    "ClosingEntry",
    "ConsentEntry",
    "CoverEntry",
    "EpisodeEntry",
    "FamilyEntry",
    "HomeEntry",
    "LeadEntry",
    "MoreWeeksEntry",
    "PartnerEntry",
    "PersonEntry",
    "ReachEntry",
    "ReasonEntry",
    "RelatedEntry",
    "RestrictEntry",
    "WarningEntry",
    "WordsEntry",
    "add_family",
    "add_home",
    "add_partner",
    "add_person",
    "add_warning",
    "allocate_lead",
    "ask_for_more_weeks",
    "change_home",
    "change_partner",
    "change_person",
    "change_safe_contact",
    "change_words",
    "close_episode",
    "end_cover",
    "end_warning",
    "give_more_weeks",
    "give_no_more_weeks",
    "give_reason",
    "name_cover",
    "open_episode",
    "record_consent",
    "relate_staff",
    "restrict_family",
    "saw",
    "saw_ask",
    "unrelate_staff",
    "withdraw_consent",
]
