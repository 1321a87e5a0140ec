"""Talks about the ending, and the question for more weeks that came of one."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from app.core.db import Base
from app.demo.days import moment
from app.demo.story import Kin, Story
from app.demo.told import Ending
from app.families.models import MoreWeeksAsk
from app.plans.models import EndingTalk, EndingTalker


def tell_ending(story: Story, kin: Kin) -> None:
    """The talk on the day of that week's visit; what was asked for waits for an answer."""
    if kin.told.ending:
        story.keep(*_talk(kin, kin.told.ending))


def _talk(kin: Kin, told: Ending) -> Iterator[Base]:
    on, ask = kin.met_on[told.week], None
    at = moment(on, kin.told.at)
    if told.more_weeks:
        ask = MoreWeeksAsk(
            id=uuid4(),
            episode_id=kin.episode.id,
            until_on=kin.episode.ends_on + timedelta(weeks=told.more_weeks),
            why=told.why,
            family_says=told.feels,
            asked_at=at,
            asked_by_id=kin.worker.id,
        )
        yield ask
    talk = EndingTalk(
        id=uuid4(),
        episode_id=kin.episode.id,
        family_id=kin.family.id,
        talked_on=on,
        recorded_at=at,
        recorded_by_id=kin.worker.id,
        changed_words=told.changed,
        feels_words=told.feels,
        who_stays=told.who_stays,
        still_to_do=told.still_to_do,
        ask_id=ask.id if ask else None,
    )
    yield talk
    for name in told.who:
        yield EndingTalker(talk_id=talk.id, member_id=kin.member_id(name))
