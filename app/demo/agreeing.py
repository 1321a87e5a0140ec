"""What a worker and a family agree happened at their last visit, in plain words, for those it was written for."""

from collections.abc import Iterator
from uuid import uuid4

from app.core.db import Base
from app.demo.days import moment
from app.demo.story import Kin, Story
from app.demo.told import WeBothSay
from app.home.models import AgreedFor, AgreedNote


def tell_agreed(story: Story, kin: Kin) -> None:
    """One, of the latest visit at which they met."""
    if kin.told.we_both_say:
        story.keep(*_agreed(kin, kin.told.we_both_say))


def _agreed(kin: Kin, told: WeBothSay) -> Iterator[Base]:
    on = max(kin.met_on.values())
    note_id = uuid4()
    yield AgreedNote(
        id=note_id,
        first_id=note_id,
        number=1,
        family_id=kin.family.id,
        episode_id=kin.episode.id,
        happened_on=on,
        words=told.words,
        written_at=moment(on, kin.told.at),
        written_by_id=kin.worker.id,
    )
    for name in told.who:
        yield AgreedFor(note_id=note_id, member_id=kin.member_id(name))
