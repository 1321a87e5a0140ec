"""Writing a meeting down: who came, the family's words first, what was agreed; and adding to its minutes."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.core.errors import Refused
from app.families.models import Episode, Family, FamilyMember, Partner
from app.notes.actions import NoteEntry, write_note
from app.notes.models import NoteKind
from app.notes.wording import check_text
from app.promises.actions import promise
from app.team_meetings.actions.entries import AdditionEntry, RecordEntry, Said, fingerprint
from app.team_meetings.actions.planning import FARTHEST, hold_both, trail
from app.team_meetings.models import (
    ADDITION_LENGTH,
    BOTH_LENGTH,
    WORDS_LENGTH,
    MeetingState,
    TeamMeeting,
    TeamMeetingAddition,
    TeamMeetingPerson,
)
from app.team_meetings.queries import SOURCE, around

TITLE = "Team Around the Family."


def record_meeting(
    session: Session, meeting: TeamMeeting, by: User, entry: RecordEntry, *, now: datetime
) -> TeamMeeting:
    """Keep what was said and agreed: promises in the ledger, a note among the others. The same form changes nothing.

    Raises Refused where nobody of the family came: then it was not their meeting.
    """
    episode = hold_both(session, meeting)
    if meeting.was_held:
        if meeting.said == fingerprint(entry, by.id):
            return meeting
        raise Refused("id", "The minutes of this meeting are written already: add to them on its page")
    asked = {one.member_id or one.partner_id: one for one in _asked(session, meeting)}
    _check_meeting(episode, meeting, entry, now)
    _check_people(session, meeting, entry, {one for one in asked if one})
    for said in entry.family:
        _keep_said(session, meeting, asked.get(said.person_id), said, {"member_id": said.person_id})
    for said in entry.partners:
        _keep_said(session, meeting, asked.get(said.person_id), said, {"partner_id": said.person_id})
    meeting.state, meeting.said = MeetingState.HELD, fingerprint(entry, by.id)
    meeting.recorded_at, meeting.recorded_by_id = now, by.id
    meeting.going_well, meeting.worries, meeting.next_on = entry.going_well, entry.worries, entry.next_on
    session.flush()
    _keep_promises(session, meeting, episode, by, entry, now)
    _write_note(session, meeting, episode, by, entry, now)
    trail(session, by, "record", meeting, now)
    return meeting


def add_to_minutes(
    session: Session, meeting: TeamMeeting, by: User, entry: AdditionEntry, *, now: datetime
) -> TeamMeetingAddition:
    """Add a line to the minutes, which stay as they were written. The same line sent again changes nothing.

    Raises Refused.
    """
    episode = hold_both(session, meeting)
    if known := session.get(TeamMeetingAddition, entry.id):
        if (known.meeting_id, known.words) == (meeting.id, entry.words):
            return known
        raise Refused("id", "This form has added a line before: open a new one")
    if not meeting.was_held:
        raise Refused("words", "There are no minutes yet")
    if not episode.is_open():
        raise Refused("words", "This plan has ended: its minutes stay as they are")
    if not entry.words:
        raise Refused("words", "Write what to add")
    check_text("words", entry.words, ADDITION_LENGTH)
    added = TeamMeetingAddition(id=entry.id, meeting_id=meeting.id, words=entry.words, added_at=now, added_by_id=by.id)
    session.add(added)
    trail(session, by, "add", meeting, now)
    return added


def _asked(session: Session, meeting: TeamMeeting) -> list[TeamMeetingPerson]:
    return list(session.scalars(select(TeamMeetingPerson).where(TeamMeetingPerson.meeting_id == meeting.id)))


def _keep_said(
    session: Session, meeting: TeamMeeting, row: TeamMeetingPerson | None, said: Said, who: dict[str, UUID]
) -> None:
    """What one person said. Somebody who was not asked, and neither came nor sent words, leaves no line."""
    if row is None:
        if not said.came and not said.words:
            return
        row = TeamMeetingPerson(meeting_id=meeting.id, invited=False, **who)
        session.add(row)
    row.came, row.words = said.came, said.words


def _check_meeting(episode: Episode, meeting: TeamMeeting, entry: RecordEntry, now: datetime) -> None:
    if not episode.is_open():
        raise Refused("family", "This plan has ended: nothing more is written on it")
    if not meeting.is_planned:
        raise Refused("family", "This meeting was cancelled: plan it again first")
    if not meeting.has_begun(now):
        raise Refused("family", "This meeting is still to come. Move it if it took place at another time")
    for field in ("going_well", "worries"):
        check_text(field, getattr(entry, field), BOTH_LENGTH)
    if entry.next_on is not None:
        held_on = clock.local(meeting.starts_at).date()
        if not held_on < entry.next_on <= held_on + FARTHEST:
            raise Refused("next_on", "Choose a day after this meeting, within a year")


def _check_people(session: Session, meeting: TeamMeeting, entry: RecordEntry, asked: set[UUID]) -> None:
    """Everybody named is of this family, or a partner who was asked or may be; and somebody of the family came."""
    for said in (*entry.family, *entry.partners):
        check_text("family", said.words, WORDS_LENGTH)
    family = session.get_one(Family, meeting.family_id)
    there = around(session, family, clock.local(meeting.starts_at).date())
    members = set(session.scalars(select(FamilyMember.id).where(FamilyMember.family_id == meeting.family_id)))
    if {one.person_id for one in entry.family} - members:
        raise Refused("family", "Choose people of this family")
    if {one.person_id for one in entry.partners} - asked - {one.id for one in there.may_be_asked}:
        raise Refused("partners", "The family has not said yes to sharing with everybody named here")
    if not any(one.came for one in entry.family):
        raise Refused("family", "Tick who came. If nobody of the family did, move the meeting or cancel it")


def _keep_promises(
    session: Session, meeting: TeamMeeting, episode: Episode, by: User, entry: RecordEntry, now: datetime
) -> None:
    # Where a family must be kept safe, nothing is shared until somebody turns it on.
    shared = not session.get_one(Family, episode.family_id).safety_flag
    for made in entry.agreed:
        promise(
            session,
            episode,
            by,
            replace(made, visible_to_family=shared),
            source=SOURCE,
            source_id=meeting.id,
            now=now,
        )


def _write_note(
    session: Session, meeting: TeamMeeting, episode: Episode, by: User, entry: RecordEntry, now: datetime
) -> None:
    """A note of the meeting among the others, marked as an important event: the chronology is made of those."""
    came = [one.person_id for one in entry.partners if one.came]
    others = session.scalars(select(Partner.name).where(Partner.id.in_(came)).order_by(Partner.name)).all()
    agreed = "".join(f"\n– {one.what}" for one in entry.agreed)
    words = f"{TITLE} The minutes are with the family’s team meetings." + (f"\nAgreed:{agreed}" if agreed else "")
    write_note(
        session,
        episode,
        by,
        NoteEntry(
            id=uuid5(entry.id, "note"),
            kind=NoteKind.MEETING,
            occurred_at=meeting.starts_at,
            minutes=max(round((meeting.ends_at - meeting.starts_at) / timedelta(minutes=1)), 1),
            place=meeting.place,
            happened=words,
            present=tuple(one.person_id for one in entry.family if one.came),
            others_there=tuple(others),
            significant=True,
        ),
        now=now,
    )
