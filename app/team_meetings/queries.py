"""Meetings of the team around a family: who may be asked, what was said, who may be given the minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import User
from app.clusters.queries import rules_of
from app.families.models import Episode, Family, FamilyMember, Partner
from app.families.queries import (
    agencies_agreed,
    consents_of,
    families_seen_by,
    members_of,
    partners_of,
    safe_contacts_of,
)
from app.promises.queries import PromiseLine, promises_from
from app.team_meetings.apart import kept_apart
from app.team_meetings.models import (
    MeetingState,
    TeamMeeting,
    TeamMeetingAddition,
    TeamMeetingMove,
    TeamMeetingPerson,
)

# What a promise says of where it was agreed.
SOURCE = "team_meeting"
A_DAY = timedelta(days=1)
# A day that has gone by is no proposal; people are asked a week ahead.
NOTICE = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Around:
    """Everybody who could be asked: the family, its partners, and whom they said yes to sharing with today."""

    members: Sequence[FamilyMember]
    partners: Sequence[Partner]
    agencies: set[str]
    # Who must not meet the others, with why.
    apart: Mapping[UUID, str]

    def agreed(self, partner: Partner) -> bool:
        """Whether the family has said yes to sharing with them. Nobody's word on it is no yes."""
        return partner.agency in self.agencies

    @property
    def may_be_asked(self) -> list[Partner]:
        """The partners to whom the family has said yes."""
        return [one for one in self.partners if self.agreed(one)]

    @property
    def no_yes(self) -> list[Partner]:
        """The partners to whom it has not."""
        return [one for one in self.partners if not self.agreed(one)]


def around(session: Session, family: Family, today: date) -> Around:
    """Who could be asked to a meeting today. Four statements."""
    members = members_of(session, family.id)
    contacts = safe_contacts_of(session, [family.id]) if family.safety_flag else []
    return Around(
        members=members,
        partners=partners_of(session, family.id, today),
        agencies=agencies_agreed(consents_of(session, family.id)),
        apart=kept_apart(family, members, contacts),
    )


def meeting_seen_by(
    session: Session, looker: User, meeting_id: UUID, now: datetime
) -> tuple[TeamMeeting, Episode] | None:
    """This meeting with its episode and family, if this person may read the family now."""
    seen = families_seen_by(looker, now).with_only_columns(Family.id)
    row = session.execute(
        select(TeamMeeting, Episode)
        .join(Episode, Episode.id == TeamMeeting.episode_id)
        .where(TeamMeeting.id == meeting_id, TeamMeeting.family_id.in_(seen))
        .options(joinedload(Episode.family))
    ).one_or_none()
    return (row[0], row[1]) if row else None


def meetings_of(session: Session, family_id: UUID) -> Sequence[TeamMeeting]:
    """Every meeting of a family, the latest first."""
    return session.scalars(
        select(TeamMeeting)
        .where(TeamMeeting.family_id == family_id)
        .order_by(TeamMeeting.starts_at.desc(), TeamMeeting.id)
    ).all()


def next_meeting_at() -> ScalarSelect[datetime]:
    """When the next meeting of an `Episode` is planned: for a statement about episodes."""
    return _of_episode(func.min(TeamMeeting.starts_at), MeetingState.PLANNED)


def last_meeting_at() -> ScalarSelect[datetime]:
    """When the last meeting of an `Episode` was held: for a statement about episodes."""
    return _of_episode(func.max(TeamMeeting.starts_at), MeetingState.HELD)


def _of_episode(when: ColumnElement[datetime], state: MeetingState) -> ScalarSelect[datetime]:
    wanted = (TeamMeeting.episode_id == Episode.id, TeamMeeting.state == state)
    return select(when).where(*wanted).correlate(Episode).scalar_subquery()


