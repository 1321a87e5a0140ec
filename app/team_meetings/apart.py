"""Who must not meet: in a family with a safety flag, not everybody sits at one table."""

import re
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from app.families.models import Family, FamilyMember, SafeContact


def kept_apart(family: Family, members: Sequence[FamilyMember], contacts: Sequence[SafeContact]) -> dict[UUID, str]:
    """Those of a family with a safety flag who must not meet the others, with why; nobody where there is no flag.

    They live elsewhere, or the safe contact of somebody at home says that they must not know (domain.md, 0.8).
    """
    if not family.safety_flag:
        return {}
    names = {one.id: one.known_as for one in members if one.is_child or one.lives_with_children}
    found: dict[UUID, str] = {}
    for one in members:
        whose = [
            names[contact.member_id]
            for contact in contacts
            if contact.member_id in names and contact.member_id != one.id and _names(contact.must_not_know, one)
        ]
        if whose:
            found[one.id] = f"{one.known_as} must not know how to reach {whose[0]}"
        elif not one.is_child and not one.lives_with_children:
            found[one.id] = f"{one.known_as} lives elsewhere, and this family has a safety flag"
    return found


def who_would_meet(apart: Mapping[UUID, str], asked: Collection[UUID]) -> list[UUID]:
    """Of those who are asked, the ones kept apart, where others of the family are asked too."""
    meet = [one for one in apart if one in asked]
    return meet if set(asked) - set(meet) or len(meet) > 1 else []


def _names(words: str, person: FamilyMember) -> bool:
    return bool(re.search(rf"\b{re.escape(person.known_as)}\b", words, re.IGNORECASE))
