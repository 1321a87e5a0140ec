"""Hazel changes what a cluster has chosen, page by page; nobody else finds the pages."""

import re
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.clusters.models import BankHoliday, Cluster, Figure, School, Service, UrgentNumber
from app.clusters.queries import choices_of, figures_of, hours_of, urgent_numbers
from tests.cast import NOW
from tests.conftest import HTMX

Browser = Callable[..., FlaskClient]


@pytest.fixture
def school(session: Session) -> School:
    """A school in no cluster."""
    made = School(urn="900001", name="Beckside Primary School", phase="Primary", postcode="LS00 0AA")
    session.add(made)
    session.commit()
    return made


def typed(page: str) -> dict[str, str]:
    """What the boxes of a page hold, as a browser would send it back."""
    boxes = re.findall(r"<input[^>]*>", page)
    found = {}
    for box in boxes:
        name, value = re.search(r'name="([^"]*)"', box), re.search(r'value="([^"]*)"', box)
        if name and ("checkbox" not in box or " checked" in box):
            found[name[1]] = value[1] if value else ""
    for select_ in re.findall(r"<select.*?</select>", page, re.DOTALL):
        name, value = re.search(r'name="([^"]*)"', select_), re.search(r'<option selected value="([^"]*)"', select_)
        assert name
        found[name[1]] = value[1] if value else ""
    return found


def pages_of(cluster: Cluster, school: School) -> list[str]:
    own = f"/settings/clusters/{cluster.id}"
    parts = ("", "/details", "/figures", "/lists", "/lists/topics", "/numbers", "/hours", "/services", "/services/new")
    return [
        "/settings",
        *(own + part for part in parts),
        "/settings/clusters/new",
        "/settings/schools",
        "/settings/schools?q=beck",
        f"/settings/schools/{school.id}",
        "/settings/bank-holidays",
    ]


def test_every_settings_page_opens_for_hazel_and_for_nobody_else(
    browser: Browser, hazel: User, lorna: User, delroy: User, noor: User, beckside: Cluster, school: School
) -> None:
    admin, others = browser(hazel), [browser(person) for person in (lorna, delroy, noor)]
    for page in pages_of(beckside, school):
        assert admin.get(page).status_code == 200, page
        assert [other.get(page).status_code for other in others] == [404, 404, 404], page


@pytest.mark.parametrize("page", ["", "/figures", "/lists/topics", "/numbers", "/services"])
def test_a_cluster_that_is_not_there_is_not_found(browser: Browser, hazel: User, page: str) -> None:
    assert browser(hazel).get(f"/settings/clusters/{uuid4()}{page}").status_code == 404


def test_a_list_or_a_service_that_is_not_there_is_not_found(
    browser: Browser, hazel: User, session: Session, beckside: Cluster, three_mills: Cluster
) -> None:
    other = Service(id=uuid4(), cluster_id=three_mills.id, name="Counselling", kind="therapy")
    session.add(other)
    session.commit()
    own = f"/settings/clusters/{beckside.id}"
    client = browser(hazel)
    assert client.get(f"{own}/lists/nothing").status_code == 404
    assert client.get(f"{own}/services/{other.id}").status_code == 404


def test_hazel_changes_a_figure(browser: Browser, hazel: User, session: Session, beckside: Cluster) -> None:
    here, client = f"/settings/clusters/{beckside.id}/figures", browser(hazel)
    said = typed(client.get(here).text) | {"review_weeks": "8"}
    assert client.post(here, data=said).status_code == 303
    assert figures_of(session, beckside.id).review_weeks == 8
    assert session.scalars(select(Figure.key)).all() == ["review_weeks"]
    assert "The figures are saved" in client.get(f"/settings/clusters/{beckside.id}").text
    assert session.scalars(select(Entry.reason).where(Entry.action == "settings.figures")).all() == [
        "review_weeks 6 to 8"
    ]