def next_day(session: Session, episode: Episode, last: TeamMeeting | None, last_on: date, today: date) -> date:
    """The day to propose: what they agreed last time, else the cluster's number of weeks on; a working day to come.

    Every six weeks is usual, and published norms are 6 to 12 (domain.md, 1).
    """
    figures, calendar = rules_of(session, episode.cluster_id)
    agreed = last.next_on if last else None
    day = agreed or last_on + timedelta(weeks=figures.team_meeting_weeks)
    day = day if day > today else today + NOTICE
    while not calendar.is_working(day):
        day += A_DAY
    return day


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """Somebody who was asked or came, as pages say it. `about` is who they are in the family, or their work."""

    row: TeamMeetingPerson
    id: UUID
    name: str
    about: str
    agency: str
    is_child: bool

    @property
    def of_family(self) -> bool:
        """Whether this is a member of the family."""
        return self.row.member_id is not None


@dataclass(frozen=True, kw_only=True)
class MeetingStory:
    """One meeting with all that belongs to it. `staff` are the names of colleagues by id."""

    meeting: TeamMeeting
    people: Sequence[PersonLine]
    moves: Sequence[TeamMeetingMove]
    additions: Sequence[TeamMeetingAddition]
    promises: Sequence[PromiseLine]
    staff: Mapping[UUID, User]

    @property
    def family(self) -> list[PersonLine]:
        """Those of the family, in its own order."""
        return [one for one in self.people if one.of_family]

    @property
    def others(self) -> list[PersonLine]:
        """Partners, by name."""
        return [one for one in self.people if not one.of_family]

    @property
    def came(self) -> list[PersonLine]:
        """Who was there, the family first."""
        return [one for one in self.people if one.row.came]

    def may_be_given(self, around: Around) -> list[PersonLine]:
        """Who may be given the minutes today: nobody kept apart, and no partner whose yes was taken back."""
        return [
            one
            for one in self.people
            if (one.id not in around.apart if one.of_family else one.agency in around.agencies)
        ]


def story_of(session: Session, meeting: TeamMeeting) -> MeetingStory:
    """All of one meeting, in a fixed number of statements."""
    moves = session.scalars(
        select(TeamMeetingMove)
        .where(TeamMeetingMove.meeting_id == meeting.id)
        .order_by(TeamMeetingMove.moved_at, TeamMeetingMove.id)
    ).all()
    additions = session.scalars(
        select(TeamMeetingAddition)
        .where(TeamMeetingAddition.meeting_id == meeting.id)
        .order_by(TeamMeetingAddition.added_at, TeamMeetingAddition.id)
    ).all()
    named = {meeting.planned_by_id, meeting.cancelled_by_id, meeting.recorded_by_id}
    named |= {one.moved_by_id for one in moves} | {one.added_by_id for one in additions}
    staff = session.scalars(select(User).where(User.id.in_(named - {None})))
    return MeetingStory(
        meeting=meeting,
        people=_people(session, meeting.id),
        moves=moves,
        additions=additions,
        promises=promises_from(session, SOURCE, meeting.id) if meeting.was_held else [],
        staff={one.id: one for one in staff},
    )


def _people(session: Session, meeting_id: UUID) -> list[PersonLine]:
    """Everybody of one meeting: the family in its own order, then partners by name."""
    rows = session.execute(
        select(TeamMeetingPerson, FamilyMember, Partner)
        .outerjoin(FamilyMember, FamilyMember.id == TeamMeetingPerson.member_id)
        .outerjoin(Partner, Partner.id == TeamMeetingPerson.partner_id)
        .where(TeamMeetingPerson.meeting_id == meeting_id)
        .order_by(TeamMeetingPerson.member_id.is_(None), FamilyMember.position, FamilyMember.known_as, Partner.name)
    )
    return [_line(row, member, partner) for row, member, partner in rows]


def _line(row: TeamMeetingPerson, member: FamilyMember | None, partner: Partner | None) -> PersonLine:
    if member is not None:
        return PersonLine(
            row=row,
            id=member.id,
            name=member.known_as,
            about=member.relationship_words,
            agency="",
            is_child=member.is_child,
        )
    assert partner is not None  # noqa: S101  A row is one or the other.
    about = ", ".join(part for part in (partner.job, partner.organisation) if part)
    return PersonLine(row=row, id=partner.id, name=partner.name, about=about, agency=partner.agency, is_child=False)
