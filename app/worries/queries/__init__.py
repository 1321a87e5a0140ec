"""Which worries somebody may read, which wait, and what is known of one."""

from app.worries.queries.finding import kept_from, may_decide, who_is_with_them, worries_seen_by, worry_seen_by
from app.worries.queries.listing import OpenWorry, open_worries_for, unopened_worries
from app.worries.queries.reading import additions_of, decisions_of, told_of

__all__ = [
    "OpenWorry",
    "additions_of",
    "decisions_of",
    "kept_from",
    "may_decide",
    "open_worries_for",
    "told_of",
    "unopened_worries",
    "who_is_with_them",
    "worries_seen_by",
    "worry_seen_by",
]
