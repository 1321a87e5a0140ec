"""Worries of the story: raised in exact words, opened, and decided."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from app.demo.days import moment
from app.demo.story import Kin, Story
from app.demo.told import Decided, Worried
from app.promises.actions import SettleEntry, settle
from app.promises.models import Promise, PromiseState
from app.worries.actions import DecisionEntry, WorryEntry, decide, look_at_worry, raise_worry
from app.worries.models import TellFamily, Urgency, Worry

OPENED, TOLD = timedelta(minutes=11), timedelta(hours=2)


def tell_worries(story: Story, kin: Kin) -> None:
    """Each worry at its time, and what was decided about it."""
    for told in kin.told.worries:
        _tell(story, kin, told)


def _tell(story: Story, kin: Kin, told: Worried) -> None:
    """One worry; one for today was opened soon after."""
    entry = _entry(story, kin, told)
    raised_at = entry.occurred_at + timedelta(minutes=told.minutes)
    story.at(raised_at, lambda now: _raise(story, kin, entry, told, now))
    if told.urgency is Urgency.TODAY:
        story.at(raised_at + OPENED, lambda now: _open(story, kin, entry.id, now))
    if (decided := told.decided) is not None:
        at = raised_at + timedelta(minutes=decided.minutes)
        story.at(at, lambda now: _decide(story, kin, entry.id, decided, now))
        story.at(at + TOLD, lambda now: _told_the_family(story, kin, entry.id, now))


def _entry(story: Story, kin: Kin, told: Worried) -> WorryEntry:
    return WorryEntry(
        id=uuid4(),
        urgency=told.urgency,
        saw_or_heard=told.saw,
        occurred_at=moment(story.days.ago(told.ago), told.at),
        member_id=kin.member_id(told.about) if told.about else None,
        exact_words=told.said,
        setting=told.setting,
        asked=told.asked,
        told_child=told.told,
        keeping_safe=told.safe,
    )


def _raise(story: Story, kin: Kin, entry: WorryEntry, told: Worried, now: datetime) -> None:
    worry = raise_worry(story.session, kin.episode, kin.worker, entry, note_id=None, now=now)
    if told.look_again is not None:
        worry.look_again_on = story.days.ahead(told.look_again)


def _open(story: Story, kin: Kin, worry_id: UUID, now: datetime) -> None:
    look_at_worry(story.session, story.session.get_one(Worry, worry_id), kin.supervisor, now=now)


def _decide(story: Story, kin: Kin, worry_id: UUID, told: Decided, now: datetime) -> None:
    entry = DecisionEntry(
        id=uuid4(),
        decision=told.what,
        why=told.why,
        tell_family=TellFamily.WORKER,
        decided_at=now,
        spoken_to=told.spoken_to,
        advice=told.advice,
        change_mind=told.change_mind,
    )
    decide(story.session, story.session.get_one(Worry, worry_id), kin.supervisor, entry, now=now)
    if kin.told.level:
        kin.episode.level = kin.told.level


def _told_the_family(story: Story, kin: Kin, worry_id: UUID, now: datetime) -> None:
    """The lead worker does what the decision asked."""
    promises = story.session.scalars(select(Promise).where(Promise.source_id == worry_id)).all()
    for one in promises:
        settle(story.session, one, kin.worker, SettleEntry(state=PromiseState.KEPT), now=now)
