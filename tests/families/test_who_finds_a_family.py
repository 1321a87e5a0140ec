"""A family is found by those who work with it, and by nobody else."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from app.accounts.models import Deputy, Supervision, User
from app.clusters.models import Cluster
from app.core.permissions import Role
from app.families.models import Allocation, AllocationKind, Episode, Family, ReasonedLook
from app.families.queries import (
    episode_seen_by,
    eyes_of,
    families_known_to,
    families_seen_by,
    family_known_to,
    ids_seen_from,
    lead_workers_of,
    relation_to,
    standing_of,
)
from tests.cast import LONG_AGO, NOW, TODAY, allocation
from tests.families.conftest import Finds

YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def at(day: date) -> datetime:
    """Ten in the morning of a day in winter."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


@pytest.fixture
def asha(hire: Callable[..., User], beckside: Cluster) -> User:
    """A second supervisor of Beckside, with nobody in her team."""
    return hire("Asha Patel", Role.SUPERVISOR, beckside)


def lead_of(session: Session, episode: Episode) -> Allocation:
    return session.scalars(
        select(Allocation).where(Allocation.episode_id == episode.id, Allocation.kind == AllocationKind.LEAD)
    ).one()


def close(session: Session, episode: Episode, day: date) -> None:
    """Close the plan as the action does: the lead worker's last day is the closing day."""
    episode.closed_on = day
    lead_of(session, episode).until_on = day
    session.commit()


def give_reason(session: Session, person: User, episode: Episode, begins: datetime) -> None:
    session.add(
        ReasonedLook(
            user_id=person.id,
            family_id=episode.family_id,
            reason="The school rang me about the older boy",
            at=begins,
            until_at=begins + timedelta(minutes=60),
        )
    )
    session.commit()


def end_team(session: Session, worker: User, day: date) -> None:
    session.query(Supervision).filter_by(worker_id=worker.id).one().until_on = day
    session.commit()


class TestOneStatementForEachStanding:
    """The statements are made once; who looks goes into them as a value."""

    def test_each_finds_their_own_with_the_same_statement(
        self, session: Session, lorna: User, tom: User, maliks: Episode
    ) -> None:
        assert standing_of(lorna) == standing_of(tom)
        mine = ids_seen_from(standing_of(lorna))

        for person, found in ((lorna, [maliks.family_id]), (tom, []), (lorna, [maliks.family_id])):
            assert session.scalars(mine, eyes_of(person, NOW)).all() == found
            assert session.scalars(mine.params(eyes_of(person, NOW))).all() == found

    def test_one_that_was_not_told_who_looks_is_an_error(self, session: Session, lorna: User, maliks: Episode) -> None:
        with pytest.raises(StatementError, match="bind parameter 'looker_id'"):
            session.scalars(ids_seen_from(standing_of(lorna))).all()

    def test_somebody_who_left_stands_nowhere(self, session: Session, lorna: User, maliks: Episode) -> None:
        before = standing_of(lorna)
        lorna.left_on = TODAY
        session.commit()

        assert standing_of(lorna) != before
        assert session.scalars(ids_seen_from(standing_of(lorna)), eyes_of(lorna, NOW)).all() == []


