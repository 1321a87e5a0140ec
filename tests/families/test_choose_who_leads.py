"""A supervisor chooses who leads, and who covers for some days; what was before stays as it was."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core.errors import Refused
from app.families.actions import (
    ClosingEntry,
    CoverEntry,
    EpisodeEntry,
    LeadEntry,
    allocate_lead,
    close_episode,
    name_cover,
    open_episode,
)
from app.families.models import Allocation, AllocationKind, Episode, Family, FamilyRestriction
from app.families.queries import lead_workers_of
from tests.cast import NOW, TODAY, allocation
from tests.families.conftest import Finds
from tests.families.filled_in import typed_in
from tests.reading import words_of

Browser = Callable[..., FlaskClient]
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def lead_url(episode: Episode) -> str:
    return f"/families/{episode.family_id}/lead-worker"


def cover_url(episode: Episode) -> str:
    return f"/families/{episode.family_id}/cover"


def choose(browser: Browser, who: User, url: str, person: User, **typed: Any) -> Any:
    client = browser(who)
    return client.post(url, data=typed_in(client, url) | {"user_id": str(person.id)} | typed)


def stints(session: Session, episode: Episode, kind: AllocationKind = AllocationKind.LEAD) -> list[Allocation]:
    session.expire_all()
    rows = select(Allocation).where(Allocation.episode_id == episode.id, Allocation.kind == kind)
    return sorted(session.scalars(rows), key=lambda row: (row.from_on, row.until_on is None))


class TestTheLeadWorker:
    def test_priya_hands_the_maliks_to_tom_from_monday(
        self, browser: Browser, session: Session, finds: Finds, priya: User, lorna: User, tom: User, maliks: Episode
    ) -> None:
        monday = TODAY + timedelta(days=6)
        answer = choose(browser, priya, lead_url(maliks), tom, from_on=str(monday), reason="Lorna goes part-time")

        assert answer.status_code == 303
        before, after = stints(session, maliks)
        assert (before.user_id, before.until_on) == (lorna.id, monday - timedelta(days=1))
        assert (after.user_id, after.from_on, after.until_on) == (tom.id, monday, None)
        assert (after.reason, after.made_by_id) == ("Lorna goes part-time", priya.id)
        assert finds(lorna, maliks)
        assert not finds(tom, maliks)
        assert finds(tom, maliks, NOW + timedelta(days=6))
        assert not finds(lorna, maliks, NOW + timedelta(days=6))

    def test_of_two_who_choose_at_once_the_second_sees_whom_the_first_chose(
        self, browser: Browser, session: Session, priya: User, tom: User, maliks: Episode
    ) -> None:
        client, url = browser(priya), lead_url(maliks)
        typed = typed_in(client, url) | {"user_id": str(priya.id), "reason": "I know the school"}
        choose(browser, priya, url, tom, reason="Lorna is away")
        answer = client.post(url, data=typed)

        assert answer.status_code == 422
        assert "Tom Sugden leads now" in answer.text
        assert "I know the school" in answer.text
        assert [row.user_id for row in stints(session, maliks)][-1] == tom.id

    def test_a_slip_is_put_right_on_the_same_day(
        self, browser: Browser, session: Session, finds: Finds, priya: User, lorna: User, tom: User, maliks: Episode
    ) -> None:
        choose(browser, priya, lead_url(maliks), tom, reason="Wrong name")
        choose(browser, priya, lead_url(maliks), lorna, reason="I meant Lorna")

        assert finds(lorna, maliks)
        assert not finds(tom, maliks)
        page = browser(priya).get(lead_url(maliks)).text
        assert "Wrong name" not in page  # Tom never began.
        assert "I meant Lorna" in page

    def test_a_later_choice_takes_the_place_of_one_that_has_not_begun(
        self, browser: Browser, session: Session, priya: User, lorna: User, tom: User, maliks: Episode
    ) -> None:
        choose(browser, priya, lead_url(maliks), tom, from_on="2026-12-07", reason="In two weeks")
        choose(browser, priya, lead_url(maliks), priya, from_on="2026-11-30", reason="In one week")

        holding = [row for row in stints(session, maliks) if row.until_on is None or row.until_on >= row.from_on]
        assert [(row.user_id, str(row.from_on), str(row.until_on)) for row in holding] == [
            (lorna.id, "2026-09-28", "2026-11-29"),
            (priya.id, "2026-11-30", "None"),
        ]

    def test_the_history_says_who_led_and_who_chose_them(
        self, browser: Browser, priya: User, tom: User, maliks: Episode
    ) -> None:
        choose(browser, priya, lead_url(maliks), tom, reason="Lorna goes part-time")
        page = browser(priya).get(lead_url(maliks)).text

        assert "<b>Tom Sugden</b> leads now." in page
        assert "Since today, chosen by Priya Nair. Lorna goes part-time" in page
        assert "From Mon 28 Sep until Mon 23 Nov" in page

    def test_the_same_form_sent_twice_is_one_choice(
        self, browser: Browser, session: Session, priya: User, tom: User, maliks: Episode
    ) -> None:
        client = browser(priya)
        typed = typed_in(client, lead_url(maliks)) | {"user_id": str(tom.id), "reason": "He has room"}
        for _ in range(2):
            assert client.post(lead_url(maliks), data=typed).status_code in (303, 422)

        assert len(stints(session, maliks)) == 2
        assert session.scalars(select(Entry).where(Entry.action == "allocation.lead")).one().actor_id == priya.id

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"from_on": ""}, "Add the first day"),
            ({"from_on": "2026-11-23"}, "Lorna led until now: choose today or a later day"),
            ({"from_on": "2026-09-01"}, "The plan had not begun"),
            ({"reason": ""}, "Say why"),
            ({"reason": "x" * 501}, "Use 500 letters or fewer"),
            ({"user_id": ""}, "Choose who leads"),
        ],
    )
    def test_what_is_missing_or_too_late_is_said(
        self, browser: Browser, session: Session, priya: User, tom: User, maliks: Episode, typed: Any, words: str
    ) -> None:
        answer = choose(browser, priya, lead_url(maliks), tom, **({"reason": "He has room"} | typed))

        assert answer.status_code == 422
        assert words in answer.text
        assert len(stints(session, maliks)) == 1

    def test_whoever_leads_already_is_not_offered_again(
        self, browser: Browser, priya: User, lorna: User, maliks: Episode
    ) -> None:
        assert f'value="{lorna.id}"' not in browser(priya).get(lead_url(maliks)).text
        assert choose(browser, priya, lead_url(maliks), lorna, reason="Again").status_code == 422

    @pytest.mark.parametrize("who", ["chloe", "delroy", "hazel"])
    def test_nobody_of_another_cluster_or_without_casework_can_lead(
        self, request: pytest.FixtureRequest, session: Session, priya: User, maliks: Episode, who: str
    ) -> None:
        person = request.getfixturevalue(who)
        entry = LeadEntry(id=uuid4(), user_id=person.id, from_on=TODAY, reason="No")

        with pytest.raises(Refused, match="Choose somebody from the list"):
            allocate_lead(session, maliks, priya, entry, now=NOW)

    def test_somebody_who_left_cannot_lead(self, session: Session, priya: User, tom: User, maliks: Episode) -> None:
        tom.left_on = YESTERDAY

        with pytest.raises(Refused, match="Tom has left"):
            allocate_lead(
                session, maliks, priya, LeadEntry(id=uuid4(), user_id=tom.id, from_on=TODAY, reason="No"), now=NOW
            )

    def test_somebody_related_to_the_family_is_neither_offered_nor_taken(
        self, browser: Browser, priya: User, tom: User, relate: Callable[..., None], maliks: Episode
    ) -> None:
        relate(tom, maliks)

        assert "Tom Sugden" not in browser(priya).get(lead_url(maliks)).text
        answer = choose(browser, priya, lead_url(maliks), tom, reason="He has room")
        assert answer.status_code == 422
        assert "Choose from the list" in answer.text

    def test_not_even_past_the_form(
        self, session: Session, priya: User, tom: User, relate: Callable[..., None], maliks: Episode
    ) -> None:
        relate(tom, maliks)
        for act, entry in (
            (allocate_lead, LeadEntry(id=uuid4(), user_id=tom.id, from_on=TODAY, reason="No")),
            (name_cover, CoverEntry(id=uuid4(), user_id=tom.id, from_on=TODAY, until_on=TODAY)),
        ):
            with pytest.raises(Refused, match="Choose somebody from the list"):
                act(session, maliks, priya, entry, now=NOW)  # type: ignore[operator]

    def test_a_leavers_family_is_given_to_somebody_from_any_day_since(
        self, browser: Browser, session: Session, priya: User, lorna: User, tom: User, maliks: Episode
    ) -> None:
        lorna.left_on = YESTERDAY
        session.commit()
        assert "Nobody leads now." in browser(priya).get(lead_url(maliks)).text
        answer = choose(browser, priya, lead_url(maliks), tom, from_on="2026-11-20", reason="Lorna left")

        assert answer.status_code == 303
        assert lead_workers_of(session, [maliks.id], TODAY)[maliks.id].id == tom.id

    def test_two_leads_at_once_are_impossible_in_the_database_itself(
        self, session: Session, tom: User, maliks: Episode
    ) -> None:
        session.add(allocation(maliks.id, tom.id, TODAY))

        with pytest.raises(IntegrityError):
            session.commit()

    def test_whoever_leads_a_restricted_family_is_named(
        self,
        browser: Browser,
        session: Session,
        finds: Finds,
        restrict: Callable[..., None],
        priya: User,
        lorna: User,
        tom: User,
        maliks: Episode,
    ) -> None:
        restrict(maliks, lorna, priya)
        choose(browser, priya, lead_url(maliks), tom, reason="He has room")

        assert session.get(FamilyRestriction, (maliks.family_id, tom.id)) is not None
        assert finds(tom, maliks)

    @pytest.mark.parametrize("who", ["lorna", "chloe", "marcus", "hazel", "noor"])
    def test_nobody_else_may_choose(
        self, request: pytest.FixtureRequest, browser: Browser, session: Session, maliks: Episode, who: str
    ) -> None:
        client = browser(request.getfixturevalue(who))

        for url in (lead_url(maliks), cover_url(maliks)):
            assert client.get(url).status_code == 404
            assert client.post(url, data={}).status_code == 404
        assert len(stints(session, maliks)) == 1


class TestCover:
    def test_tom_covers_for_lornas_leave(
        self, browser: Browser, session: Session, finds: Finds, priya: User, lorna: User, tom: User, maliks: Episode
    ) -> None:
        answer = choose(
            browser,
            priya,
            cover_url(maliks),
            tom,
            from_on="2026-11-30",
            until_on="2026-12-04",
            reason="Lorna’s leave",
        )

        assert answer.status_code == 303
        assert not finds(tom, maliks)
        assert finds(tom, maliks, NOW + timedelta(days=6))
        assert finds(lorna, maliks, NOW + timedelta(days=6))
        assert not finds(tom, maliks, NOW + timedelta(days=11))
        details = browser(priya).get(f"/families/{maliks.family_id}/details").text
        assert "<b>Tom Sugden</b> covers from Mon 30 Nov until Fri 4 Dec." in words_of(details)

    def test_cover_ends_early(
        self, browser: Browser, session: Session, finds: Finds, priya: User, tom: User, maliks: Episode
    ) -> None:
        choose(browser, priya, cover_url(maliks), tom, from_on=str(TODAY), until_on="2026-12-04")
        [row] = stints(session, maliks, AllocationKind.COVER)
        answer = browser(priya).post(f"{cover_url(maliks)}/{row.id}/end")

        assert answer.status_code == 303
        assert [row.until_on for row in stints(session, maliks, AllocationKind.COVER)] == [TODAY]
        assert finds(tom, maliks)
        assert not finds(tom, maliks, NOW + timedelta(days=1))

    def test_cover_that_has_not_begun_never_does(
        self, browser: Browser, session: Session, finds: Finds, priya: User, tom: User, maliks: Episode
    ) -> None:
        choose(browser, priya, cover_url(maliks), tom, from_on="2026-11-30", until_on="2026-12-04")
        [row] = stints(session, maliks, AllocationKind.COVER)
        assert "It does not begin" in browser(priya).get(f"{cover_url(maliks)}/{row.id}/end").text
        for _ in range(2):
            browser(priya).post(f"{cover_url(maliks)}/{row.id}/end")

        assert not finds(tom, maliks, NOW + timedelta(days=6))
        ends = session.scalars(select(Entry).where(Entry.action == "allocation.end")).all()
        assert len(ends) == 1

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"until_on": ""}, "Add the last day"),
            ({"until_on": "2026-11-29"}, "The last day is before the first"),
            ({"from_on": "2026-11-01", "until_on": "2026-11-20"}, "That is over already"),
            ({"from_on": "2026-09-01"}, "The plan had not begun"),
            ({"user_id": ""}, "Choose who covers"),
        ],
    )
    def test_impossible_days_are_said(
        self, browser: Browser, session: Session, priya: User, tom: User, maliks: Episode, typed: Any, words: str
    ) -> None:
        days = {"from_on": "2026-11-30", "until_on": "2026-12-04"}
        answer = choose(browser, priya, cover_url(maliks), tom, **(days | typed))

        assert answer.status_code == 422
        assert words in answer.text

    def test_nobody_covers_twice_on_the_same_day(
        self, browser: Browser, session: Session, priya: User, tom: User, maliks: Episode
    ) -> None:
        choose(browser, priya, cover_url(maliks), tom, from_on="2026-11-30", until_on="2026-12-04")
        answer = choose(browser, priya, cover_url(maliks), tom, from_on="2026-12-04", until_on="2026-12-10")

        assert "Tom works with this family on those days already" in answer.text

    def test_another_familys_cover_cannot_be_ended_from_here(
        self, browser: Browser, session: Session, priya: User, chloe: User, maliks: Episode, bells: Episode
    ) -> None:
        session.add(allocation(bells.id, chloe.id, TODAY, TOMORROW, AllocationKind.COVER))
        session.commit()
        [row] = stints(session, bells, AllocationKind.COVER)

        assert browser(priya).post(f"{cover_url(maliks)}/{row.id}/end").status_code == 404

    def test_a_lead_cannot_be_ended_as_if_it_were_cover(
        self, browser: Browser, session: Session, priya: User, maliks: Episode
    ) -> None:
        [row] = stints(session, maliks)

        assert browser(priya).post(f"{cover_url(maliks)}/{row.id}/end").status_code == 404


class TestOpeningAndClosing:
    def test_a_family_has_one_open_plan(self, session: Session, priya: User, maliks: Episode) -> None:
        family = session.get_one(Family, maliks.family_id)

        with pytest.raises(Refused, match="still open"):
            open_episode(session, family, priya, EpisodeEntry(id=uuid4(), opened_on=TODAY, weeks=26), now=NOW)

    def test_closing_ends_the_work_of_everybody_in_it(
        self, session: Session, finds: Finds, priya: User, lorna: User, tom: User, maliks: Episode
    ) -> None:
        session.add(allocation(maliks.id, tom.id, YESTERDAY, TOMORROW, AllocationKind.COVER))
        session.commit()
        close_episode(session, maliks, priya, ClosingEntry(closed_on=YESTERDAY, reason="goals_met"), now=NOW)

        assert not finds(lorna, maliks)
        assert not finds(tom, maliks)
        assert finds(priya, maliks)
        assert {row.until_on for row in stints(session, maliks)} == {YESTERDAY}

    def test_a_closed_family_can_be_opened_again(
        self, session: Session, finds: Finds, priya: User, tom: User, maliks: Episode
    ) -> None:
        close_episode(session, maliks, priya, ClosingEntry(closed_on=YESTERDAY, reason="goals_met"), now=NOW)
        family = session.get_one(Family, maliks.family_id)
        entry = EpisodeEntry(id=uuid4(), opened_on=TODAY, weeks=26)
        again = open_episode(session, family, priya, entry, now=NOW)
        assert open_episode(session, family, priya, entry, now=NOW) is again
        lead = LeadEntry(id=uuid4(), user_id=tom.id, from_on=TODAY, reason="")
        allocate_lead(session, again, priya, lead, now=NOW)

        assert finds(tom, maliks)

    def test_a_closed_plan_takes_no_new_lead_worker(
        self, session: Session, priya: User, tom: User, maliks: Episode
    ) -> None:
        close_episode(session, maliks, priya, ClosingEntry(closed_on=TODAY, reason="goals_met"), now=NOW)

        with pytest.raises(Refused, match="closed"):
            allocate_lead(
                session, maliks, priya, LeadEntry(id=uuid4(), user_id=tom.id, from_on=TODAY, reason=""), now=NOW
            )

    @pytest.mark.parametrize("day", [TOMORROW, TODAY - timedelta(days=400)])
    def test_it_cannot_close_on_a_day_to_come_or_before_it_began(
        self, session: Session, priya: User, maliks: Episode, day: Any
    ) -> None:
        with pytest.raises(Refused, match="between the start of the plan and today"):
            close_episode(session, maliks, priya, ClosingEntry(closed_on=day, reason="moved"), now=NOW)
