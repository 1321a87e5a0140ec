"""A page is read in the language that somebody chose, once somebody who speaks it has read its words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode, FamilyMember
from app.home.catalogues import FILES, tags
from app.home.models import LanguageCheck
from app.plans.models import Goal
from tests.home.conftest import OwnClient
from tests.home.gathering import sentences

Member = Callable[[Episode, str], FamilyMember]
PageOf = Callable[..., OwnClient]
Browser = Callable[..., FlaskClient]
PLACES = re.compile(r"%\((\w+)\)s")
OTHERS = [tag for tag in tags() if tag != "en"]


@pytest.fixture(params=[True, False], ids=["in the demo", "outside the demo"])
def in_the_demo(app: Flask, request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether it is the demo, in which unchecked words may be looked at."""
    settings = app.extensions["withy"]
    app.extensions["withy"] = replace(settings, demo=request.param)
    yield bool(request.param)
    app.extensions["withy"] = settings


def test_there_are_five_languages() -> None:
    assert set(tags()) == {"en", "ar", "pl", "ro", "ur"}


@pytest.mark.parametrize("tag", OTHERS)
def test_every_sentence_is_said_in_every_language_with_every_form_of_many(tag: str) -> None:
    with (FILES / f"{tag}.po").open("rb") as file:
        catalogue = read_po(file, locale=tag)
    said = {message.id: message.string for message in catalogue if message.id}
    assert set(said) == sentences()
    for english, words in said.items():
        forms, ones = (words, english) if isinstance(words, tuple) else ((words,), (english,))
        assert all(forms), english
        assert len(forms) == (catalogue.num_plurals if isinstance(english, tuple) else 1)
        # The first of many may leave its number out: “one step”.
        known = {place for one in ones for place in PLACES.findall(one)}
        assert {place for form in forms for place in PLACES.findall(form)} == known, english


@pytest.fixture
def outside_the_demo(app: Flask) -> Iterator[None]:
    """Where only a checked language is offered."""
    settings = app.extensions["withy"]
    app.extensions["withy"] = replace(settings, demo=False)
    yield
    app.extensions["withy"] = settings


@pytest.mark.parametrize("tag", OTHERS)
def test_a_page_is_in_the_language_chosen_and_runs_its_way(
    page_of: PageOf, member: Member, maliks: Episode, goals: dict[str, Goal], in_the_demo: bool, tag: str
) -> None:
    hers = page_of(member(maliks, "Shazia"))
    hers.client.get(f"/our-plan/language/{tag}")
    page = hers.look()
    if not in_the_demo:
        assert '<html lang="en-GB" dir="ltr">' in page
        assert f'hreflang="{tag}"' not in page
        return
    assert f'<html lang="{tag}" dir="{Locale.parse(tag).text_direction}">' in page
    assert "My goals" not in page
    # What somebody said stays as they said it, and a number to ring runs from left to right.
    assert '<h3 id="g1" dir="auto">Mornings without shouting.</h3>' in page
    assert '<bdi dir="ltr">0800 1111</bdi>' in page
    assert hers.look().count(f'<html lang="{tag}"') == 1


@pytest.mark.usefixtures("outside_the_demo")
def test_a_language_is_off_until_somebody_is_named_who_checked_it(
    page_of: PageOf,
    browser: Browser,
    session: Session,
    hazel: User,
    member: Member,
    maliks: Episode,
) -> None:
    admin, hers = browser(hazel), page_of(member(maliks, "Shazia"))
    assert "Not yet checked: off" in admin.get("/settings/languages").text
    nobody = admin.post("/settings/languages/ur", data={"checked_by": "", "checked_on": "2026-11-20"})
    assert nobody.status_code == 422
    assert (
        admin.post("/settings/languages/ur", data={"checked_by": "Noor", "checked_on": "2026-12-24"}).status_code == 422
    )
    kept = admin.post("/settings/languages/ur", data={"checked_by": "Noor Ahmed", "checked_on": "2026-11-20"})
    assert kept.status_code == 303
    assert session.get_one(LanguageCheck, "ur").recorded_by_id == hazel.id
    assert "Checked by Noor Ahmed" in admin.get("/settings/languages").text

    hers.client.get("/our-plan/language/ur")
    assert '<html lang="ur" dir="rtl">' in hers.look()


def test_a_language_that_there_is_not_changes_nothing(page_of: PageOf, member: Member, maliks: Episode) -> None:
    hers = page_of(member(maliks, "Shazia"))
    assert hers.client.get("/our-plan/language/xx").status_code == 303
    assert '<html lang="en-GB" dir="ltr">' in hers.look()


def test_the_words_of_a_language_are_one_file_each() -> None:
    assert sorted(path.name for path in Path(FILES).iterdir()) == sorted(f"{tag}.po" for tag in OTHERS)