class TestThoseWhoWorkWithIt:
    def test_lorna_finds_the_family_she_leads(self, finds: Finds, lorna: User, maliks: Episode) -> None:
        assert finds(lorna, maliks)

    def test_a_colleague_of_the_same_team_does_not(self, finds: Finds, tom: User, maliks: Episode) -> None:
        assert not finds(tom, maliks)

    def test_a_worker_of_another_cluster_does_not(self, finds: Finds, chloe: User, maliks: Episode) -> None:
        assert not finds(chloe, maliks)

    @pytest.mark.parametrize(
        ("day", "found"),
        [
            (date(2026, 11, 22), False),
            (date(2026, 11, 23), True),
            (date(2026, 11, 25), True),
            (date(2026, 11, 27), True),
            (date(2026, 11, 28), False),
        ],
        ids=["the day before", "the first day", "a day between", "the last day", "the day after"],
    )
    def test_cover_finds_it_from_the_first_day_to_the_last(
        self, session: Session, finds: Finds, tom: User, maliks: Episode, day: date, found: bool
    ) -> None:
        first, last = date(2026, 11, 23), date(2026, 11, 27)
        session.add(allocation(maliks.id, tom.id, first, last, AllocationKind.COVER))

        assert finds(tom, maliks, at(day)) is found

    def test_the_last_day_of_cover_ends_at_midnight_in_leeds(
        self, session: Session, finds: Finds, tom: User, maliks: Episode
    ) -> None:
        last = date(2026, 7, 10)  # In summer midnight in Leeds is 11pm in UTC.
        maliks.opened_on = lead_of(session, maliks).from_on = date(2026, 6, 1)
        session.add(allocation(maliks.id, tom.id, date(2026, 7, 6), last, AllocationKind.COVER))

        assert finds(tom, maliks, datetime(2026, 7, 10, 22, 59, tzinfo=UTC))
        assert not finds(tom, maliks, datetime(2026, 7, 10, 23, 0, tzinfo=UTC))

    def test_the_lead_worker_still_finds_it_while_somebody_covers(
        self, session: Session, finds: Finds, lorna: User, tom: User, maliks: Episode
    ) -> None:
        session.add(allocation(maliks.id, tom.id, TODAY, TOMORROW, AllocationKind.COVER))

        assert finds(lorna, maliks)

    def test_a_former_lead_worker_does_not(
        self, session: Session, finds: Finds, lorna: User, tom: User, maliks: Episode
    ) -> None:
        lead_of(session, maliks).until_on = YESTERDAY
        session.add(allocation(maliks.id, tom.id, TODAY))

        assert not finds(lorna, maliks)
        assert finds(tom, maliks)

    def test_a_lead_worker_who_begins_tomorrow_does_not_yet(
        self, session: Session, finds: Finds, lorna: User, tom: User, maliks: Episode
    ) -> None:
        lead_of(session, maliks).until_on = TODAY
        session.add(allocation(maliks.id, tom.id, TOMORROW))

        assert finds(lorna, maliks)
        assert not finds(tom, maliks)
        assert finds(tom, maliks, at(TOMORROW))

    def test_a_lead_worker_who_left_finds_nothing(
        self, session: Session, finds: Finds, lorna: User, maliks: Episode
    ) -> None:
        lorna.left_on = YESTERDAY

        assert not finds(lorna, maliks)

    def test_a_family_that_does_not_exist_is_found_by_nobody(
        self, session: Session, lorna: User, maliks: Episode, priya: User
    ) -> None:
        assert episode_seen_by(session, lorna, maliks.family_id, NOW) is None
        assert family_known_to(session, priya, maliks.id, NOW) is None


