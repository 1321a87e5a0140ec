"""What the tests of team meetings share: partners of the Maliks, their yes, and a meeting planned and held."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.actions import ConsentEntry, record_consent
from app.families.models import Consent, ConsentKind, Episode, FamilyMember, Partner
from app.promises.actions import PromiseEntry
from app.team_meetings.actions import PlanEntry, RecordEntry, Said, plan_meeting, record_meeting
from app.team_meetings.models import TeamMeeting
from tests.cast import NOW, TODAY

Member = Callable[[Episode, str], FamilyMember]
Plan = Callable[..., TeamMeeting]
DAY = date(2026, 12, 1)
AFTER = NOW.replace(month=12, day=1, hour=18)


@dataclass
class Team:
    """The team around the Maliks: school, to which Shazia said yes; housing, to which she said no; a club unasked."""

    farrell: Partner
    housing: Partner
    club: Partner
    yes: Consent


@pytest.fixture
def team(session: Session, lorna: User, maliks: Episode, member: Member) -> Team:
    def partner(name: str, agency: str) -> Partner:
        made = Partner(id=uuid4(), family_id=maliks.family_id, name=name, agency=agency)
        session.add(made)
        return made

    def answer(agency: str, *, agreed: bool) -> Consent:
        said = ConsentEntry(id=uuid4(), kind=ConsentKind.TALK_TO, agency=agency, agreed=agreed, given_on=TODAY)
        return record_consent(session, member(maliks, "Shazia"), lorna, said, now=NOW)

    made = Team(
        farrell=partner("Ms Farrell", "School"),
        housing=partner("Housing adviser", "Housing"),
        club=partner("Boxing club", ""),
        yes=answer("School", agreed=True),
    )
    answer("Housing", agreed=False)
    session.commit()
    return made


@pytest.fixture
def entry(maliks: Episode, member: Member, team: Team) -> PlanEntry:
    """Tuesday 1 December, 3:45pm, at school: Shazia, Ayaan and Ms Farrell."""
    return PlanEntry(
        id=uuid4(),
        day=DAY,
        at=time(15, 45),
        minutes=60,
        place="at school",
        purpose="How mornings are going.",
        member_ids=(member(maliks, "Shazia").id, member(maliks, "Ayaan").id),
        partner_ids=(team.farrell.id,),
    )


@pytest.fixture
def plan(session: Session, lorna: User, maliks: Episode, entry: PlanEntry) -> Plan:
    """Plan a meeting: `plan(place="at our office")`."""

    def make(**more: Any) -> TeamMeeting:
        made = plan_meeting(session, maliks, lorna, replace(entry, **{"id": uuid4()} | more), now=NOW)
        session.commit()
        return made

    return make


@pytest.fixture
def said(lorna: User, maliks: Episode, member: Member, team: Team) -> RecordEntry:
    """What was said: Shazia and Ayaan first, then Ms Farrell; three things agreed."""
    shazia, ayaan = member(maliks, "Shazia").id, member(maliks, "Ayaan").id
    return RecordEntry(
        id=uuid4(),
        family=(
            Said(person_id=shazia, came=True, words="Mornings are calmer."),
            Said(person_id=ayaan, came=True, words="Lunch is all right now."),
            Said(person_id=member(maliks, "Imran").id, came=False, words="Sorry, I am on nights."),
        ),
        partners=(Said(person_id=team.farrell.id, came=True, words="He came in four days of five."),),
        going_well="Bags are packed the night before.",
        worries="The number 12 bus.",
        agreed=(
            _promise("Walk to the stop", owner_member_id=shazia),
            _promise("Keep a lunch table", owner_partner_id=team.farrell.id),
            _promise("Ring the bus company", owner_user_id=lorna.id, due_on=date(2026, 12, 8)),
        ),
        next_on=date(2027, 1, 12),
    )


def _promise(what: str, **who: Any) -> PromiseEntry:
    return PromiseEntry(id=uuid4(), what=what, **who)


@pytest.fixture
def held(session: Session, lorna: User, plan: Plan, said: RecordEntry) -> TeamMeeting:
    """A meeting that was held and written down at six that evening."""
    meeting = plan()
    record_meeting(session, meeting, lorna, said, now=AFTER)
    session.commit()
    return meeting


def ids(*people: UUID) -> list[str]:
    """Ids as a form sends them."""
    return [str(one) for one in people]
