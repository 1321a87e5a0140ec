"""A plan goes on past its end when the cluster's manager says so, and says why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core.errors import Refused
from app.families.actions import MoreWeeksEntry, give_more_weeks
from app.families.models import Episode, MoreWeeks, ReasonedLook
from tests.cast import NOW, TODAY
from tests.families.filled_in import boxes_of

WHY = "The flat is theirs from February. Shazia wants to go on until they have moved."


@pytest.fixture
def entry(maliks: Episode) -> MoreWeeksEntry:
    """Six weeks past the end."""
    return MoreWeeksEntry(id=uuid4(), until_on=maliks.ends_on + timedelta(weeks=6), why=WHY)


def test_each_decision_stays_with_who_made_it_and_why(
    session: Session, delroy: User, maliks: Episode, entry: MoreWeeksEntry
) -> None:
    give_more_weeks(session, maliks, delroy, entry, now=NOW)
    later = replace(entry, id=uuid4(), until_on=entry.until_on + timedelta(weeks=2), why="They move a fortnight later.")
    give_more_weeks(session, maliks, delroy, later, now=NOW + timedelta(days=1))
    session.commit()
    assert (maliks.extended_to, maliks.extended_by_id, maliks.extended_why) == (later.until_on, delroy.id, later.why)
    assert session.scalars(select(MoreWeeks.why).order_by(MoreWeeks.decided_at)).all() == [WHY, later.why]
    assert session.scalars(select(Entry.reason).where(Entry.action == "episode.more_weeks")).all() == [WHY, later.why]


def test_the_same_decision_sent_twice_is_one(
    session: Session, delroy: User, maliks: Episode, entry: MoreWeeksEntry
) -> None:
    first = give_more_weeks(session, maliks, delroy, entry, now=NOW)
    assert give_more_weeks(session, maliks, delroy, entry, now=NOW) is first
    with pytest.raises(Refused, match="sent before"):
        give_more_weeks(session, maliks, delroy, replace(entry, why="Another"), now=NOW)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"why": ""}, "Say why"),
        ({"until_on": TODAY}, "after the plan’s end"),
        ({"until_on": date(2028, 1, 1)}, "At most 12 weeks"),
    ],
)
def test_a_plan_does_not_go_on_without_a_reason_or_without_end(
    session: Session, delroy: User, maliks: Episode, entry: MoreWeeksEntry, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        give_more_weeks(session, maliks, delroy, replace(entry, **more), now=NOW)


def test_delroy_decides_and_the_familys_page_says_until_when(
    browser: Callable[..., FlaskClient], session: Session, delroy: User, lorna: User, maliks: Episode
) -> None:
    look = ReasonedLook(
        user_id=delroy.id,
        family_id=maliks.family_id,
        reason="The end of the plan",
        at=NOW,
        until_at=NOW + timedelta(hours=1),
    )
    session.add(look)
    session.commit()
    client, address = browser(delroy), f"/families/{maliks.family_id}/more-weeks"
    until = maliks.ends_on + timedelta(weeks=6)
    said = boxes_of(client.get(address).text) | {"until_on": until.isoformat(), "why": WHY}
    assert client.post(address, data=said | {"why": ""}).status_code == 422
    assert client.post(address, data=said).status_code == 303
    assert WHY in client.get(address).text
    assert f'datetime="{until.isoformat()}"' in browser(lorna).get(f"/families/{maliks.family_id}").text


def test_a_lead_worker_cannot_decide_it(browser: Callable[..., FlaskClient], lorna: User, maliks: Episode) -> None:
    assert browser(lorna).get(f"/families/{maliks.family_id}/more-weeks").status_code == 404