@pytest.mark.parametrize(
    ("box", "value", "words"),
    [
        ("plan_weeks", "3", "How long a plan lasts: write a number from 4 to 104"),
        ("plan_weeks", "half a year", "How long a plan lasts: write a number from 4 to 104"),
        ("plan_weeks", "", "How long a plan lasts: write a number from 4 to 104"),
        ("ending_week", "26", "This must be before the last week of a plan"),
    ],
)
def test_a_figure_out_of_bounds_is_said_beside_its_box_and_nothing_typed_is_lost(
    browser: Browser, hazel: User, session: Session, beckside: Cluster, box: str, value: str, words: str
) -> None:
    here, client = f"/settings/clusters/{beckside.id}/figures", browser(hazel)
    said = typed(client.get(here).text) | {"alone_days": "21", box: value}
    for headers in ({}, HTMX):
        answer = client.post(here, data=said, headers=headers)
        assert answer.status_code == 422
        assert f'<a class="lnk" href="#{box}">{words}</a>' in answer.text
        assert typed(answer.text) == said
        assert ("<html" in answer.text) == (headers == {})
    assert session.scalars(select(Figure)).all() == []


def test_hazel_rewords_moves_hides_and_adds_topics(
    browser: Browser, hazel: User, session: Session, beckside: Cluster
) -> None:
    here, client = f"/settings/clusters/{beckside.id}/lists/topics", browser(hazel)
    said = typed(client.get(here).text)
    places = {said[f"rows-{n}-key"]: n for n in range(14)}
    said |= {
        f"rows-{places['school']}-words": "Lessons",
        f"rows-{places['travel']}-position": "2",
        f"rows-{places['money']}-hidden": "y",
        "rows-14-words": "The bus",
    }
    assert client.post(here, data=said).status_code == 303
    topics = choices_of(session, beckside.id, "topics")
    assert list(topics.items())[:2] == [("school", "Lessons"), ("travel", "Getting there and back")]
    assert "money" not in topics
    assert list(topics)[-1] == "the_bus"
    # The page as it was, sent once more: nothing comes of it.
    client.post(here, data=typed(client.get(here).text))
    assert len(session.scalars(select(Entry).where(Entry.action == "settings.list")).all()) == 1


def test_a_topic_said_twice_comes_back_as_it_was_typed(
    browser: Browser, hazel: User, session: Session, beckside: Cluster
) -> None:
    here, client = f"/settings/clusters/{beckside.id}/lists/topics", browser(hazel)
    said = typed(client.get(here).text) | {"rows-1-words": "School"}
    answer = client.post(here, data=said)
    assert answer.status_code == 422
    assert "“School” is there twice" in answer.text
    assert typed(answer.text) == said


def test_hazel_puts_in_the_numbers_of_the_cluster(
    browser: Browser, hazel: User, session: Session, beckside: Cluster
) -> None:
    here, client = f"/settings/clusters/{beckside.id}/numbers", browser(hazel)
    said = typed(client.get(here).text) | {
        "rows-1-phone": "0113 496 0310",
        "rows-2-name": "",
        "rows-2-phone": "",
        "rows-3-name": "Night team",
        "rows-3-phone": "0113 496 0319",
        "rows-3-when": "out_of_hours",
    }
    assert client.post(here, data=said).status_code == 303
    assert [number.phone for number in urgent_numbers(session, beckside.id, NOW)] == [
        "999",
        "0113 496 0310",
        "0113 496 0319",
    ]


def test_a_number_without_a_name_is_refused(browser: Browser, hazel: User, session: Session, beckside: Cluster) -> None:
    here, client = f"/settings/clusters/{beckside.id}/numbers", browser(hazel)
    answer = client.post(here, data=typed(client.get(here).text) | {"rows-3-phone": "0113 496 0319"})
    assert answer.status_code == 422
    assert "Say who answers on 0113 496 0319" in answer.text
    assert session.scalars(select(UrgentNumber)).all() == []


