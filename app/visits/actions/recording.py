"""Writing down a visit: its note, numbers, steps, promises, worry and the next visit, all or nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note as leave_trail
from app.clusters.queries import words_of
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode, Family
from app.notes.actions import NoteEntry, write_note
from app.notes.models import NoteKind
from app.plans.actions import mark_steps, rate
from app.promises.actions import promise, settle
from app.promises.models import Promise
from app.visits.actions.checking import check, times
from app.visits.actions.entries import AT_NEXT_VISIT, Settled, VisitEntry
from app.visits.actions.planning import plan_next
from app.visits.actions.watching import come_out
from app.visits.models import CancelledBy, HowEnded, Visit, VisitState
from app.visits.queries import unanswered_in_a_row
from app.worries.actions import WorryEntry, raise_worry

KINDS = {
    VisitState.MET: NoteKind.VISIT,
    VisitState.NO_ANSWER: NoteKind.NO_ANSWER,
    VisitState.CANCELLED: NoteKind.CANCELLED,
}
# What another form has made of a visit before this one came.
MEANWHILE = {
    VisitState.MOVED: "This visit was moved to another day",
    VisitState.CANCELLED: "This visit was cancelled by somebody else",
    VisitState.MET: "This visit has been written down already",
    VisitState.NO_ANSWER: "This visit has been written down already",
}
WHO_CANCELLED = {
    CancelledBy.FAMILY: "The family cancelled",
    CancelledBy.WORKER: "We cancelled",
    CancelledBy.OTHER: "Nobody could help it",
}


def record_visit(
    session: Session, visit: Visit, by: User, entry: VisitEntry, *, beside: bool = False, now: datetime
) -> Visit:
    """Keep what came of a planned visit, with all that was said and agreed, in one go: the visit it was kept as.

    The same form sent again changes nothing. A visit that was moved or called off meanwhile, and took place all the
    same, is kept as one that nobody had planned. So is one that another form has written down, with `beside`: both
    are kept then. Raises Refused: for "id" where this form has saved other words, for "recorded" without `beside`.
    """
    # The plan first, then its visits, here as everywhere: two at once then never wait for each other.
    episode = session.get_one(Episode, visit.episode_id)
    hold(session, episode)
    hold(session, visit)
    if visit.note_id == entry.id:
        return _known(visit, by, entry)
    if visit.state is not VisitState.PLANNED:
        return _record_beside(session, visit, episode, by, entry, agreed=beside, now=now)
    as_planned = (entry.began_at, entry.ended_at) == (visit.starts_at, visit.ends_at)
    return _record(session, visit, episode, by, entry, as_planned=as_planned, now=now)


def record_new_visit(session: Session, episode: Episode, by: User, entry: VisitEntry, *, now: datetime) -> Visit:
    """Keep a visit that nobody had planned. It takes its note's id, so that sending it twice is once."""
    hold(session, episode)
    if (kept := _unplanned_before(session, episode, entry)) is not None:
        return record_visit(session, kept, by, entry, now=now)
    if episode.closed_on is not None:
        raise Refused("held_on", "This plan has closed: there are no more visits on it")
    return _record_unplanned(session, episode, by, entry, now=now)


def _unplanned_before(session: Session, episode: Episode, entry: VisitEntry) -> Visit | None:
    """What this very form has kept already as a visit that nobody had planned."""
    visit = session.get(Visit, entry.id)
    if visit is not None and visit.episode_id != episode.id:
        raise Refused("id", "This form has saved a visit before: open a new one")
    return visit


def _record_unplanned(
    session: Session, episode: Episode, by: User, entry: VisitEntry, *, now: datetime, **more: object
) -> Visit:
    visit = Visit(
        id=entry.id,
        family_id=episode.family_id,
        episode_id=episode.id,
        worker_id=by.id,
        starts_at=entry.began_at,
        ends_at=entry.ended_at,
        planned_at=now,
        planned_by_id=by.id,
        state=VisitState.PLANNED,
        **more,
    )
    session.add(visit)
    session.flush()
    return _record(session, visit, episode, by, entry, as_planned=False, now=now)


def _record_beside(
    session: Session, visit: Visit, episode: Episode, by: User, entry: VisitEntry, *, agreed: bool, now: datetime
) -> Visit:
    """What was written of a visit that another form has moved, called off or written down in the meantime."""
    if (kept := _unplanned_before(session, episode, entry)) is not None:
        return record_visit(session, kept, by, entry, now=now)
    gone = visit.state in (VisitState.MOVED, VisitState.CANCELLED)
    if not agreed and not (gone and entry.outcome is VisitState.MET):
        raise Refused("recorded", MEANWHILE[visit.state])
    place = {"place": visit.place, "address_id": visit.address_id}
    kept = _record_unplanned(session, episode, by, entry, now=now, **place)
    come_out(session, visit, by, how=HowEnded.RECORDED, at=min(entry.written_at or now, now), now=now)
    return kept