class TestThoseWhoSupervise:
    def test_priya_finds_a_family_of_her_team(self, finds: Finds, priya: User, maliks: Episode) -> None:
        assert finds(priya, maliks)

    def test_a_supervisor_of_the_same_cluster_with_another_team_does_not(
        self, finds: Finds, asha: User, maliks: Episode
    ) -> None:
        assert not finds(asha, maliks)

    def test_a_supervisor_of_another_cluster_does_not(self, finds: Finds, marcus: User, maliks: Episode) -> None:
        assert not finds(marcus, maliks)

    @pytest.mark.parametrize(
        ("day", "found"),
        [(TODAY - timedelta(days=3), True), (YESTERDAY, True), (TODAY, False)],
        ids=["while the line holds", "on its last day", "the day after"],
    )
    def test_the_line_to_the_worker_holds_by_its_dates(
        self, session: Session, finds: Finds, lorna: User, priya: User, maliks: Episode, day: date, found: bool
    ) -> None:
        end_team(session, lorna, YESTERDAY)

        assert finds(priya, maliks, at(day)) is found

    def test_a_line_that_begins_tomorrow_gives_nothing_today(
        self, session: Session, finds: Finds, lorna: User, asha: User, maliks: Episode
    ) -> None:
        session.add(Supervision(supervisor_id=asha.id, worker_id=lorna.id, from_on=TOMORROW))

        assert not finds(asha, maliks)
        assert finds(asha, maliks, at(TOMORROW))

    def test_the_supervisor_of_whoever_covers_finds_it_while_they_cover(
        self, session: Session, finds: Finds, hire: Callable[..., User], beckside: Cluster, asha: User, maliks: Episode
    ) -> None:
        iwona = hire("Iwona Nowak", Role.WORKER, beckside)
        session.add(Supervision(supervisor_id=asha.id, worker_id=iwona.id, from_on=LONG_AGO))
        session.add(allocation(maliks.id, iwona.id, YESTERDAY, TODAY, AllocationKind.COVER))

        assert finds(asha, maliks)
        assert not finds(asha, maliks, at(TOMORROW))

    def test_her_team_ended_with_a_family_that_went_to_another_team(
        self,
        session: Session,
        finds: Finds,
        hire: Callable[..., User],
        beckside: Cluster,
        asha: User,
        priya: User,
        maliks: Episode,
    ) -> None:
        iwona = hire("Iwona Nowak", Role.WORKER, beckside)
        session.add(Supervision(supervisor_id=asha.id, worker_id=iwona.id, from_on=LONG_AGO))
        lead_of(session, maliks).until_on = YESTERDAY
        session.add(allocation(maliks.id, iwona.id, TODAY))

        assert finds(asha, maliks)
        assert not finds(priya, maliks)

    @pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.MANAGER, Role.WORKER])
    def test_a_named_deputy_finds_what_the_supervisor_finds_on_their_days(
        self,
        session: Session,
        finds: Finds,
        hire: Callable[..., User],
        beckside: Cluster,
        priya: User,
        maliks: Episode,
        role: Role,
    ) -> None:
        deputy = hire("Rosa Lind", role, beckside)
        session.add(Deputy(supervisor_id=priya.id, deputy_id=deputy.id, from_on=TODAY, until_on=TODAY))

        assert not finds(deputy, maliks, at(YESTERDAY))
        assert finds(deputy, maliks)
        assert not finds(deputy, maliks, at(TOMORROW))

    def test_an_admin_named_as_deputy_still_finds_nothing(
        self, session: Session, finds: Finds, hazel: User, priya: User, maliks: Episode
    ) -> None:
        session.add(Deputy(supervisor_id=priya.id, deputy_id=hazel.id, from_on=TODAY))

        assert not finds(hazel, maliks)


class TestNobodyLeads:
    @pytest.fixture(autouse=True)
    def lorna_left(self, session: Session, lorna: User, maliks: Episode) -> None:
        lorna.left_on = YESTERDAY
        session.commit()

    def test_every_supervisor_of_the_cluster_finds_it(
        self, finds: Finds, priya: User, asha: User, maliks: Episode
    ) -> None:
        assert finds(priya, maliks)
        assert finds(asha, maliks)

    def test_nobody_else_does(self, finds: Finds, tom: User, marcus: User, delroy: User, maliks: Episode) -> None:
        assert not finds(tom, maliks)
        assert not finds(marcus, maliks)
        assert not finds(delroy, maliks)

    def test_it_counts_as_led_by_nobody(self, session: Session, maliks: Episode) -> None:
        assert lead_workers_of(session, [maliks.id], TODAY) == {}

    def test_it_leaves_the_list_once_somebody_leads(
        self, session: Session, finds: Finds, tom: User, asha: User, maliks: Episode
    ) -> None:
        lead_of(session, maliks).until_on = YESTERDAY
        session.add(allocation(maliks.id, tom.id, TODAY))

        assert not finds(asha, maliks)

    def test_somebody_who_only_covers_does_not_lead(
        self, session: Session, finds: Finds, tom: User, asha: User, maliks: Episode
    ) -> None:
        session.add(allocation(maliks.id, tom.id, TODAY, TOMORROW, AllocationKind.COVER))

        assert finds(asha, maliks)
        assert finds(tom, maliks)

    def test_a_closed_family_is_not_one_without_a_lead_worker(
        self, session: Session, finds: Finds, asha: User, maliks: Episode
    ) -> None:
        close(session, maliks, TODAY - timedelta(days=30))

        assert not finds(asha, maliks)


