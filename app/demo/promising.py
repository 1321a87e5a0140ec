"""Promises of the story: who said they would do what, and what came of it."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from app.core import clock
from app.demo.days import A_DAY, A_WEEK, moment
from app.demo.story import Kin, Story
from app.demo.told import ME, Promised
from app.promises.actions import PromiseEntry, SettleEntry, promise, settle
from app.promises.models import Promise, PromiseState

BEFORE = 8  # days ago on which promises beside the visits were made


def tell_promises(story: Story, kin: Kin) -> None:
    """Promises that were made beside the visits: on the phone, in a meeting."""
    said_at = moment(max(story.days.ago(BEFORE), kin.opened_on), "4:15pm")
    for one in kin.told.promised:
        tell_promise(story, kin, one, said_at=said_at, note_id=None)


def tell_promise(story: Story, kin: Kin, one: Promised, *, said_at: datetime, note_id: UUID | None) -> None:
    """One promise, and what came of it."""
    made = promise_entry(story, kin, one, clock.local(said_at).date())
    story.at(
        said_at,
        lambda now: promise(story.session, kin.episode, kin.worker, made, source="note", source_id=note_id, now=now),
    )
    tell_answer(story, kin, one, made, said_at=said_at)


def tell_answer(story: Story, kin: Kin, one: Promised, made: PromiseEntry, *, said_at: datetime) -> None:
    """What came of a promise on the day it was due. Raises ValueError where that day is to come."""
    if one.answer is PromiseState.OPEN:
        return
    answered_at = max(moment(made.due_on, "3:30pm") if made.due_on else said_at, said_at + timedelta(hours=1))
    if not story.has_happened(answered_at):
        raise ValueError(f"{kin.told.name}: “{one.what}” can have no answer before it is due")
    entry = SettleEntry(state=one.answer, why=one.why)
    story.at(answered_at, lambda now: _settle(story, kin, made.id, entry, now))


def _settle(story: Story, kin: Kin, promise_id: UUID, entry: SettleEntry, now: datetime) -> None:
    settle(story.session, story.session.get_one(Promise, promise_id), kin.worker, entry, now=now)


def promise_entry(story: Story, kin: Kin, one: Promised, said_on: date) -> PromiseEntry:
    """A promise as its room takes it. One that was answered and has no day was due within a week."""
    due_on = None
    if one.answer is not PromiseState.OPEN and not one.by:
        due_on = min(said_on + A_WEEK, story.days.today - A_DAY)
    if one.due is not None:
        due_on = story.days.ago(-one.due) if one.due < 0 else story.days.ahead(one.due)
    return PromiseEntry(
        id=uuid4(),
        what=one.what,
        kind=one.kind,
        due_on=due_on,
        due_words=one.by,
        visible_to_family=not kin.told.safety_flag,
        **_owner(kin, one.who),
        **_whom_to_call(kin, one.call),
    )


def _owner(kin: Kin, name: str) -> dict[str, UUID]:
    if name == ME:
        return {"owner_user_id": kin.worker.id}
    if name in kin.members:
        return {"owner_member_id": kin.member_id(name)}
    return {"owner_partner_id": kin.partners[name].id}


def _whom_to_call(kin: Kin, name: str) -> dict[str, UUID]:
    if not name:
        return {}
    if name in kin.members:
        return {"call_member_id": kin.member_id(name)}
    return {"call_partner_id": kin.partners[name].id}
