"""Whoever reads as a nine-year-old does can read every page and paper of a family's: it is measured."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import User
from app.families.models import Episode, FamilyMember
from tests.home.gathering import sentences, sentences_by_page
from tests.home.reading_age import pieces, reading_age, syllables, words_of

# The usual reading age of a grown-up in England is nine to eleven; GOV.UK writes for nine.
AGE = 9
# One sentence is too short to be measured as finely as a page.
AGE_OF_ONE = 11
MEASURED = 8  # words
LONGEST = 15  # words
LONG_WORD = 3  # syllables
# Known to everybody, or said by those who would help.
KNOWN = {"emergency"}
PAGES = sentences_by_page()
EVERY = sorted({piece for said in PAGES.values() for text in said for piece in pieces(text)})
BLOCK = re.compile(r"</?(?:section|h[1-6]|p|li|ol|ul|div|legend|label|button|form|fieldset|blockquote)\b[^>]*>")
# Out of a form that a professional might fill in.
OFFICE = "Mum to engage with the multidisciplinary assessment and to demonstrate compliance with boundaries."


def hard(piece: str) -> list[str]:
    """What is wrong with one sentence."""
    words = words_of(piece)
    faults = [f"“{word}” is long" for word in words if syllables(word) > LONG_WORD and word.lower() not in KNOWN]
    if len(words) > LONGEST:
        faults.append(f"{len(words)} words")
    if len(words) >= MEASURED and reading_age([piece]) > AGE_OF_ONE:
        faults.append(f"reading age {reading_age([piece]):.1f}")
    return faults


def prose(texts: list[str]) -> list[str]:
    """The sentences alone: names of things and buttons would make a page look easier than it is."""
    return [piece for text in texts for piece in pieces(text) if len(words_of(piece)) > 3]


def parts_shown(page: str, begins: str, ends: str) -> list[str]:
    """The words of one part of a page as it is shown, block by block."""
    part = page[page.index(begins) :]
    part = re.sub(r"<svg.*?</svg>|<b class=\"nth.*?</b>", "", part[: part.index(ends)], flags=re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", "", block).split()) for block in BLOCK.split(part)]


def test_every_sentence_is_measured() -> None:
    gathered = {one for said in sentences() for one in (said if isinstance(said, tuple) else (said,))}
    assert {one for said in PAGES.values() for one in said} == gathered


@pytest.mark.parametrize("page", [name for name, said in PAGES.items() if prose(said)])
def test_a_page_is_read_with_ease_at_nine(page: str) -> None:
    assert reading_age(prose(PAGES[page])) <= AGE


def test_no_sentence_is_long_and_no_word() -> None:
    assert {piece: faults for piece in EVERY if (faults := hard(piece))} == {}


def test_what_an_office_would_write_is_found() -> None:
    assert len(hard(OFFICE)) == 2
    assert reading_age([OFFICE]) > 18
    assert reading_age([*prose(PAGES["templates/home/plan.html"]), *[OFFICE] * 12]) > AGE


def test_the_code_on_paper_and_what_is_said_with_it_are_as_plain(
    browser: Callable[..., FlaskClient], lorna: User, member: Callable[[Episode, str], FamilyMember], maliks: Episode
) -> None:
    shazia = member(maliks, "Shazia")
    page = browser(lorna).post(f"/families/{shazia.family_id}/own-pages/{shazia.id}/code").text
    paper = parts_shown(page, '<ol class="flow close">', "<b>localhost")
    paper += parts_shown(page, "<span>Type the code", "</section>")
    said = parts_shown(page, "<blockquote", "</blockquote>")
    assert reading_age(prose(paper + said)) <= AGE
    assert {one: faults for text in paper + said for one in pieces(text) if (faults := hard(one))} == {}


def test_a_phone_in_a_childs_hand_is_as_plain(browser: Callable[..., FlaskClient], lorna: User) -> None:
    page = browser(lorna).get("/phone/hand-over").text
    asked = parts_shown(page, '<form class="flow" data-part="asks"', "</form>")
    assert "Tap a number first, or tap “Not sure”." in asked
    assert reading_age(prose(asked)) <= AGE
    assert {one: faults for text in asked for one in pieces(text) if (faults := hard(one))} == {}