class TestThoseWithoutCasework:
    @pytest.mark.parametrize("who", ["hazel", "noor"])
    def test_an_admin_and_an_auditor_find_nothing(
        self, request: pytest.FixtureRequest, session: Session, finds: Finds, maliks: Episode, who: str
    ) -> None:
        person = request.getfixturevalue(who)

        assert not finds(person, maliks)
        assert session.scalars(families_known_to(person, NOW)).all() == []

    def test_not_even_as_lead_worker(self, session: Session, finds: Finds, hazel: User, maliks: Episode) -> None:
        session.add(allocation(maliks.id, hazel.id, LONG_AGO, TODAY, AllocationKind.COVER))

        assert not finds(hazel, maliks)


class TestTheClusterManager:
    def test_knows_that_it_is_there_but_does_not_open_it_without_a_reason(
        self, session: Session, finds: Finds, delroy: User, maliks: Episode
    ) -> None:
        assert not finds(delroy, maliks)
        assert family_known_to(session, delroy, maliks.family_id, NOW) is not None

    def test_opens_it_for_an_hour_with_a_reason(
        self, session: Session, finds: Finds, delroy: User, maliks: Episode
    ) -> None:
        give_reason(session, delroy, maliks, NOW)

        assert finds(delroy, maliks)
        assert finds(delroy, maliks, NOW + timedelta(minutes=59, seconds=59))
        assert not finds(delroy, maliks, NOW + timedelta(minutes=60))

    def test_a_reason_for_one_family_opens_no_other(
        self, session: Session, finds: Finds, delroy: User, maliks: Episode, tom: User
    ) -> None:
        other = Family(
            cluster_id=maliks.cluster_id, id=tom.id, name="Barlow", reference="BK-1", yarn="moss", added_at=NOW
        )
        session.add(other)
        give_reason(session, delroy, maliks, NOW)

        assert [family.name for family in session.scalars(families_seen_by(delroy, NOW))] == ["Malik"]

    def test_knows_nothing_of_another_cluster_whatever_the_reason(
        self, session: Session, finds: Finds, delroy: User, bells: Episode
    ) -> None:
        give_reason(session, delroy, bells, NOW)

        assert not finds(delroy, bells)
        assert family_known_to(session, delroy, bells.family_id, NOW) is None

    def test_a_workers_reason_opens_nothing(self, session: Session, finds: Finds, tom: User, maliks: Episode) -> None:
        give_reason(session, tom, maliks, NOW)

        assert not finds(tom, maliks)


class TestNamedAsRelated:
    """Being named as related takes the family away, whatever else somebody is."""

    def test_the_lead_worker_loses_it_at_once(
        self, finds: Finds, relate: Callable[..., None], lorna: User, maliks: Episode
    ) -> None:
        assert finds(lorna, maliks)
        relate(lorna, maliks)

        assert not finds(lorna, maliks)

    def test_the_family_then_has_no_lead_worker(
        self, session: Session, finds: Finds, relate: Callable[..., None], lorna: User, asha: User, maliks: Episode
    ) -> None:
        relate(lorna, maliks)

        assert lead_workers_of(session, [maliks.id], TODAY) == {}
        assert finds(asha, maliks)

    def test_the_supervisor_never_finds_it(
        self, session: Session, finds: Finds, relate: Callable[..., None], priya: User, maliks: Episode
    ) -> None:
        relate(priya, maliks)

        assert not finds(priya, maliks)
        assert session.scalars(families_known_to(priya, NOW)).all() == []

    def test_the_supervisor_does_not_find_it_when_nobody_leads(
        self, finds: Finds, relate: Callable[..., None], lorna: User, priya: User, maliks: Episode
    ) -> None:
        lorna.left_on = YESTERDAY
        relate(priya, maliks)

        assert not finds(priya, maliks)

    def test_the_manager_does_not_even_know_that_it_is_there(
        self, session: Session, finds: Finds, relate: Callable[..., None], delroy: User, maliks: Episode
    ) -> None:
        give_reason(session, delroy, maliks, NOW)
        relate(delroy, maliks)

        assert not finds(delroy, maliks)
        assert family_known_to(session, delroy, maliks.family_id, NOW) is None

    def test_it_takes_nothing_from_the_others(
        self, finds: Finds, relate: Callable[..., None], lorna: User, priya: User, tom: User, maliks: Episode
    ) -> None:
        relate(tom, maliks)

        assert finds(lorna, maliks)
        assert finds(priya, maliks)

    def test_being_named_on_a_restricted_family_does_not_help(
        self, finds: Finds, relate: Callable[..., None], restrict: Callable[..., None], lorna: User, maliks: Episode
    ) -> None:
        restrict(maliks, lorna)
        relate(lorna, maliks)

        assert not finds(lorna, maliks)


