"""Rows of a team's spreadsheet as entries, and everything that is wrong with them, row by row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import ParamSpec, TypeVar
from uuid import UUID, uuid5

from app.core.errors import Refused
from app.families.actions.agreeing import ConsentEntry, check_consent
from app.families.actions.homes import HomeEntry
from app.families.actions.people import PersonEntry
from app.families.actions.reaching import ReachEntry, check_reach
from app.families.actions.shape import check_born, check_fits
from app.families.caseload_file import BadLine, Line
from app.families.models import Address, Allocation, ConsentKind, Family, FamilyMember

# What every row of a family may say of it; where two say it, they must agree.
OF_THE_FAMILY = ("family_name", "opened_on", "lead_worker", "why_lead_worker", "going_well", "hopes")
NEEDED_OF_THE_FAMILY = ("family_name", "opened_on", "lead_worker")

Asked = ParamSpec("Asked")
Made = TypeVar("Made")


@dataclass
class Noes:
    """Every no, beside the line it is about."""

    bad: list[BadLine] = field(default_factory=list)

    def say(self, row: Line, words: str) -> None:
        """Write one down."""
        self.bad.append(BadLine(number=row.number, who=row.who, words=words))

    def unless(self, row: Line, act: Callable[Asked, Made], *said: Asked.args, **more: Asked.kwargs) -> Made | None:
        """Do it; a Refused is written down, and nothing comes of it."""
        try:
            return act(*said, **more)
        except Refused as no:
            self.say(row, no.words)
            return None


@dataclass(frozen=True, kw_only=True)
class Lists:
    """What the cells are held against: schools by URN and name, the cluster's words for who somebody is, today.

    `again` is the day by which to ask again how somebody can be reached safely.
    """

    schools: Mapping[str, Sequence[UUID]]
    relationships: Mapping[str, str]
    today: date
    again: date


@dataclass(frozen=True, kw_only=True)
class Ready:
    """One row as entries. Parts that the row does not speak of, or speaks of wrongly, are absent."""

    row: Line
    person_id: UUID
    person: PersonEntry | None
    home: HomeEntry | None
    reach: ReachEntry | None
    answers: Sequence[ConsentEntry]


def ready(noes: Noes, lists: Lists, family_id: UUID, row: Line) -> Ready:
    """A row, part by part: what is wrong with one part does not hide what is wrong with another."""
    person_id = uuid5(family_id, row.member_key)
    return Ready(
        row=row,
        person_id=person_id,
        person=noes.unless(row, _person, lists, person_id, row),
        home=noes.unless(row, _home, family_id, row),
        reach=noes.unless(row, _reach, lists, person_id, row),
        answers=noes.unless(row, _answers, lists, person_id, row) or (),
    )


def of_the_family(noes: Noes, rows: Sequence[Line], today: date) -> dict[str, object]:
    """What the rows say of the family as a whole. A row that differs from one above it is named."""
    said: dict[str, object] = {}
    for name in OF_THE_FAMILY:
        for row in rows:
            value = getattr(row, name)
            if value and said.setdefault(name, value) != value:
                noes.say(row, f"{name} is not the same as in another row of this family")
        said.setdefault(name, "")
    for name in NEEDED_OF_THE_FAMILY:
        if not said[name]:
            noes.say(rows[0], f"{name} is empty in every row of this family")
    noes.unless(rows[0], _check_family, said, today)
    return said


def _check_family(said: Mapping[str, object], today: date) -> None:
    if isinstance(said["opened_on"], date) and said["opened_on"] > today:
        raise Refused("opened_on", "opened_on has not come yet: choose today or a day before it")
    check_fits(Family, {"name": said["family_name"], "going_well": said["going_well"], "hopes": said["hopes"]})
    check_fits(Allocation, {"reason": said["why_lead_worker"]})


def check_together(noes: Noes, ready_rows: Sequence[Ready]) -> None:
    """Nobody twice, and one address a household."""
    people: dict[UUID, int] = {}
    homes: dict[UUID, HomeEntry] = {}
    for one in ready_rows:
        if one.person_id in people:
            words = f"the same person as in line {people[one.person_id]}; if it is not, give both a member_ref"
            noes.say(one.row, words)
        people.setdefault(one.person_id, one.row.number)
        if one.home is not None and homes.setdefault(one.home.id, one.home) != one.home:
            noes.say(one.row, f"the household {one.home.household} has another address in a row above")


def _person(lists: Lists, person_id: UUID, row: Line) -> PersonEntry:
    relationship, is_child = _relationship(lists, row)
    entry = PersonEntry(
        id=person_id,
        known_as=row.known_as,
        surname=row.surname,
        relationship_words=relationship,
        is_child=is_child,
        born_on=row.date_of_birth,
        language=row.language or "English",
        interpreter=row.interpreter,
        parental_responsibility=row.parental_responsibility,
        lives_with_children=row.lives_with_children,
        school_id=_school(lists, row.school),
    )
    check_fits(FamilyMember, asdict(entry))
    check_born(entry.born_on, lists.today)
    return entry


def _relationship(lists: Lists, row: Line) -> tuple[str, bool]:
    """The cluster's own word for who somebody is, and whether they are one of the children.

    “Son” must not come in as a grown-up whom nobody asks to see alone.
    """
    for key, words in lists.relationships.items():
        if words.casefold() == row.relationship.casefold():
            return words, row.one_of_the_children or key == "child"
    said = ", ".join(lists.relationships.values())
    raise Refused("relationship", f"relationship is {row.relationship!r}: write one of the cluster’s words: {said}")


def _school(lists: Lists, words: str) -> UUID | None:
    if not words:
        return None
    found = lists.schools.get(words.casefold(), [])
    if len(found) != 1:
        why = "more than one school is called so: write its URN" if found else "there is no such school"
        raise Refused("school", f"school is {words!r}: {why}")
    return found[0]


def _home(family_id: UUID, row: Line) -> HomeEntry | None:
    if not row.address:
        if row.postcode:
            raise Refused("address", "postcode is there, but address is empty")
        return None
    household = row.household or "Home"
    own = uuid5(family_id, f"home {household.casefold()}")
    entry = HomeEntry(id=own, household=household, lines=row.address, postcode=row.postcode.upper())
    check_fits(Address, entry.columns())
    return entry


def _reach(lists: Lists, person_id: UUID, row: Line) -> ReachEntry | None:
    if not (row.phone or row.good_times or row.must_not_know or row.call_ok or row.text_ok or row.voicemail_ok):
        return None
    entry = ReachEntry(
        id=uuid5(person_id, "reach"),
        phone=row.phone,
        call_ok=row.call_ok,
        text_ok=row.text_ok,
        voicemail_ok=row.voicemail_ok,
        good_times=row.good_times,
        must_not_know=row.must_not_know,
        review_on=lists.again,
    )
    check_reach(entry, lists.today)
    return entry


def _answers(lists: Lists, person_id: UUID, row: Line) -> list[ConsentEntry]:
    said: list[tuple[ConsentKind, str, bool]] = []
    if row.works_with_us is not None:
        said.append((ConsentKind.WORK, "", row.works_with_us))
    for words, agreed in ((row.talk_to, True), (row.do_not_talk_to, False)):
        said.extend((ConsentKind.TALK_TO, one.strip(), agreed) for one in words.split(";") if one.strip())
    if said and row.agreed_on is None:
        raise Refused("agreed_on", "agreed_on is empty: say on which day they said so")
    if len({(kind, agency.casefold()) for kind, agency, _ in said}) < len(said):
        raise Refused("talk_to", "talk_to and do_not_talk_to name the same one twice")
    return [_answer(lists, person_id, row, *one) for one in said]


def _answer(lists: Lists, person_id: UUID, row: Line, kind: ConsentKind, agency: str, agreed: bool) -> ConsentEntry:
    entry = ConsentEntry(
        id=uuid5(person_id, f"{kind.value} {agency.casefold()}"),
        kind=kind,
        agency=agency,
        agreed=agreed,
        given_on=row.agreed_on or lists.today,
        how=row.agreed_how,
    )
    check_consent(entry, lists.today)
    return entry
