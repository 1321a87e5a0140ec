"""Which files a draw takes: chance decides, and anybody can check it afterwards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from app.file_audits.models import Replaced


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A family that could be drawn, with its latest plan."""

    family_id: UUID
    episode_id: UUID


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One that was drawn, in order; and why it was put back, where it was."""

    candidate: Candidate
    replaced: Replaced


def place_of(seed: str, family_id: UUID) -> str:
    """Where this seed puts a family: the draw takes the lowest first."""
    return sha256(f"{seed} {family_id}".encode()).hexdigest()


def drawn_from(
    pool: Iterable[Candidate],
    seed: str,
    how_many: int,
    *,
    works_with: Collection[UUID],
    kept_from: Collection[UUID],
) -> list[Drawn]:
    """So many files that the reader may read, and each that came before them and was put back."""
    drawn: list[Drawn] = []
    left = how_many
    for one in sorted(pool, key=lambda one: place_of(seed, one.family_id)):
        if not left:
            break
        why = Replaced.STAYS
        if one.family_id in kept_from:
            why = Replaced.KEPT_FROM
        elif one.family_id in works_with:
            why = Replaced.WORKS_WITH
        drawn.append(Drawn(candidate=one, replaced=why))
        left -= why is Replaced.STAYS
    return drawn