class TestRestricted:
    def test_only_those_named_find_it(
        self, finds: Finds, restrict: Callable[..., None], lorna: User, priya: User, maliks: Episode
    ) -> None:
        restrict(maliks, lorna)

        assert finds(lorna, maliks)
        assert not finds(priya, maliks)

    def test_being_named_alone_opens_nothing(
        self, finds: Finds, restrict: Callable[..., None], lorna: User, tom: User, chloe: User, maliks: Episode
    ) -> None:
        restrict(maliks, lorna, tom, chloe)

        assert not finds(tom, maliks)
        assert not finds(chloe, maliks)

    def test_no_reason_breaks_into_it(
        self, session: Session, finds: Finds, restrict: Callable[..., None], lorna: User, delroy: User, maliks: Episode
    ) -> None:
        restrict(maliks, lorna)
        give_reason(session, delroy, maliks, NOW)

        assert not finds(delroy, maliks)
        assert family_known_to(session, delroy, maliks.family_id, NOW) is None

    def test_a_manager_who_is_named_still_gives_a_reason(
        self, session: Session, finds: Finds, restrict: Callable[..., None], lorna: User, delroy: User, maliks: Episode
    ) -> None:
        restrict(maliks, lorna, delroy)
        assert family_known_to(session, delroy, maliks.family_id, NOW) is not None
        assert not finds(delroy, maliks)
        give_reason(session, delroy, maliks, NOW)

        assert finds(delroy, maliks)

    def test_cover_who_is_not_named_does_not_find_it(
        self, session: Session, finds: Finds, restrict: Callable[..., None], lorna: User, tom: User, maliks: Episode
    ) -> None:
        session.add(allocation(maliks.id, tom.id, TODAY, TOMORROW, AllocationKind.COVER))
        restrict(maliks, lorna)

        assert not finds(tom, maliks)

    def test_without_a_lead_worker_only_a_named_supervisor_finds_it(
        self, finds: Finds, restrict: Callable[..., None], lorna: User, priya: User, asha: User, maliks: Episode
    ) -> None:
        lorna.left_on = YESTERDAY
        restrict(maliks, lorna, priya)

        assert finds(priya, maliks)
        assert not finds(asha, maliks)


