"""Every change to what is known of a family. Entries in, models out; routes commit."""

from app.families.actions.allocating import CoverEntry, LeadEntry, allocate_lead, name_cover
from app.families.actions.looking import saw
from app.families.actions.opening import EpisodeEntry, open_episode

__all__ = [
    "CoverEntry",
    "EpisodeEntry",
    "LeadEntry",
    "allocate_lead",
    "name_cover",
    "open_episode",
    "saw",
]
