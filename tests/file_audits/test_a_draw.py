"""Chance draws the files: nobody chooses, and anybody can draw them again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.clusters.actions import set_figures
from app.clusters.figures import DEFAULTS
from app.clusters.models import Cluster
from app.core import clock
from app.core.errors import Refused
from app.families.models import Episode, Family, RelatedStaff
from app.file_audits.actions import DrawEntry, answer, draw
from app.file_audits.drawing import Candidate, drawn_from, place_of
from app.file_audits.models import DrawnFile, Replaced
from app.file_audits.queries import files_for, pool_of
from tests.cast import NOW, TODAY, allocation
from tests.file_audits.conftest import Families, answers, drawn

Browser = Callable[..., FlaskClient]


def files_of(session: Session) -> list[DrawnFile]:
    return list(session.scalars(select(DrawnFile).order_by(DrawnFile.audit_id, DrawnFile.place)))


def test_the_seed_says_which_files_and_the_same_seed_says_the_same(
    session: Session, priya: User, families: Families
) -> None:
    made = families(9)
    audit = drawn(session, priya)
    expected = sorted((one.family_id for one in made), key=lambda one: place_of("willow", one))[:3]
    assert [one.family_id for one in files_of(session)] == expected
    assert (audit.seed, audit.pool, audit.asked_for) == ("willow", 9, 3)
    assert len(audit.questions) == 10


def test_another_seed_draws_others() -> None:
    pool = [Candidate(family_id=UUID(int=n), episode_id=UUID(int=n)) for n in range(200)]
    seen = {
        tuple(one.candidate.family_id for one in drawn_from(pool, seed, 3, works_with=(), kept_from=()))
        for seed in map(str, range(50))
    }
    assert len(seen) == 50
    assert len({family for three in seen for family in three}) > 75


def test_a_family_she_works_with_or_is_related_to_is_put_back_and_that_is_written_down(
    session: Session, priya: User, families: Families
) -> None:
    made = {one.family_id: one for one in families(9)}
    order = sorted(made, key=lambda one: place_of("willow", one))
    led = made[order[0]]
    session.add_all(
        [
            allocation(led.id, priya.id, TODAY - timedelta(days=60), TODAY - timedelta(days=50)),
            RelatedStaff(family_id=order[2], user_id=priya.id, named_at=NOW),
        ]
    )
    session.commit()
    drawn(session, priya)
    assert [(one.family_id, one.replaced) for one in files_of(session)] == [
        (order[0], Replaced.WORKS_WITH),
        (order[1], Replaced.STAYS),
        (order[2], Replaced.KEPT_FROM),
        (order[3], Replaced.STAYS),
        (order[4], Replaced.STAYS),
    ]
    assert [one.file.family_id for one in files_for(session, priya, NOW)] == [order[1], order[3], order[4]]


def test_she_cannot_tell_that_one_was_put_back(
    session: Session, browser: Browser, priya: User, families: Families
) -> None:
    made = {one.family_id: one for one in families(9)}
    first = min(made, key=lambda one: place_of("willow", one))
    session.add(RelatedStaff(family_id=first, user_id=priya.id, named_at=NOW))
    session.commit()
    drawn(session, priya)
    reference = session.get_one(Family, first).reference
    with clock.at(NOW):
        page = browser(priya).get("/file-audits").text
    assert reference not in page
    assert "related" not in page


def test_nobody_draws_again_until_they_like_what_they_have(session: Session, priya: User, families: Families) -> None:
    families(9)
    audit = drawn(session, priya)
    with pytest.raises(Refused, match="Read the files"):
        draw(session, priya, DrawEntry(id=uuid4()), seed="oak", now=NOW)
    session.rollback()
    for one in files_for(session, priya, NOW):
        answer(session, one, priya, answers(audit), now=NOW)
    session.commit()
    assert drawn(session, priya, "oak").seed == "oak"


def test_a_draw_sent_twice_is_one(session: Session, priya: User, families: Families) -> None:
    families(9)
    entry = DrawEntry(id=uuid4())
    one = draw(session, priya, entry, seed="willow", now=NOW)
    session.commit()
    assert draw(session, priya, entry, seed="oak", now=NOW).seed == one.seed == "willow"
    assert len(files_of(session)) == 3


def test_closed_lately_counts_closed_long_ago_restricted_and_another_clusters_do_not(
    session: Session, beckside: Cluster, bells: Episode, families: Families
) -> None:
    lately, long_ago, restricted, going = families(4)
    lately.closed_on, long_ago.closed_on = TODAY - timedelta(weeks=26), TODAY - timedelta(weeks=27)
    session.get_one(Family, restricted.family_id).restricted = True
    session.commit()
    assert {one.family_id for one in pool_of(session, beckside.id, TODAY)} == {lately.family_id, going.family_id}


def test_the_cluster_says_how_many_and_what_is_asked(
    session: Session, browser: Browser, priya: User, hazel: User, beckside: Cluster, families: Families
) -> None:
    families(9)
    set_figures(session, beckside, hazel, replace(DEFAULTS, file_audit_files=5), now=NOW)
    session.commit()
    with clock.at(NOW):
        assert "Draw 5 files" in browser(priya).get("/file-audits").text
        assert browser(hazel).get(f"/settings/clusters/{beckside.id}/lists/file_questions").status_code == 200
    drawn(session, priya)
    assert len(files_of(session)) == 5


def test_priya_draws_with_one_button(session: Session, browser: Browser, priya: User, families: Families) -> None:
    families(9)
    with clock.at(NOW):
        client = browser(priya)
        assert "/file-audits" in client.get("/more").text
        assert client.post("/file-audits", data={"id": str(uuid4())}).status_code == 303
        page = client.get("/file-audits").text
        assert page.count("You drew it") == 3
        again = client.post("/file-audits", data={"id": str(uuid4())})
    assert again.status_code == 422
    assert "Read the files that you have drawn first" in again.text
    assert "file_audit.draw" in set(session.scalars(select(Entry.action)))


def test_where_there_is_no_file_nothing_is_drawn(session: Session, marcus: User) -> None:
    with pytest.raises(Refused, match="no file"):
        draw(session, marcus, DrawEntry(id=uuid4()), seed="willow", now=NOW)


def test_how_a_draw_went_can_be_changed_by_nobody(session: Session, priya: User, families: Families) -> None:
    families(9)
    audit = drawn(session, priya)
    audit.seed = "oak"
    with pytest.raises(DatabaseError):
        session.commit()
    session.rollback()
