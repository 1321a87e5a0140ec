"""Which families somebody finds, and what is known of one."""

from app.families.queries.finding import (
    episode_seen_by,
    families_known_to,
    families_seen_by,
    family_known_to,
    family_seen_by,
    not_kept_from,
    reasoned_look_of,
    relation_to,
)
from app.families.queries.knowing import (
    addresses_of,
    consents_of,
    current_episode,
    everybody_of,
    lead_workers_of,
    members_of,
    part_of,
    partners_of,
    safe_contacts_of,
    warnings_of,
)

__all__ = [
    "addresses_of",
    "consents_of",
    "current_episode",
    "episode_seen_by",
    "everybody_of",
    "families_known_to",
    "families_seen_by",
    "family_known_to",
    "family_seen_by",
    "lead_workers_of",
    "members_of",
    "not_kept_from",
    "part_of",
    "partners_of",
    "reasoned_look_of",
    "relation_to",
    "safe_contacts_of",
    "warnings_of",
]
