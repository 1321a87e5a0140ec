"""What holds for every version of a note, the first and those that put it right."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.queries import figures_of, working_days_between
from app.core import clock
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.notes.actions.sightings import children_in, keep_last_seen
from app.notes.models import ChildSeen, Note, NoteVersion, Present, Quote
from app.notes.wording import Wording, check_shape

# Clocks differ a little; more than this is a wrong day or time.
CLOCKS_DIFFER = timedelta(minutes=5)


def check(session: Session, episode: Episode, said: Wording, now: datetime) -> None:
    """Raise Refused for a note that cannot be true: of another time, or of other people."""
    check_shape(said)
    if said.occurred_at > now + CLOCKS_DIFFER:
        raise Refused("occurred_at", "Check the day and time: that is still to come")
    if clock.local(said.occurred_at).date() < episode.opened_on:
        began = f"{episode.opened_on.day} {episode.opened_on:%b %Y}"
        raise Refused("occurred_at", f"Check the day: our work with this family began on {began}")
    named = {member_id for _, member_id in said.members()}
    ours = select(func.count()).where(FamilyMember.id.in_(named), FamilyMember.family_id == episode.family_id)
    if named and session.scalar(ours) != len(named):
        raise Refused("present", "Somebody chosen here is not in this family: choose again")


def is_late(session: Session, cluster_id: UUID, occurred_at: datetime, recorded_at: datetime) -> bool:
    """Whether a note was recorded late by the cluster's own figure (common in England: at two working days)."""
    happened_on, recorded_on = clock.local(occurred_at).date(), clock.local(recorded_at).date()
    days = working_days_between(session, happened_on, recorded_on)
    return days >= figures_of(session, cluster_id).note_late_working_days


def add_version(session: Session, note: Note, by: User, said: Wording, *, reason: str, now: datetime) -> NoteVersion:
    """Keep what the note says from now on, as its version number `latest`."""
    version = NoteVersion(
        note_id=note.id,
        number=note.latest,
        made_at=now,
        made_by_id=by.id,
        reason=reason,
        readers=note.readers,
        significant=note.significant,
        occurred_at=said.occurred_at,
        minutes=said.minutes,
        place=said.place,
        reached=said.reached,
        happened=said.happened,
        meaning=said.meaning,
        next_words=said.next_words,
        topics=list(said.topics),
        others_there=list(said.others_there),
    )
    session.add(version)
    session.flush()
    session.add_all(Present(version_id=version.id, member_id=member_id) for member_id in sorted(set(said.present)))
    session.add_all(
        Quote(
            version_id=version.id,
            position=place,
            member_id=quote.member_id,
            speaker=quote.speaker,
            words=quote.words,
            setting=quote.setting,
        )
        for place, quote in enumerate(said.quotes)
    )
    session.add_all(
        ChildSeen(
            version_id=version.id,
            member_id=child.member_id,
            seen=child.seen,
            alone=child.alone,
            place=child.place,
            why_not=child.why_not,
        )
        for child in said.seen
    )
    session.flush()
    seen = {child.member_id for child in said.seen} if note.latest == 1 else children_in(session, note)
    keep_last_seen(session, seen)
    return version
