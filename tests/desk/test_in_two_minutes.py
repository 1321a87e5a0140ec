"""Whoever steps in for a colleague reads in two minutes what they must know, the most pressing first."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.families.models import Episode, Family
from tests.demo_data import Demo

Browser = Callable[..., FlaskClient]
# Adults read silently at about 240 words a minute (Brysbaert, 2019).
TWO_MINUTES = 480
TAGS = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)


def words_of(page: str) -> list[str]:
    main = page.partition("<main")[2].partition("</main>")[0]
    return TAGS.sub(" ", f"<main{main}").split()


def test_every_family_of_the_demo_is_read_in_two_minutes(demo: Demo, browser: Browser) -> None:
    priya = browser(demo.person("Priya"))
    families = demo.session.scalars(
        select(Family).join(Episode, Episode.family_id == Family.id).where(Episode.closed_on.is_(None))
    )
    read = {one.name: priya.get(f"/families/{one.id}/in-two-minutes") for one in families}
    lengths = {name: len(words_of(page.text)) for name, page in read.items() if page.status_code == 200}
    assert len(lengths) > 10
    assert {name: length for name, length in lengths.items() if length > TWO_MINUTES} == {}


@pytest.mark.parametrize(
    ("who", "name", "words"),
    [
        ("Lorna", "Malik", "Visit in pairs"),
        ("Lorna", "Malik", "promised:"),
        ("Lorna", "Malik", "Last time"),
        ("Marcus", "Rowe", "must not know: <b>Craig"),
    ],
)
def test_it_says_what_must_be_known(demo: Demo, browser: Browser, who: str, name: str, words: str) -> None:
    page = browser(demo.person(who)).get(f"/families/{demo.family(name).id}/in-two-minutes")
    assert words.lower() in page.text.lower()
