"""How a family is prepared, kept as versions; what pulls the worker is kept apart from it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.actions import note as leave_trail
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.notes.wording import check_text
from app.supervision.actions.entries import PrepEntry
from app.supervision.models import QUESTION_LENGTH, WORDS_LENGTH, CasePrep, Told, WhatPulls
from app.supervision.queries import Item, Seat, what_pulls

WORDS = ("family_wants", "going_well", "worried", "needs", "why_now", "family_would_say")
# What the same brief sent again must say again.
SAID = (*WORDS, "told", "told_on", "wants", "question")


def prepare(
    session: Session, item: Item, seat: Seat, by: User, entry: PrepEntry, *, written_at: datetime, now: datetime
) -> CasePrep:
    """Keep another version of a brief. Half done is kept too; the same sent again changes nothing. Raises Refused.

    `written_at` is when it was typed: earlier than now where a phone had no signal.
    """
    row = item.discussion
    hold(session, row)
    if known := session.get(CasePrep, entry.id):
        if known.discussion_id == row.id and all(getattr(known, name) == getattr(entry, name) for name in SAID):
            return known
        raise Refused("id", "This form has saved a brief before: open a new one")
    _check(seat, entry, now)
    last = session.scalar(select(func.max(CasePrep.number)).where(CasePrep.discussion_id == row.id))
    prep = CasePrep(
        **{name: getattr(entry, name) for name in SAID},
        id=entry.id,
        discussion_id=row.id,
        number=(last or 0) + 1,
        written_at=written_at,
        written_by_id=by.id,
    )
    session.add(prep)
    # A supervisor who helps with the brief says nothing of what pulls somebody else.
    if by.id == item.worker.id and entry.pulls != what_pulls(session, by, item, seat):
        session.add(
            WhatPulls(id=entry.id, discussion_id=row.id, worker_id=by.id, words=entry.pulls, written_at=written_at)
        )
    session.flush()
    about = {"about": "case_discussion", "about_id": row.id, "family_id": row.family_id}
    leave_trail(session, by, "supervision.prepare", now=now, **about)  # type: ignore[arg-type]
    return prep


def _check(seat: Seat, entry: PrepEntry, now: datetime) -> None:
    if not seat.session.is_planned:
        raise Refused("question", "This session is no longer in the diary, so nothing more is prepared for it")
    for name in (*WORDS, "pulls"):
        check_text(name, getattr(entry, name), WORDS_LENGTH)
    check_text("question", entry.question, QUESTION_LENGTH)
    if entry.told is Told.YES and entry.told_on is None:
        raise Refused("told_on", "Add the day on which you told them")
    if entry.told_on is not None and entry.told_on > clock.local(now).date():
        raise Refused("told_on", "That day is still to come: choose today or a day before")
