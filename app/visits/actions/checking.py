"""What cannot be true of a visit, said beside the box it is about."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.clusters.queries import words_of
from app.core import clock
from app.core.errors import Refused
from app.families.models import Episode
from app.notes.models import SETTING_LENGTH
from app.notes.wording import check_text
from app.visits.actions.entries import VisitEntry
from app.visits.models import VisitState

OUTCOMES = frozenset({VisitState.MET, VisitState.NO_ANSWER, VisitState.CANCELLED})
# A visit lasts from 45 to 90 minutes; more than this is a slip of the finger.
LONGEST = timedelta(hours=12)
# Clocks differ a little: the same as for a note.
CLOCKS_DIFFER = timedelta(minutes=5)


def check(session: Session, episode: Episode, entry: VisitEntry) -> None:
    """Raise Refused where the entry contradicts itself, or says too little to be understood later."""
    if entry.outcome not in OUTCOMES:
        raise Refused("outcome", "Choose whether you met")
    if entry.outcome is VisitState.MET and not (entry.present or entry.others_there or any(c.seen for c in entry.seen)):
        raise Refused("present", "Tick who was there")
    if entry.outcome is not VisitState.MET and entry.speaks_of_meeting:
        raise Refused(
            "outcome",
            "You also wrote down who was there, a child you saw, or a number. Choose “We met”, or clear those",
        )
    if entry.outcome is VisitState.CANCELLED:
        _check_reason(session, episode, entry)
    if episode.closed_on is not None and clock.local(entry.began_at).date() > episode.closed_on:
        raise Refused("held_on", "This plan had closed by then: check the day")


def _check_reason(session: Session, episode: Episode, entry: VisitEntry) -> None:
    if entry.cancelled_by is None:
        raise Refused("cancelled_by", "Say who couldn’t make it")
    if entry.reason not in words_of(session, episode.cluster_id, "cancel_reasons"):
        raise Refused("reason", "Choose a reason from the list")
    check_text("reason_words", entry.reason_words, SETTING_LENGTH)


def times(entry: VisitEntry, *, as_planned: bool, now: datetime) -> tuple[datetime, int | None]:
    """When it was and how many minutes it took; a visit that did not happen has none.

    Times left as planned are cut off at this moment: somebody who knocks early, or leaves early, need not
    put them right. Times that were changed must be over.
    """
    if entry.outcome is VisitState.CANCELLED:
        return min(entry.began_at, now), None
    began, ended = entry.began_at, entry.ended_at
    if as_planned and clock.local(began).date() == clock.local(now).date():
        began, ended = min(began, now), min(ended, now)
    if began > now + CLOCKS_DIFFER:
        raise Refused("began", "That is still to come: check the day and the time")
    if entry.outcome is VisitState.NO_ANSWER:
        return began, None
    if ended < began or ended - began > LONGEST:
        raise Refused("ended", "Check both times: it ends after it begins, and lasts 12 hours at most")
    if ended > now + CLOCKS_DIFFER:
        raise Refused("ended", "That is still to come: check the time")
    return began, round((ended - began) / timedelta(minutes=1)) or None
