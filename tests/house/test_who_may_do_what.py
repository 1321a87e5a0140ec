"""Every address, for every kind of person, in every state of a record: expected by a table written by hand.

`who_may_do_what.csv` has a line for each address that is not public and a column for each person:
Y the page opens or the form is read, - it looks as if it were not there, r a cluster manager is asked
for a reason first. The table is never made from
the code: that is the point of it.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.clusters.models import Cluster, School, Service
from app.core.permissions import Role
from app.families.models import (
    Address,
    Allocation,
    AllocationKind,
    Consent,
    ConsentKind,
    Episode,
    Family,
    FamilyMember,
    FamilyRestriction,
    Partner,
    ReasonedLook,
    RelatedStaff,
    WarningKind,
    WarningNote,
)
from app.notes.models import Note, NoteKind, NoteVersion
from app.plans.models import Goal
from app.promises.models import Promise
from app.visits.models import Visit, VisitState
from app.worries.models import Urgency, Worry, WorryState
from tests.cast import NOW, TODAY, allocation
from tests.offline.held import held_from_lorna

TABLE = Path(__file__).with_name("who_may_do_what.csv")
PEOPLE = (
    "lead",
    "cover",
    "colleague",
    "elsewhere",
    "supervisor",
    "other_supervisor",
    "manager",
    "reason",
    "admin",
    "auditor",
)

ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))


@dataclass
class Scene:
    """The Maliks with one of everything, and somebody in each relation to them."""

    people: dict[str, User]
    ids: dict[str, UUID]
    family: Family
    episode: Episode
    absent: dict[str, UUID] = field(init=False)

    def __post_init__(self) -> None:
        self.absent = {name: uuid4() for name in self.ids}


@pytest.fixture
def scene(
    session: Session,
    hire: Callable[..., User],
    beckside: Cluster,
    maliks: Episode,
    lorna: User,
    tom: User,
    priya: User,
    delroy: User,
    chloe: User,
    marcus: User,
    hazel: User,
    noor: User,
) -> Scene:
    kwame = hire("Kwame Mensah", Role.WORKER, beckside)
    iwona = hire("Iwona Nowak", Role.WORKER, beckside)
    another_manager = hire("Adele Manager", Role.MANAGER, beckside)
    cover = allocation(maliks.id, tom.id, TODAY, TODAY, AllocationKind.COVER)
    session.add_all([cover, RelatedStaff(family_id=maliks.family_id, user_id=iwona.id, named_at=NOW)])
    session.add(
        ReasonedLook(
            user_id=another_manager.id,
            family_id=maliks.family_id,
            reason="Checking the plan before the six-month report",
            at=NOW,
            until_at=NOW + timedelta(hours=1),
        )
    )
    ids = _one_of_everything(session, maliks, lorna) | _details(session, maliks, lorna)
    ids |= _settings(session, beckside)
    session.flush()
    school = School(name="Kirkfield High", cluster_id=beckside.id)
    service = Service(name="MindMate", cluster_id=beckside.id)
    session.add_all([school, service])
    session.flush()
    ids |= {"allocation_id": cover.id, "user_id": iwona.id, "person_id": lorna.id}
    ids |= {"cluster_id": beckside.id, "school_id": school.id, "service_id": service.id}
    ids |= held_from_lorna(session, lorna, maliks)
    session.commit()
    people = dict(
        zip(PEOPLE, (lorna, tom, kwame, chloe, priya, marcus, delroy, another_manager, hazel, noor), strict=True)
    )
    return Scene(people=people, ids=ids, family=session.get_one(Family, maliks.family_id), episode=maliks)


def _one_of_everything(session: Session, episode: Episode, lorna: User) -> dict[str, UUID]:
    both = {"family_id": episode.family_id, "episode_id": episode.id}
    note = Note(
        id=uuid4(), kind=NoteKind.CALL, written_by_id=lorna.id, written_at=NOW, recorded_at=NOW, occurred_at=NOW, **both
    )
    visit = Visit(
        id=uuid4(),
        worker_id=lorna.id,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=1),
        planned_at=NOW,
        planned_by_id=lorna.id,
        **both,
    )
    kept = Visit(
        id=uuid4(),
        worker_id=lorna.id,
        starts_at=NOW - timedelta(days=7),
        ends_at=NOW - timedelta(days=7),
        planned_at=NOW,
        planned_by_id=lorna.id,
        state=VisitState.MET,
        **both,
    )
    goal = Goal(id=uuid4(), words="Mornings without shouting.", agreed_on=TODAY, made_by_id=lorna.id, **both)
    promise = Promise(
        id=uuid4(), what="Post the form", owner_user_id=lorna.id, made_at=NOW, made_by_id=lorna.id, **both
    )
    worry = Worry(
        id=uuid4(),
        urgency=Urgency.HOLD,
        raised_by_id=lorna.id,
        raised_at=NOW,
        recorded_at=NOW,
        occurred_at=NOW,
        saw_or_heard="A cracked phone.",
        **both,
    )
    session.add_all([note, visit, goal, promise, worry])
    session.flush()
    kept.note_id = note.id
    session.add(kept)
    session.flush()
    session.add(NoteVersion(note_id=note.id, number=1, made_at=NOW, made_by_id=lorna.id, occurred_at=NOW))
    child = session.query(FamilyMember).filter_by(family_id=episode.family_id, known_as="Ayaan").one()
    return {
        "family_id": episode.family_id,
        "episode_id": episode.id,
        "note_id": note.id,
        "visit_id": visit.id,
        "kept_visit_id": kept.id,
        "goal_id": goal.id,
        "promise_id": promise.id,
        "worry_id": worry.id,
        "member_id": child.id,
    }


def _details(session: Session, episode: Episode, lorna: User) -> dict[str, UUID]:
    family_id = episode.family_id
    shazia = session.query(FamilyMember).filter_by(family_id=family_id, known_as="Shazia").one()
    consent = Consent(
        id=uuid4(),
        family_id=family_id,
        member_id=shazia.id,
        kind=ConsentKind.WORK,
        agreed=True,
        given_on=TODAY,
        recorded_by_id=lorna.id,
        recorded_at=NOW,
    )
    warning = WarningNote(
        id=uuid4(),
        family_id=family_id,
        kind=WarningKind.DOG,
        words="A dog.",
        agreed_with="Priya",
        agreed_on=TODAY,
        until_on=TODAY,
        made_by_id=lorna.id,
    )
    partner = Partner(id=uuid4(), family_id=family_id, name="Ms Farrell")
    session.add_all([consent, warning, partner])
    session.flush()
    address = session.query(Address).filter_by(family_id=family_id).one()
    return {
        "consent_id": consent.id,
        "warning_id": warning.id,
        "partner_id": partner.id,
        "address_id": address.id,
    }


def _settings(session: Session, cluster: Cluster) -> dict[str, UUID]:
    school = School(id=uuid4(), name="Beckside Primary School")
    service = Service(id=uuid4(), cluster_id=cluster.id, name="Counselling")
    session.add_all([school, service])
    return {"cluster_id": cluster.id, "school_id": school.id, "service_id": service.id}


@pytest.fixture
def clients(browser: Callable[..., FlaskClient], scene: Scene) -> dict[str, FlaskClient]:
    return {name: browser(person) for name, person in scene.people.items()}


def _address(app: Flask, row: dict[str, str], ids: dict[str, UUID]) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == row["endpoint"])
    fixed = {"on": "2026-11-24", "kind": "topics"}
    # The page that says a visit was kept is there once it is.
    known = ids | {"visit_id": ids["kept_visit_id"]} if row["endpoint"] == "visits.saved" else ids
    values = {name: known[name] if name in known else fixed.get(name, uuid4()) for name in rule.arguments}
    with app.test_request_context():
        return url_for(row["endpoint"], **values)


def _about_the_family(app: Flask) -> Iterator[dict[str, str]]:
    for row in ROWS:
        rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == row["endpoint"])
        if any(name.endswith("_id") for name in rule.arguments) and row["family"] == "Y":
            yield row


def _opens(client: FlaskClient, row: dict[str, str], address: str) -> str:
    answer = client.open(address, method=row["method"])
    assert answer.status_code < 500, (row["endpoint"], answer.status_code)
    if answer.status_code == 303 and answer.location.endswith("/reason"):
        return "r"
    return "-" if answer.status_code in (401, 404) else "Y"


def test_the_table_speaks_of_every_address_and_no_other(app: Flask) -> None:
    there = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        if app.view_functions[rule.endpoint].permission is not None
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(row["endpoint"], row["method"]) for row in ROWS} == there


def test_each_person_opens_what_the_table_says_and_nothing_else(
    app: Flask, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    wrong = []
    for row in ROWS:
        address = _address(app, row, scene.ids)
        for name, client in clients.items():
            if row["method"] == "GET" or row[name] == "-":
                got = _opens(client, row, address)
                if got != row[name]:
                    wrong.append((row["method"], row["endpoint"], name, got))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_stranger_is_asked_to_sign_in_everywhere(
    app: Flask, browser: Callable[..., FlaskClient], scene: Scene
) -> None:
    stranger = browser()
    open_doors = [
        row["endpoint"]
        for row in ROWS
        if stranger.open(_address(app, row, scene.ids), method=row["method"]).status_code != 401
    ]
    assert open_doors == []


def test_what_is_not_there_looks_like_what_is_not_yours(
    app: Flask, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    for row in _about_the_family(app):
        absent = clients["elsewhere"].open(_address(app, row, scene.absent), method=row["method"])
        forbidden = clients["elsewhere"].open(_address(app, row, scene.ids), method=row["method"])
        assert absent.status_code == forbidden.status_code == 404, row["endpoint"]
        assert absent.data == forbidden.data, row["endpoint"]


def test_a_restricted_family_is_there_for_the_named_few_alone(
    app: Flask, session: Session, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    scene.family.restricted = True
    session.add(FamilyRestriction(family_id=scene.family.id, user_id=scene.people["lead"].id, named_at=NOW))
    session.commit()
    for row in _about_the_family(app):
        address = _address(app, row, scene.ids)
        for name, client in clients.items():
            if name != "lead":
                assert client.open(address, method=row["method"]).status_code == 404, (row["endpoint"], name)
        if row["method"] == "GET" and row["lead"] == "Y":
            assert _opens(clients["lead"], row, address) == "Y", row["endpoint"]


def test_staff_named_as_related_find_nothing_of_the_family(
    app: Flask, session: Session, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    for name in PEOPLE:
        session.add(RelatedStaff(family_id=scene.family.id, user_id=scene.people[name].id, named_at=NOW))
    session.commit()
    for row in _about_the_family(app):
        address = _address(app, row, scene.ids)
        for name, client in clients.items():
            assert client.open(address, method=row["method"]).status_code == 404, (row["endpoint"], name)


def test_a_closed_family_is_there_for_its_supervisor_and_no_longer_for_its_workers(
    app: Flask, session: Session, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    yesterday = TODAY - timedelta(days=1)
    scene.episode.closed_on = yesterday
    session.get_one(Worry, scene.ids["worry_id"]).state = WorryState.CLOSED
    session.query(Allocation).filter_by(episode_id=scene.episode.id).update({"until_on": yesterday})
    session.commit()
    for row in _about_the_family(app):
        if row["method"] != "GET":
            continue
        address = _address(app, row, scene.ids)
        for name in ("lead", "cover", "colleague", "elsewhere"):
            assert clients[name].get(address).status_code == 404, (row["endpoint"], name)
        if row["supervisor"] == "Y":
            assert clients["supervisor"].get(address).status_code < 500, row["endpoint"]


def test_every_look_at_a_family_leaves_a_trace(
    app: Flask, session: Session, scene: Scene, clients: dict[str, FlaskClient]
) -> None:
    silent = []
    for row in _about_the_family(app):
        if row["method"] == "GET" and row["lead"] == "Y":
            before = session.query(Entry).count()
            clients["lead"].get(_address(app, row, scene.ids))
            if session.query(Entry).count() == before:
                silent.append(row["endpoint"])
    assert silent == []
