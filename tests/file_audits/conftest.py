"""Beckside's families, and two supervisors who read their files."""

from collections.abc import Callable, Sequence
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.models import Cluster
from app.core.permissions import Role
from app.families.models import Episode, Family
from app.file_audits.actions import Answer, DrawEntry, ReadingEntry, draw
from app.file_audits.models import FileAudit, Said
from app.file_audits.queries import Waiting, files_for
from tests.cast import NOW, allocation

Families = Callable[[int], Sequence[Episode]]


@pytest.fixture
def joan(hire: Callable[..., User], beckside: Cluster) -> User:
    """Another supervisor of Beckside, of nobody yet."""
    return hire("Joan Tempest", Role.SUPERVISOR, beckside)


@pytest.fixture
def families(session: Session, beckside: Cluster, tom: User) -> Families:
    """So many families of Beckside, with Tom."""

    def make(many: int) -> list[Episode]:
        made = []
        for number in range(many):
            family = Family(
                id=uuid4(),
                cluster_id=beckside.id,
                name="Whitaker",
                reference=f"WH-{number:04}",
                yarn="sea",
                added_at=NOW,
            )
            session.add(family)
            session.flush()
            opened_on = NOW.date().replace(month=9)
            episode = Episode(
                id=uuid4(),
                family_id=family.id,
                cluster_id=beckside.id,
                opened_on=opened_on,
                ends_on=Episode.end_of(opened_on, 26),
            )
            session.add(episode)
            session.flush()
            session.add(allocation(episode.id, tom.id, opened_on))
            made.append(episode)
        session.commit()
        return made

    return make


def drawn(session: Session, by: User, seed: str = "willow") -> FileAudit:
    """A draw, kept."""
    audit = draw(session, by, DrawEntry(id=uuid4()), seed=seed, now=NOW)
    session.commit()
    return audit


def answers(audit: FileAudit, said: Said = Said.YES, words: str = "") -> ReadingEntry:
    """The same answer to every question."""
    return ReadingEntry(id=uuid4(), answers={key: Answer(said=said, words=words) for key, _ in audit.questions})


def first_for(session: Session, person: User) -> Waiting:
    """The first file that waits for this person."""
    return files_for(session, person, NOW)[0]
