"""A worker who writes as an office does is told so, calmly: by the page and by the server in the same words."""

import csv

import pytest

from app.web.assets import STATIC
from app.web.plain_words import LIST, plain_hints

ROWS = list(csv.DictReader((STATIC / LIST).read_text().splitlines()))


@pytest.mark.parametrize(
    ("text", "typed", "plainer"),
    [
        ("Kai to engage with the club", "engage", "take part"),
        ("She Engaged well", "Engaged", "take part"),
        ("Ask at the TAF", "TAF", "a meeting of everyone who helps"),
        ("Talk about the presenting need", "presenting need", "what is hard now"),
        ("If she chooses to disclose it", "disclose", "tell"),
        ("He is non-compliant.", "non-compliant", "it did not happen"),
        ("The DV worker rings", "DV", "being hurt or scared at home"),
        ("He is a CIN", "CIN", "more help from social workers"),
    ],
)
def test_a_word_that_a_family_may_not_know_is_named_with_a_plainer_one(text: str, typed: str, plainer: str) -> None:
    assert f"“{typed}”: a family may not know this word. Perhaps “{plainer}”." in plain_hints(text)


def test_an_order_to_somebody_is_heard_at_the_beginning_of_a_sentence_alone() -> None:
    assert plain_hints("Mum to ring the school") == ["“Mum to …” sounds like an order. Perhaps “Mum wants to”."]
    assert plain_hints("Ring first. Dad to bring Kai") == ["“Dad to …” sounds like an order. Perhaps “Dad wants to”."]
    assert plain_hints("I want Mum to come to show day") == []


@pytest.mark.parametrize(
    "text",
    [
        "Walk in with Zara on Tuesdays",
        "Send the letter about the sen tence",
        "Kai said “I don’t engage with them” and laughed",
        'Kai said "no TAF please"',
        "A regular bedtime, and a goal to score",
        "",
        None,
    ],
)
def test_plain_words_and_words_in_quotation_marks_are_passed_over(text: str | None) -> None:
    assert plain_hints(text) == []


def test_no_more_than_three_are_named() -> None:
    assert len(plain_hints("Engage, disclose, assess, monitor, facilitate")) == 3


def test_the_list_is_as_the_page_reads_it_and_its_plainer_words_are_plain() -> None:
    lines = (STATIC / LIST).read_text().splitlines()
    assert all(line.count(",") == 1 and '"' not in line for line in lines)
    assert len({row["word"] for row in ROWS}) == len(ROWS)
    assert [row["plainer"] for row in ROWS if plain_hints(row["plainer"])] == []


def test_each_word_of_the_list_is_found() -> None:
    for row in ROWS:
        typed = row["word"].strip("^").rstrip("*")
        assert any(typed in hint for hint in plain_hints(f"{typed} x")), typed