class TestClosed:
    """docs/decisions/0010-who-finds-a-closed-family.md"""

    CLOSED = TODAY - timedelta(days=30)

    def test_the_lead_worker_finds_it_to_the_end_of_the_closing_day(
        self, session: Session, finds: Finds, lorna: User, maliks: Episode
    ) -> None:
        close(session, maliks, TODAY)

        assert finds(lorna, maliks)
        assert not finds(lorna, maliks, at(TOMORROW))

    def test_an_allocation_without_an_end_gives_nothing_after_closing(
        self, session: Session, finds: Finds, lorna: User, maliks: Episode
    ) -> None:
        maliks.closed_on = self.CLOSED

        assert not finds(lorna, maliks)

    def test_the_supervisor_keeps_the_families_of_her_team(
        self, session: Session, finds: Finds, priya: User, maliks: Episode
    ) -> None:
        close(session, maliks, TODAY)
        assert finds(priya, maliks)
        assert finds(priya, maliks, at(TOMORROW))

        assert finds(priya, maliks, at(TODAY + timedelta(days=365)))

    def test_other_supervisors_do_not_find_it(
        self, session: Session, finds: Finds, asha: User, marcus: User, maliks: Episode
    ) -> None:
        close(session, maliks, self.CLOSED)

        assert not finds(asha, maliks)
        assert not finds(marcus, maliks)

    def test_whoever_supervises_its_last_lead_worker_now_finds_it(
        self, session: Session, finds: Finds, lorna: User, asha: User, maliks: Episode
    ) -> None:
        close(session, maliks, self.CLOSED)
        session.add(Supervision(supervisor_id=asha.id, worker_id=lorna.id, from_on=TODAY))

        assert finds(asha, maliks)

    def test_she_keeps_it_when_the_worker_has_since_left_her_team(
        self, session: Session, finds: Finds, lorna: User, priya: User, maliks: Episode
    ) -> None:
        close(session, maliks, self.CLOSED)
        end_team(session, lorna, YESTERDAY)

        assert finds(priya, maliks)

    def test_she_does_not_take_it_to_another_cluster(
        self, session: Session, finds: Finds, lorna: User, priya: User, three_mills: Cluster, maliks: Episode
    ) -> None:
        close(session, maliks, self.CLOSED)
        end_team(session, lorna, YESTERDAY)
        priya.cluster_id = three_mills.id

        assert not finds(priya, maliks)

    def test_a_supervisor_whose_line_ended_before_the_work_did_does_not(
        self, session: Session, finds: Finds, lorna: User, priya: User, maliks: Episode
    ) -> None:
        close(session, maliks, self.CLOSED)
        end_team(session, lorna, self.CLOSED - timedelta(days=1))

        assert not finds(priya, maliks)

    def test_the_team_of_an_earlier_lead_worker_does_not(
        self,
        session: Session,
        finds: Finds,
        hire: Callable[..., User],
        beckside: Cluster,
        asha: User,
        priya: User,
        maliks: Episode,
    ) -> None:
        iwona = hire("Iwona Nowak", Role.WORKER, beckside)
        session.add(Supervision(supervisor_id=asha.id, worker_id=iwona.id, from_on=LONG_AGO))
        first = lead_of(session, maliks)
        first.until_on = self.CLOSED - timedelta(days=10)
        session.add(allocation(maliks.id, iwona.id, self.CLOSED - timedelta(days=9), self.CLOSED))
        maliks.closed_on = self.CLOSED

        assert finds(asha, maliks)
        assert not finds(priya, maliks)

    def test_a_lead_worker_who_was_chosen_but_never_began_changes_nothing(
        self,
        session: Session,
        finds: Finds,
        hire: Callable[..., User],
        beckside: Cluster,
        asha: User,
        priya: User,
        maliks: Episode,
    ) -> None:
        iwona = hire("Iwona Nowak", Role.WORKER, beckside)
        session.add(Supervision(supervisor_id=asha.id, worker_id=iwona.id, from_on=LONG_AGO))
        close(session, maliks, self.CLOSED)
        session.add(allocation(maliks.id, iwona.id, self.CLOSED, self.CLOSED - timedelta(days=1)))

        assert finds(priya, maliks)
        assert not finds(asha, maliks)

    def test_the_deputy_finds_it_on_their_days(
        self, session: Session, finds: Finds, asha: User, priya: User, maliks: Episode
    ) -> None:
        close(session, maliks, self.CLOSED)
        session.add(Deputy(supervisor_id=priya.id, deputy_id=asha.id, from_on=TODAY, until_on=TODAY))

        assert finds(asha, maliks)
        assert not finds(asha, maliks, at(TOMORROW))

    def test_the_manager_opens_it_with_a_reason(
        self, session: Session, finds: Finds, delroy: User, maliks: Episode
    ) -> None:
        close(session, maliks, self.CLOSED)
        assert not finds(delroy, maliks)
        give_reason(session, delroy, maliks, NOW)

        assert finds(delroy, maliks)

    def test_once_restricted_it_stays_with_those_named(
        self, session: Session, finds: Finds, restrict: Callable[..., None], lorna: User, priya: User, maliks: Episode
    ) -> None:
        close(session, maliks, self.CLOSED)
        restrict(maliks, lorna)

        assert not finds(priya, maliks)

    def reopen_with(self, session: Session, episode: Episode, worker: User) -> None:
        close(session, episode, self.CLOSED)
        again = Episode(
            family_id=episode.family_id,
            cluster_id=episode.cluster_id,
            opened_on=YESTERDAY,
            ends_on=YESTERDAY + timedelta(days=182),
        )
        session.add(again)
        session.flush()
        session.add(allocation(again.id, worker.id, YESTERDAY))
        session.commit()

    def test_opened_again_it_belongs_to_the_new_lead_worker(
        self, session: Session, finds: Finds, lorna: User, tom: User, priya: User, maliks: Episode
    ) -> None:
        self.reopen_with(session, maliks, tom)

        assert finds(tom, maliks)
        assert finds(priya, maliks)
        assert not finds(lorna, maliks)

    def test_opened_again_with_another_team_it_leaves_the_old_one(
        self,
        session: Session,
        finds: Finds,
        hire: Callable[..., User],
        beckside: Cluster,
        asha: User,
        priya: User,
        maliks: Episode,
    ) -> None:
        iwona = hire("Iwona Nowak", Role.WORKER, beckside)
        session.add(Supervision(supervisor_id=asha.id, worker_id=iwona.id, from_on=LONG_AGO))
        self.reopen_with(session, maliks, iwona)

        assert finds(asha, maliks)
        assert not finds(priya, maliks)

    def test_the_new_lead_worker_finds_the_earlier_plan_too(self, session: Session, tom: User, maliks: Episode) -> None:
        self.reopen_with(session, maliks, tom)

        assert episode_seen_by(session, tom, maliks.id, NOW) is not None


