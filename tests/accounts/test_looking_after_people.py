"""Hazel, the admin, invites people, puts details right, and ends access."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions.ways_in import InviteEntry, invite
from app.accounts.models import User, WayIn
from app.clusters.models import Cluster, Figure
from app.core.permissions import Role
from app.families.models import Episode
from app.families.queries import family_seen_by, lead_workers_of
from tests.accounts.conftest import PASSWORD, sign_in, trail, with_password
from tests.cast import NOW, TODAY

Browser = Callable[..., FlaskClient]


@pytest.fixture
def said(beckside: Cluster) -> dict[str, str]:
    return {
        "id": str(uuid4()),
        "name": "Kwame Mensah",
        "email": "kwame.mensah@withy.example",
        "role": "family_support_worker",
        "cluster_id": str(beckside.id),
        "phone": "07700 900152",
    }


def test_hazel_invites_kwame_and_sees_the_code_once(
    browser: Browser, session: Session, hazel: User, said: dict[str, str]
) -> None:
    client = browser(hazel)
    answer = client.post("/people/new", data=said)
    assert answer.status_code == 201
    code = re.search(r"<b>((?:[2-9A-Z]{4}-){5}[2-9A-Z]{4})</b>", answer.text)
    assert code is not None
    assert f"/come-in#{code[1]}" in answer.text

    kwame = session.scalars(select(User).where(User.name == "Kwame Mensah")).one()
    assert (kwame.email, kwame.role, kwame.password_hash) == (said["email"], Role.WORKER, None)
    page = client.get(f"/people/{kwame.id}").text
    assert 'href="/people" aria-current="page"' in page
    assert "Has not come in yet" in page
    assert code[1] not in page
    assert [entry.about_id for entry in trail(session, "person.invite")] == [kwame.id]


def test_a_newcomers_caseload_begins_with_the_clusters_figure_and_hazel_may_change_it(
    browser: Browser, session: Session, hazel: User, beckside: Cluster, said: dict[str, str]
) -> None:
    session.add(Figure(cluster_id=beckside.id, key="caseload", value=9))
    session.commit()
    client = browser(hazel)
    client.post("/people/new", data=said)
    kwame = session.scalars(select(User).where(User.name == "Kwame Mensah")).one()
    assert kwame.caseload_target == 9

    page, sent = f"/people/{kwame.id}/details", {name: said[name] for name in ("name", "role", "cluster_id", "phone")}
    assert 'value="9"' in client.get(page).text
    answer = client.post(page, data=sent | {"caseload_target": "lots"})
    assert (answer.status_code, "such as 6" in answer.text, 'value="lots"' in answer.text) == (422, True, True)
    for typed, kept in (("4", 4), ("", 4)):
        assert client.post(page, data=sent | {"caseload_target": typed}).status_code == 303
        session.refresh(kwame)
        assert kwame.caseload_target == kept


def test_an_invitation_sent_twice_makes_one_account(
    browser: Browser, session: Session, hazel: User, said: dict[str, str]
) -> None:
    client = browser(hazel)
    answers = [client.post("/people/new", data=said).status_code for _ in range(2)]

    assert answers == [201, 201]
    assert len(session.scalars(select(User).where(User.name == "Kwame Mensah")).all()) == 1


def test_other_words_under_a_used_id_are_refused(
    browser: Browser, session: Session, hazel: User, said: dict[str, str]
) -> None:
    client = browser(hazel)
    client.post("/people/new", data=said)
    answer = client.post("/people/new", data=said | {"email": "somebody.else@withy.example"})

    assert answer.status_code == 422
    assert "open a new one" in answer.text


def test_an_email_belongs_to_one_person(browser: Browser, hazel: User, lorna: User, said: dict[str, str]) -> None:
    answer = browser(hazel).post("/people/new", data=said | {"email": lorna.email.upper()})

    assert answer.status_code == 422
    assert "Somebody has this email already" in answer.text
    assert 'value="Kwame Mensah"' in answer.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Enter their first and last name"),
        ({"email": "kwame"}, "Enter an email such as"),
        ({"phone": "ring me"}, "Use digits and spaces"),
        ({"cluster_id": ""}, "Choose the cluster they work in"),
        ({"role": "admin"}, "belongs to no cluster"),
        ({"id": "nonsense"}, "This page is out of date"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    browser: Browser, session: Session, hazel: User, said: dict[str, str], wrong: dict[str, str], words: str
) -> None:
    answer = browser(hazel).post("/people/new", data=said | wrong)

    assert answer.status_code == 422
    assert words in answer.text
    assert (said | wrong)["email"] in answer.text
    assert session.scalars(select(User).where(User.name == "Kwame Mensah")).all() == []


def test_people_are_listed_by_cluster(browser: Browser, hazel: User, lorna: User, chloe: User) -> None:
    page = browser(hazel).get("/people").text

    places = [page.index(words) for words in ("Beckside", "Lorna Ackroyd", "Three Mills", "Chloe Marsh", "No cluster")]
    assert places == sorted(places)


def test_only_an_admin_finds_the_people(
    browser: Browser, lorna: User, priya: User, delroy: User, noor: User, said: dict[str, str]
) -> None:
    for person in (lorna, priya, delroy, noor):
        client = browser(person)
        addresses = ("/people", "/people/new", f"/people/{lorna.id}", f"/people/{lorna.id}/leave")
        assert {client.get(address).status_code for address in addresses} == {404}
        assert client.post("/people/new", data=said).status_code == 404


def test_a_leaver_is_out_at_once_and_the_family_has_nobody(
    browser: Browser, session: Session, hazel: User, lorna: User, priya: User, maliks: Episode
) -> None:
    phone = browser(lorna)
    assert maliks.id in lead_workers_of(session, [maliks.id], TODAY)
    answer = browser(hazel).post(f"/people/{lorna.id}/leave", data={"left_on": TODAY.isoformat()})
    assert answer.status_code == 303

    assert phone.get("/account/devices").status_code == 401
    assert sign_in(browser(), lorna).status_code == 422
    session.expire_all()
    assert lead_workers_of(session, [maliks.id], TODAY) == {}
    assert family_seen_by(session, priya, maliks.family_id, NOW) is not None
    assert "Have left" in browser(hazel).get("/people").text
    assert [entry.about_id for entry in trail(session, "person.leave")] == [lorna.id]


def test_a_leavers_code_is_worth_nothing(browser: Browser, session: Session, hazel: User, beckside: Cluster) -> None:
    entry = InviteEntry(
        id=uuid4(), name="Kwame Mensah", email="k@withy.example", role=Role.WORKER, cluster_id=beckside.id
    )
    code = invite(session, hazel, entry, now=NOW)
    session.commit()
    browser(hazel).post(f"/people/{entry.id}/leave", data={"left_on": TODAY.isoformat()})

    assert browser().post("/come-in", data={"code": code}).status_code == 422


def test_access_does_not_end_on_a_day_to_come(browser: Browser, session: Session, hazel: User, lorna: User) -> None:
    answer = browser(hazel).post(f"/people/{lorna.id}/leave", data={"left_on": "2026-11-25"})

    assert answer.status_code == 422
    assert "come back on the day" in answer.text
    assert browser(lorna).get("/account/devices").status_code == 200


def test_the_last_admin_cannot_be_sent_away(browser: Browser, session: Session, hazel: User) -> None:
    answer = browser(hazel).post(f"/people/{hazel.id}/leave", data={"left_on": TODAY.isoformat()})

    assert answer.status_code == 422
    assert "invite another admin first" in answer.text


def test_somebody_who_comes_back_is_invited_anew(browser: Browser, session: Session, hazel: User, lorna: User) -> None:
    client, old_phone = browser(hazel), browser(lorna)
    client.post(f"/people/{lorna.id}/leave", data={"left_on": TODAY.isoformat()})
    client.post(f"/people/{lorna.id}/return")
    assert old_phone.get("/account/devices").status_code == 401
    assert sign_in(browser(), lorna, PASSWORD).status_code == 422

    assert client.post(f"/people/{lorna.id}/invitation").status_code == 201
    assert len(session.scalars(select(WayIn).where(WayIn.user_id == lorna.id)).all()) == 1


def test_an_admin_makes_no_way_in_for_somebody_who_has_one(
    browser: Browser, session: Session, hazel: User, lorna: User
) -> None:
    browser(hazel).post(f"/people/{lorna.id}/invitation")

    assert session.scalars(select(WayIn)).all() == []


@pytest.mark.parametrize(
    ("who", "role", "cluster", "taken"),
    [
        ("lorna", "supervisor", "beckside", True),
        ("lorna", "admin", "", False),
        ("hazel", "supervisor", "beckside", False),
        ("noor", "family_support_worker", "beckside", False),
    ],
)
def test_nobody_goes_from_looking_after_accounts_to_casework_or_back(
    browser: Browser,
    session: Session,
    request: pytest.FixtureRequest,
    hazel: User,
    who: str,
    role: str,
    cluster: str,
    *,
    taken: bool,
) -> None:
    person = request.getfixturevalue(who)
    place = str(request.getfixturevalue(cluster).id) if cluster else ""
    data = {"name": person.name, "role": role, "cluster_id": place, "phone": ""}
    answer = browser(hazel).post(f"/people/{person.id}/details", data=data)

    assert answer.status_code == (303 if taken else 422)
    session.refresh(person)
    assert (person.role == role) is taken


def test_details_come_filled_in(browser: Browser, hazel: User, lorna: User, beckside: Cluster) -> None:
    page = browser(hazel).get(f"/people/{lorna.id}/details").text

    assert 'value="Lorna Ackroyd"' in page
    assert f'<option selected value="{beckside.id}">' in page
    assert '<option selected value="family_support_worker">' in page


def test_a_second_admin_can_send_the_first_away(
    browser: Browser, session: Session, hazel: User, hire: Callable[..., User]
) -> None:
    other = with_password(session, hire("Sam Oyelaran", Role.ADMIN, None))
    answer = browser(other).post(f"/people/{hazel.id}/leave", data={"left_on": TODAY.isoformat()})

    assert answer.status_code == 303
