"""A family's own rows: people, homes, ways to reach them, warnings, agreements, the plan and who leads it."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from app.accounts.models import User
from app.clusters.models import Cluster, School
from app.core.db import Base
from app.demo.days import moment
from app.demo.story import Kin, Story
from app.demo.told import Beside, FamilyTold, Person
from app.families.actions import CoverEntry, name_cover
from app.families.models import (
    Address,
    AddressKnownTo,
    Allocation,
    AllocationKind,
    Consent,
    ConsentKind,
    Episode,
    Family,
    FamilyMember,
    Partner,
    RelatedStaff,
    SafeContact,
    WarningNote,
)
from app.plans.models import Plan

POSTCODE = "LS00 0AA"
HOME = (("Home", "3 Alder Court"),)
BEGINS = "8:30am"
ASK_AGAIN, PLAN_AGREED = timedelta(days=91), timedelta(days=14)
GROWN_UP = {"Mum", "Dad"}
SEPTEMBER, SECONDARY, SECONDARY_AGE = 9, "Secondary", 11


def make_family(story: Story, cluster: Cluster, supervisor: User, told: FamilyTold, number: int) -> Kin:
    """The family's rows, and its plan from the day on which it began."""
    closed_ago = told.closed.ago if told.closed else 0
    opened_on = story.days.opened(told.week, told.day + closed_ago)
    family = Family(
        id=uuid4(),
        cluster_id=cluster.id,
        name=told.name,
        reference=f"{cluster.code}-{number:04}",
        yarn=told.yarn,
        going_well=told.going_well,
        hopes=told.hopes,
        safety_flag=told.safety_flag,
        added_at=moment(opened_on, BEGINS),
        added_by_id=supervisor.id,
    )
    homes = {
        name: Address(id=uuid4(), family_id=family.id, household=name, lines=lines, postcode=POSTCODE)
        for name, lines in told.homes or HOME
    }
    weeks = story.figures[cluster.id].plan_weeks
    kin = Kin(
        told=told,
        worker=story.staff[told.worker],
        supervisor=supervisor,
        family=family,
        episode=Episode(
            id=uuid4(),
            family_id=family.id,
            cluster_id=cluster.id,
            opened_on=opened_on,
            ends_on=Episode.end_of(opened_on, weeks),
            weeks=weeks,
            level="early_help",
            closed_on=story.days.ago(told.closed.ago) if told.closed else None,
            closed_reason=told.closed.reason if told.closed else "",
            unanswered=0,
        ),
        members={one.name: _member(story, told, family.id, homes, one) for one in told.people},
        homes={name: home.id for name, home in homes.items()},
        partners={one.name: _partner(family, one) for one in told.beside},
    )
    story.keep(family, kin.episode, *homes.values(), *kin.members.values(), *kin.partners.values())
    story.keep(*_plan(story, kin), *_known_to(kin), *_safe_contacts(story, kin), *_warnings(story, kin))
    story.keep(*_agreements(story, kin), *_related(story, kin))
    _cover(story, kin)
    return kin


def _member(story: Story, told: FamilyTold, family_id: UUID, homes: dict[str, Address], person: Person) -> FamilyMember:
    school = story.schools[person.school] if person.school else None
    return FamilyMember(
        id=uuid4(),
        family_id=family_id,
        known_as=person.name,
        surname=told.name if person.surname is None else person.surname,
        relationship_words=person.who,
        is_child=person.is_child,
        born_on=born_on(told.name, person, school, story.days.today),
        language=person.speaks,
        also_speaks=person.also,
        interpreter=person.interpreter,
        parental_responsibility=person.who in GROWN_UP if person.responsible is None else person.responsible,
        lives_with_children=person.lives_here,
        address_id=(homes.get(person.home) or next(iter(homes.values()))).id,
        school_id=school.id if school else None,
        about=person.about,
        position=told.people.index(person),
    )


def _partner(family: Family, one: Beside) -> Partner:
    """Somebody beside the family. A yes to talking to school covers whoever works at one."""
    agency = one.agency or ("School" if one.kind == "school" else "")
    return Partner(id=uuid4(), family_id=family.id, **vars(one) | {"agency": agency})


def born_on(family: str, person: Person, school: School | None, today: date) -> date:
    """A birthday that fits age and school, the same whenever the story is told on the same day."""
    digest = hashlib.sha256(f"{family} {person.name}".encode()).digest()
    first = person.birthday_ago or 20 + int.from_bytes(digest[:2], "big") % 320
    since_september = (today - date(today.year - (today.month < SEPTEMBER), SEPTEMBER, 1)).days
    for days_ago in (first, *range(1, 364)):
        age_in_august = person.age - (days_ago <= since_september)
        if school is None or not person.is_child or (school.phase == SECONDARY) == (age_in_august >= SECONDARY_AGE):
            break
    last = today - timedelta(days=days_ago)
    return last.replace(year=last.year - person.age, day=min(last.day, 28))


