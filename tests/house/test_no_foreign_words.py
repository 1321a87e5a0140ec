"""Nobody meets a word of a family that is not theirs, on any page, in any answer to a form, in any address or log.

Each field of each family of the demo holds a word of its own. Everybody opens pages of every kind that they are led to,
then such as anybody is led to, and sends every kind of form, empty. Who works with whom is written out by hand.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import urldefrag

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import Deputy
from tests.cast import TODAY
from tests.databases import Backend, make_sqlite
from tests.demo_data import Demo
from tests.house.planted_words import WORD, Planted, plant

LORNA = {"Barlow", "Kowalczyk", "Malik", "Okafor-Reid", "Tesfaye", "Whitaker"}
IWONA = {"Begum", "Dlamini", "Fletcher", "Hussain", "Marsden"}
TOM = {"Doyle", "Hargreaves", "Lister", "Mbeki", "Rahimi", "Marsden"}  # the Marsdens as cover
KWAME = {"Adeyemi", "Chowdhury", "Hughes", "Petrescu", "Singh"}
CHLOE = {"Bell", "Bhogal", "Doherty", "Fairburn", "Nowicki", "Rafiq", "Rowe", "Whitaker-Lawal"}
BECKSIDE = LORNA | IWONA | TOM | KWAME
THREE_MILLS = CHLOE | {"Horvath", "Tesfay", "Okafor", "Pickersgill"}
THEIRS = {
    "Lorna": LORNA,
    "Iwona": IWONA,
    "Tom": TOM,
    "Chloe": CHLOE,
    "Priya": BECKSIDE,
    "Marcus": THREE_MILLS,
    "Delroy": BECKSIDE,
    "Hazel": set(),
    "Noor": set(),
    "": set(),
}
# Until he gives a reason, a cluster manager knows that a family is there, and how its weeks go.
OF_A_MANAGER = {"family.name", "family_member.known_as"}
# Days for ever, both ways: a fortnight round today will do.
DAY = re.compile(r"/today/(\d{4}-\d\d-\d\d)$")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+_[0-9a-f]{32}")
# What a browser writes down of a page: its title, and the addresses that it leads to.
IN_HISTORY = re.compile(r"<title>[^<]*|(?:href|action)=\"/[^\"]*|(?:href|action)='/[^']*")
# Of one kind of page, so many are opened: by whoever is led there, and by everybody else.
OWN, OTHERS = 3, 1
NOT_FOLLOWED = ("/static/", "/health")
LEAVES = ("/sign-out", "/account/devices/")


class Doors(HTMLParser):
    """Where a page leads: addresses of ours to open, and addresses of ours that a form is sent to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pages: set[str] = set()
        self.forms: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form" and said.get("method", "").lower() == "post":
            self.forms |= _own(said.get("action"))
        elif tag == "form":
            self.pages |= _own(said.get("action"))
        else:
            self.pages |= _own(said.get("href"))


def _led_to(answer: TestResponse) -> str:
    return answer.headers.get("Location", "") or answer.headers.get("HX-Redirect", "")


def _own(address: str | None) -> set[str]:
    path = urldefrag(address or "")[0]
    if not path.startswith("/") or path.startswith(NOT_FOLLOWED):
        return set()
    day = DAY.match(path)
    far = day is not None and abs(date.fromisoformat(day[1]) - TODAY) > timedelta(days=7)
    return set() if far else {path}


def _some(addresses: Iterable[str], most: int) -> set[str]:
    """At most so many addresses of each kind: the same but for their ids."""
    kinds: dict[str, list[str]] = {}
    for address in sorted(addresses):
        kinds.setdefault(ID.sub("", address), []).append(address)
    return {address for some in kinds.values() for address in some[:most]}


@dataclass
class Walker:
    """Somebody with a browser, and what they met."""

    name: str
    client: FlaskClient
    planted: dict[str, Planted]
    pages: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    faults: set[str] = field(default_factory=set)

    def open(self, address: str, **more: object) -> TestResponse:
        answer = self.client.open(address, **more)  # type: ignore[arg-type]
        if answer.status_code >= 500:
            self.faults.add(f"{self.name} {address}: {answer.status_code}")
        self._read(address, answer)
        return answer

    def walk(self) -> None:
        """Open what they are led to, from the beginning on."""
        seen: set[str] = set()
        kinds: Counter[str] = Counter()
        self.pages.add("/")
        while left := self.pages - seen:
            for address in sorted(left):
                seen.add(address)
                kind = ID.sub("", address)
                kinds[kind] += 1
                if kinds[kind] <= OWN:
                    self._note_doors(self.open(address))

    def _note_doors(self, answer: TestResponse) -> None:
        doors = Doors(answer.text)
        self.pages |= doors.pages | _own(_led_to(answer))
        self.forms |= doors.forms

    def _read(self, address: str, answer: TestResponse) -> None:
        page = answer.text
        for place in (address, _led_to(answer), *IN_HISTORY.findall(page)):
            self.faults |= {f"{self.name} {place}: a word in an address or a title" for _ in WORD.findall(place)}
        for word in set(WORD.findall(page)) | set(WORD.findall(str(answer.headers))):
            self.met.add(word)
            whose = self.planted[word]
            foreign = whose.family not in THEIRS[self.name]
            too_near = self.name == "Delroy" and whose.field not in OF_A_MANAGER
            if foreign or too_near:
                self.faults.add(f"{self.name} {address}: {whose.field} of {whose.family}")


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """The embedded database alone: it is a long walk, and the tables of this folder are tried on both."""
    made = make_sqlite(tmp_path_factory.mktemp("sqlite"))
    yield made
    made.engine.dispose()


@pytest.fixture
def walkers(demo: Demo, session: Session, browser: Callable[..., FlaskClient]) -> list[Walker]:
    # Whoever stands in for a supervisor reads the team's families: on this day Delroy stands in for nobody.
    session.execute(delete(Deputy))
    planted = plant(session)
    return [Walker(name, browser(demo.person(name) if name else None), planted) for name in THEIRS]


def test_nobody_meets_a_word_of_a_family_that_is_not_theirs(
    walkers: list[Walker], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    # What the database is told may be logged by whoever turns that on; Withy never does.
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    for walker in walkers:
        walker.walk()
    pages = set().union(*(_some(walker.pages, OTHERS) for walker in walkers))
    forms = set().union(*(_some(walker.forms, OTHERS) for walker in walkers))
    for walker in walkers:
        for address in sorted(pages):
            walker.open(address)
        for address in sorted(form for form in forms if not form.startswith(LEAVES)):
            walker.open(address, method="POST")
            walker.open(address, method="POST", headers={"HX-Request": "true"})
    faults = sorted(fault for walker in walkers for fault in walker.faults)
    assert not faults, "\n".join(faults)
    assert WORD.findall(caplog.text) == []
    # Whoever walks meets their own: the words are there to be found.
    met = {walker.name: {walker.planted[word].family for word in walker.met} for walker in walkers}
    assert met == THEIRS