class TestWhyItWasFound:
    """The word that the trail keeps with each look."""

    def why(self, session: Session, person: User, episode: Episode) -> str:
        session.commit()
        return relation_to(session, person, episode.family_id, NOW)

    def test_each_relationship_has_its_own_word(
        self, session: Session, lorna: User, tom: User, priya: User, delroy: User, chloe: User, maliks: Episode
    ) -> None:
        session.add(allocation(maliks.id, tom.id, TODAY, TODAY, AllocationKind.COVER))
        give_reason(session, delroy, maliks, NOW)

        people = (lorna, tom, priya, delroy, chloe)
        found = [self.why(session, person, maliks) for person in people]
        assert found == ["lead", "cover", "supervises", "gave_reason", "none"]

    def test_a_supervisor_who_leads_it_herself_looks_as_its_lead_worker(
        self, session: Session, priya: User, maliks: Episode
    ) -> None:
        lead_of(session, maliks).until_on = YESTERDAY
        session.add(allocation(maliks.id, priya.id, TODAY))

        assert self.why(session, priya, maliks) == "lead"

    def test_nobody_leading_and_closed_are_said(
        self, session: Session, lorna: User, priya: User, asha: User, hazel: User, maliks: Episode
    ) -> None:
        lorna.left_on = YESTERDAY
        assert self.why(session, asha, maliks) == "no_lead_worker"
        close(session, maliks, YESTERDAY)
        assert self.why(session, priya, maliks) == "closed_in_team"
        assert self.why(session, hazel, maliks) == "none"


def test_a_list_holds_each_family_once_however_many_ways_lead_to_it(
    session: Session, lorna: User, tom: User, priya: User, maliks: Episode
) -> None:
    session.add(allocation(maliks.id, tom.id, TODAY, TOMORROW, AllocationKind.COVER))
    session.add(Deputy(supervisor_id=priya.id, deputy_id=priya.id, from_on=TODAY))
    session.commit()

    assert len(session.scalars(families_seen_by(priya, NOW)).all()) == 1