def _plan(story: Story, kin: Kin) -> Iterator[Base]:
    told, opened_on = kin.told, kin.opened_on
    yield Allocation(
        episode_id=kin.episode.id,
        user_id=kin.worker.id,
        kind=AllocationKind.LEAD,
        from_on=opened_on,
        until_on=kin.episode.closed_on,
        reason="Has room, and knows the school",
        made_by_id=kin.supervisor.id,
        made_at=kin.family.added_at,
    )
    agreed_on = opened_on + PLAN_AGREED
    yield Plan(
        episode_id=kin.episode.id,
        family_id=kin.family.id,
        agreed_on=agreed_on if agreed_on <= story.days.today else None,
        review_due_on=_review_due_on(story, told.review),
    )


def _review_due_on(story: Story, ahead: int | None) -> date | None:
    """A working day to come; one that is late is late by as many days as told."""
    if ahead is None:
        return None
    return story.days.ahead(ahead) if ahead > 0 else story.days.today + timedelta(days=ahead)


def _known_to(kin: Kin) -> Iterator[Base]:
    for home, home_id in kin.homes.items():
        names = kin.told.known_to.get(home, tuple(kin.members))
        yield from (AddressKnownTo(address_id=home_id, member_id=kin.member_id(name)) for name in names)


def _safe_contacts(story: Story, kin: Kin) -> Iterator[Base]:
    for person in kin.told.people:
        ways = person.ways.split()
        if person.phone:
            yield SafeContact(
                family_id=kin.family.id,
                member_id=kin.member_id(person.name),
                phone=person.phone,
                call_ok="call" in ways,
                text_ok="text" in ways,
                voicemail_ok="voicemail" in ways,
                good_times=person.times,
                must_not_know=person.must_not_know,
                review_on=story.days.ahead(person.ask_again),
                made_at=kin.family.added_at,
            )


def _warnings(story: Story, kin: Kin) -> Iterator[Base]:
    for one in kin.told.warnings:
        yield WarningNote(
            family_id=kin.family.id,
            kind=one.kind,
            words=one.words,
            why=one.why,
            agreed_with=kin.supervisor.first_name,
            agreed_on=max(story.days.ago(one.ago), kin.opened_on),
            until_on=story.days.today + timedelta(days=one.ahead),
            made_by_id=kin.worker.id,
        )


def _agreements(story: Story, kin: Kin) -> Iterator[Base]:
    agreed = kin.told.agreed
    for name in agreed.who:
        answers = [(ConsentKind.WORK, "", True), *((ConsentKind.TALK_TO, agency, True) for agency in agreed.yes)]
        answers += [(ConsentKind.TALK_TO, agency, False) for agency in agreed.no]
        for kind, agency, yes in answers:
            yield Consent(
                family_id=kin.family.id,
                member_id=kin.member_id(name),
                kind=kind,
                agency=agency,
                agreed=yes,
                how=agreed.how,
                given_on=kin.opened_on,
                ask_again_on=kin.opened_on + ASK_AGAIN,
                children_asked=agreed.children_asked,
                recorded_by_id=kin.worker.id,
                recorded_at=moment(kin.opened_on, "11am"),
                withdrawn_at=_withdrawn_at(story, kin, agreed.withdrew.get(name)),
            )


def _withdrawn_at(story: Story, kin: Kin, week: int | None) -> datetime | None:
    if week is None:
        return None
    return moment(story.days.near(kin.opened_on + timedelta(days=7 * (week - 1) + 2), kin.opened_on), "5pm")


def _related(story: Story, kin: Kin) -> Iterator[Base]:
    if kin.told.related:
        name, words = kin.told.related
        yield RelatedStaff(
            family_id=kin.family.id,
            user_id=story.staff[name].id,
            words=words,
            named_at=kin.family.added_at,
            named_by_id=kin.supervisor.id,
        )


def _cover(story: Story, kin: Kin) -> None:
    """Somebody stands in for the lead worker for some days."""
    if kin.told.cover is None:
        return
    name, ago, ahead = kin.told.cover
    cover = CoverEntry(
        id=uuid4(),
        user_id=story.staff[name].id,
        from_on=story.days.ago(ago),
        until_on=story.days.ahead(ahead),
        reason=f"{kin.worker.first_name} is on a course",
    )
    story.at(
        moment(cover.from_on, BEGINS),
        lambda now: name_cover(story.session, kin.episode, kin.supervisor, cover, now=now),
    )