def _record(
    session: Session, visit: Visit, episode: Episode, by: User, entry: VisitEntry, *, as_planned: bool, now: datetime
) -> Visit:
    check(session, episode, entry)
    # What can be true of a visit was so when it was written down, wherever it lay since.
    written_at = min(entry.written_at or now, now)
    occurred_at, minutes = times(entry, as_planned=as_planned, now=written_at)
    day, length = clock.local(occurred_at).date(), visit.ends_at - visit.starts_at

    place = entry.place or visit.place
    note = _note(session, episode, replace(entry, place=place), occurred_at, minutes)
    visit.note_id = write_note(session, episode, by, note, now=now).id
    visit.state, visit.said = entry.outcome, entry.fingerprint(by.id)
    _keep_diary(visit, entry, place, occurred_at, minutes)
    rate(session, episode, by, entry.ratings, on=day, note_id=visit.note_id, now=now)
    if entry.outcome is VisitState.MET:
        mark_steps(session, episode, by, entry.done_steps, shown_ids=entry.shown_steps, now=now)
    coming = plan_next(session, visit, episode, by, entry.next_visit, length=length, now=now)
    _keep_promises(session, visit, episode, by, entry, coming, now)
    if entry.worry is not None:
        worry = _worry(entry.worry, entry.began_at, occurred_at, written_at)
        raise_worry(session, episode, by, worry, note_id=visit.note_id, now=now)

    session.flush()
    if entry.outcome is VisitState.MET:
        episode.last_met_on = max(episode.last_met_on or day, day)
    episode.unanswered = unanswered_in_a_row(session, episode.id)
    # Whoever writes a visit down is out of it.
    come_out(session, visit, by, how=HowEnded.RECORDED, at=written_at, now=now)
    action = f"visit.{entry.outcome.value}"
    leave_trail(session, by, action, about="visit", about_id=visit.id, family_id=visit.family_id, now=now)
    return visit


def _known(visit: Visit, by: User, entry: VisitEntry) -> Visit:
    """The visit as this very form saved it; other words are refused."""
    if visit.said == entry.fingerprint(by.id):
        return visit
    raise Refused("id", "This form has saved a visit before: open a new one")


def _note(
    session: Session, episode: Episode, entry: VisitEntry, occurred_at: datetime, minutes: int | None
) -> NoteEntry:
    happened = entry.happened
    if entry.outcome is VisitState.CANCELLED and entry.cancelled_by is not None:
        reason = words_of(session, episode.cluster_id, "cancel_reasons")[entry.reason]
        why = [f"{WHO_CANCELLED[entry.cancelled_by]}. {reason}.", entry.reason_words, entry.happened]
        happened = "\n\n".join(words for words in why if words)
    return NoteEntry(
        id=entry.id,
        written_at=entry.written_at,
        kind=KINDS[entry.outcome],
        occurred_at=occurred_at,
        minutes=minutes,
        place=entry.place,
        reached=entry.outcome is VisitState.MET,
        happened=happened,
        meaning=entry.meaning,
        topics=entry.topics,
        present=entry.present,
        others_there=entry.others_there,
        quotes=entry.quotes,
        seen=entry.seen if entry.outcome is VisitState.MET else (),
    )


def _keep_diary(visit: Visit, entry: VisitEntry, place: str, occurred_at: datetime, minutes: int | None) -> None:
    """The diary tells when we were there; a cancelled visit keeps the time that was planned."""
    visit.place = place
    visit.cancelled_by, visit.reason, visit.reason_words = entry.cancelled_by, entry.reason, entry.reason_words
    if entry.outcome is not VisitState.CANCELLED:
        visit.starts_at, visit.ends_at = occurred_at, occurred_at + timedelta(minutes=minutes or 0)


def _worry(said: WorryEntry, began_at: datetime, occurred_at: datetime, now: datetime) -> WorryEntry:
    """The worry; where no time was said it is the visit's own, as that was kept."""
    if said.occurred_at == began_at:
        return replace(said, occurred_at=occurred_at)
    if said.occurred_at > now:
        raise Refused("said_at", "That is still to come: check the time")
    return said


def _keep_promises(
    session: Session, visit: Visit, episode: Episode, by: User, entry: VisitEntry, coming: Visit | None, now: datetime
) -> None:
    for one, answer in _answered(session, episode, entry.settled):
        settle(session, one, by, answer.answer, now=now)
    next_day = clock.local(coming.starts_at).date() if coming else None
    # Where a family must be kept safe, nothing is shared until somebody turns it on.
    shared = not session.get_one(Family, episode.family_id).safety_flag
    for said in entry.promises:
        due_on = next_day if said.due_words == AT_NEXT_VISIT else said.due_on
        made = replace(said, due_on=due_on, visible_to_family=shared and said.visible_to_family)
        promise(session, episode, by, made, source="note", source_id=visit.note_id, now=now)


def _answered(session: Session, episode: Episode, settled: Sequence[Settled]) -> list[tuple[Promise, Settled]]:
    """Each promise that was answered, beside its answer. Raises Refused for one that is not this family's."""
    ids = [one.promise_id for one in settled]
    if not ids:
        return []
    found: dict[UUID, Promise] = {
        row.id: row
        for row in session.scalars(select(Promise).where(Promise.id.in_(ids), Promise.episode_id == episode.id))
    }
    if len(found) != len(set(ids)):
        raise Refused("settled", "One of these promises is not this family’s: open the page again")
    return [(found[one.promise_id], one) for one in settled]
