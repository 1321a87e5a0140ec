"""Talks about the ending, with who was there."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import FamilyMember
from app.plans.models import EndingTalk, EndingTalker


@dataclass(kw_only=True)
class TalkStory:
    """One talk, who wrote it down, and who of the family was there by the names they go by."""

    talk: EndingTalk
    by: User
    names: list[str] = field(default_factory=list)


def talks_of(session: Session, episode_id: UUID) -> list[TalkStory]:
    """Each talk about the ending of this plan, the latest first. Two statements."""
    rows = session.execute(
        select(EndingTalk, User)
        .join(User, User.id == EndingTalk.recorded_by_id)
        .where(EndingTalk.episode_id == episode_id)
        .order_by(EndingTalk.talked_on.desc(), EndingTalk.recorded_at.desc())
    )
    stories = {talk.id: TalkStory(talk=talk, by=by) for talk, by in rows}
    if stories:
        there = (
            select(EndingTalker.talk_id, FamilyMember.known_as)
            .join(FamilyMember, FamilyMember.id == EndingTalker.member_id)
            .where(EndingTalker.talk_id.in_(stories))
            .order_by(FamilyMember.position, FamilyMember.known_as)
        )
        for talk_id, name in session.execute(there):
            stories[talk_id].names.append(name)
    return list(stories.values())
