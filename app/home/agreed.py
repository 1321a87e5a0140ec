"""What a worker and a family agree happened: each as it stands now, with what it said before and for whom."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.families.models import Episode
from app.home.models import AgreedFor, AgreedNote


@dataclass(frozen=True, kw_only=True)
class AgreedStory:
    """One of them: its versions, the latest first, and whom each was written for."""

    versions: list[AgreedNote]
    readers: dict[UUID, set[UUID]]

    @property
    def now(self) -> AgreedNote:
        """What it says now."""
        return self.versions[0]

    def is_for(self, member_id: UUID) -> bool:
        """Whether it is for this person as it stands now."""
        return member_id in self.readers[self.now.id]

    def before(self, member_id: UUID) -> list[AgreedNote]:
        """What it said before, as far as it was for this person then."""
        return [one for one in self.versions[1:] if member_id in self.readers[one.id]]


def agreed_of(session: Session, episode: Episode) -> list[AgreedStory]:
    """All of one plan, by the day they are about, the latest first. One statement."""
    wanted = (
        select(AgreedNote, AgreedFor.member_id)
        .outerjoin(AgreedFor, AgreedFor.note_id == AgreedNote.id)
        .where(AgreedNote.episode_id == episode.id)
        .order_by(AgreedNote.number.desc(), AgreedNote.id)
    )
    by_first: dict[UUID, list[AgreedNote]] = defaultdict(list)
    readers: dict[UUID, set[UUID]] = defaultdict(set)
    for row, member_id in session.execute(wanted):
        if row not in by_first[row.first_id]:
            by_first[row.first_id].append(row)
        if member_id is not None:
            readers[row.id].add(member_id)
    stories = [AgreedStory(versions=rows, readers=readers) for rows in by_first.values()]
    return sorted(stories, key=lambda story: (story.now.happened_on, story.now.written_at), reverse=True)