def test_hazel_opens_the_office_on_saturday(browser: Browser, hazel: User, session: Session, beckside: Cluster) -> None:
    here, client = f"/settings/clusters/{beckside.id}/hours", browser(hazel)
    said = typed(client.get(here).text)
    half = client.post(here, data=said | {"opens_5": "10:00"})
    assert half.status_code == 422
    assert "Saturday: give both times, or neither" in half.text
    wrong = client.post(here, data=said | {"opens_5": "10:00", "closes_5": "09:00"})
    assert "The office closes after it opens" in wrong.text
    assert client.post(here, data=said | {"opens_5": "10:00", "closes_5": "13:00"}).status_code == 303
    assert sorted(hours_of(session, beckside.id)) == [0, 1, 2, 3, 4, 5]


def test_hazel_adds_a_service_once_however_often_it_is_sent(
    browser: Browser, hazel: User, session: Session, beckside: Cluster
) -> None:
    client = browser(hazel)
    here = f"/settings/clusters/{beckside.id}/services/new"
    said = typed(client.get(here).text) | {"name": "Counselling", "kind": "therapy", "capacity": "12"}
    assert [client.post(here, data=said).status_code for _ in range(2)] == [303, 303]
    service = session.scalars(select(Service)).one()
    assert (service.name, service.capacity) == ("Counselling", 12)
    change = f"/settings/clusters/{beckside.id}/services/{service.id}"
    client.post(change, data=typed(client.get(change).text) | {"active_to": "2026-12-31"})
    session.expire_all()
    assert service.active_to == date(2026, 12, 31)


def test_hazel_adds_renames_and_ends_a_cluster(
    browser: Browser, hazel: User, session: Session, beckside: Cluster
) -> None:
    client = browser(hazel)
    here = "/settings/clusters/new"
    said = typed(client.get(here).text) | {"name": "Goit Side", "code": "bk", "active_from": "2026-09-01"}
    clash = client.post(here, data=said)
    assert clash.status_code == 422
    assert "Beckside has this code" in clash.text
    said |= {"code": "gs"}
    assert [client.post(here, data=said).status_code for _ in range(2)] == [303, 303]
    made = session.scalars(select(Cluster).where(Cluster.code == "GS")).one()
    change = f"/settings/clusters/{made.id}/details"
    before = typed(client.get(change).text)
    early = client.post(change, data=before | {"active_to": "2026-08-31"})
    assert "The last day cannot be before the first" in early.text
    client.post(change, data=before | {"name": "Goit", "active_to": "2027-08-31"})
    session.expire_all()
    assert (made.name, made.active_to) == ("Goit", date(2027, 8, 31))


def test_hazel_finds_a_school_and_puts_it_into_beckside(
    browser: Browser, hazel: User, session: Session, beckside: Cluster, school: School
) -> None:
    client = browser(hazel)
    for words in ("beckside", "LS00", "900001"):
        assert "Beckside Primary School" in client.get(f"/settings/schools?q={words}").text
    assert "No school found" in client.get("/settings/schools?q=goit").text
    here = f"/settings/schools/{school.id}"
    said = {"cluster_id": str(beckside.id), "safeguarding_lead": "Mrs Okoro"}
    assert client.post(here, data=said).status_code == 303
    session.expire_all()
    assert (school.cluster_id, school.safeguarding_lead) == (beckside.id, "Mrs Okoro")
    assert 'value="Mrs Okoro"' in client.get(here).text
    assert client.post(here, data={"cluster_id": str(uuid4())}).status_code == 422


def test_hazel_adds_and_takes_off_a_bank_holiday(browser: Browser, hazel: User, session: Session) -> None:
    client, here = browser(hazel), "/settings/bank-holidays"
    client.post(f"{here}/listed")
    assert "Boxing Day (substitute day)" in client.get(here).text
    assert client.post(here, data={"on": "2026-12-28", "name": "Another"}).status_code == 422
    assert client.post(here, data={"on": "2026-12-29", "name": "A day for the town"}).status_code == 303
    assert session.get(BankHoliday, date(2026, 12, 29)) is not None
    client.post(f"{here}/2026-12-29/removal")
    session.expire_all()
    assert session.get(BankHoliday, date(2026, 12, 29)) is None
    assert client.post(f"{here}/yesterday/removal").status_code == 404
