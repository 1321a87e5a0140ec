"""A sheet for the fridge and a copy to keep: what is on their page and nothing else; at an address of its own."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.families.models import Episode, FamilyMember
from app.plans.models import Goal
from tests.home.conftest import OwnClient

Member = Callable[[Episode, str], FamilyMember]
PageOf = Callable[..., OwnClient]
HOST = "ourplan.example"


def test_the_sheet_holds_her_goals_and_nobody_elses(
    page_of: PageOf, member: Member, maliks: Episode, goals: dict[str, Goal]
) -> None:
    sheet = page_of(member(maliks, "Shazia")).client.get("/our-plan/print").text
    assert "Mornings without shouting." in sheet
    assert "You are at 3." in sheet
    for words in ("Sit by the driver", "Ayaan", "You are at 7"):
        assert words not in sheet


def test_the_copy_says_what_the_page_says_in_plain_json(
    page_of: PageOf, member: Member, maliks: Episode, goals: dict[str, Goal]
) -> None:
    answer = page_of(member(maliks, "Shazia")).client.get("/our-plan/copy")
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-page.json"
    said = json.loads(answer.text)
    assert (said["version"], said["name"], said["worker"]) == (1, "Shazia", "Lorna")
    assert [one["words"] for one in said["goals"]] == [
        "Mornings without shouting.",
        "One hour a week that is just mine.",
    ]
    assert said["goals"][0]["numbers"] == [{"on": "2026-11-23", "score": 3}]
    assert "Ayaan" not in answer.text


@pytest.mark.parametrize("path", ["print", "copy"])
def test_a_stranger_takes_nothing_away(phone: Callable[[], OwnClient], path: str) -> None:
    assert phone().client.get(f"/our-plan/{path}").location == "/our-plan"


@pytest.fixture
def own_host(app: Flask) -> Iterator[None]:
    """Families' pages have an address of their own."""
    settings = app.extensions["withy"]
    app.extensions["withy"] = replace(settings, family_host=HOST)
    yield
    app.extensions["withy"] = settings


@pytest.mark.usefixtures("own_host")
def test_at_the_families_address_nothing_is_staffs_and_the_other_way_round(
    browser: Callable[..., FlaskClient], lorna: User, member: Member, maliks: Episode
) -> None:
    client, there = browser(lorna), f"http://{HOST}"
    assert client.get("/our-plan", base_url=there).status_code == 200
    assert client.get("/sign-in", base_url=there).status_code == 404
    assert client.get("/today", base_url=there).status_code == 404
    assert client.get("/health", base_url=there).status_code == 200
    assert client.get("/our-plan").status_code == 404
    assert client.get("/today").status_code == 200
    made = client.post(f"/families/{maliks.family_id}/own-pages/{member(maliks, 'Shazia').id}/code").text
    assert f"<b>{HOST}/our-plan</b>" in made
