"""The Maliks with one of everything, and somebody in each relation to them: for the tables of this folder."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import Deputy, User
from app.clusters.models import Cluster, School, Service
from app.core.permissions import Role
from app.families.models import (
    Address,
    AllocationKind,
    Consent,
    ConsentKind,
    Episode,
    Family,
    FamilyMember,
    MoreWeeksAsk,
    Partner,
    ReasonedLook,
    RelatedStaff,
    WarningKind,
    WarningNote,
)
from app.file_audits.models import DrawnFile, FileAudit, FileReading
from app.home.models import About, FamilyWord, OwnPage
from app.notes.models import Note, NoteKind, NoteVersion
from app.plans.models import Goal
from app.promises.models import Promise
from app.supervision.models import CaseDiscussion, SupervisionGroup, SupervisionMember, SupervisionSession
from app.team_meetings.models import MeetingState, TeamMeeting
from app.visits.models import Visit, VisitState, Watch
from app.worries.models import Urgency, Worry
from tests.cast import NOW, TODAY, allocation
from tests.offline.held import held_from_lorna

PEOPLE = (
    "lead",
    "cover",
    "colleague",
    "elsewhere",
    "supervisor",
    "deputy",
    "peer",
    "other_supervisor",
    "manager",
    "reason",
    "admin",
    "auditor",
)


# The page that says a visit was kept is there once it is; so are minutes.
KEPT = {
    "visits.saved": {"visit_id": "kept_visit_id"},
    # A family is brought to a session on which it is not yet.
    "supervision.bring": {"session_id": "next_session_id"},
    "supervision.keep_bring": {"session_id": "next_session_id"},
    "team_meetings.minutes": {"meeting_id": "held_meeting_id"},
    "team_meetings.add": {"meeting_id": "held_meeting_id"},
}


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
    adele = hire("Adele Hirst", Role.MANAGER, beckside)
    nadia = hire("Nadia Rehman", Role.SUPERVISOR, beckside)
    joan = hire("Joan Tempest", Role.SUPERVISOR, beckside)
    session.add(Deputy(supervisor_id=priya.id, deputy_id=nadia.id, from_on=TODAY, until_on=TODAY))
    cover = allocation(maliks.id, tom.id, TODAY, TODAY, AllocationKind.COVER)
    session.add_all([cover, RelatedStaff(family_id=maliks.family_id, user_id=iwona.id, named_at=NOW)])
    session.add(
        ReasonedLook(
            user_id=adele.id,
            family_id=maliks.family_id,
            reason="Checking the plan before the six-month report",
            at=NOW,
            until_at=NOW + timedelta(hours=1),
        )
    )
    ids = _one_of_everything(session, maliks, lorna) | _details(session, maliks, lorna)
    ids |= _settings(session, beckside)
    session.flush()
    watch = Watch(
        id=uuid4(),
        visit_id=ids["visit_id"],
        family_id=maliks.family_id,
        worker_id=lorna.id,
        buddy_id=tom.id,
        began_at=NOW,
        known_at=NOW,
        expected_at=NOW + timedelta(hours=1),
    )
    session.add(watch)
    ids["watch_id"] = watch.id
    ids |= _on_an_agenda(session, maliks, lorna, priya, (lorna, tom, kwame))
    school = School(name="Kirkfield High", cluster_id=beckside.id)
    service = Service(name="MindMate", cluster_id=beckside.id)
    session.add_all([school, service])
    session.flush()
    ids |= {"allocation_id": cover.id, "user_id": iwona.id, "person_id": lorna.id}
    ids |= {"cluster_id": beckside.id, "school_id": school.id, "service_id": service.id}
    ids |= held_from_lorna(session, lorna, maliks)
    ids |= file_read_by(session, maliks, priya)
    session.commit()
    staff = (lorna, tom, kwame, chloe, priya, nadia, joan, marcus, delroy, adele, hazel, noor)
    people = dict(zip(PEOPLE, staff, strict=True))
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
    meeting = team_meeting(episode, lorna)
    held = team_meeting(episode, lorna, state=MeetingState.HELD, recorded_at=NOW, recorded_by_id=lorna.id)
    session.add_all([note, visit, goal, promise, worry, meeting, held])
    session.flush()
    kept.note_id = note.id
    session.add(kept)
    session.flush()
    session.add(NoteVersion(note_id=note.id, number=1, made_at=NOW, made_by_id=lorna.id, occurred_at=NOW))
    child = session.query(FamilyMember).filter_by(family_id=episode.family_id, known_as="Ayaan").one()
    word = FamilyWord(id=uuid4(), family_id=episode.family_id, member_id=child.id, about=About.TALK_ABOUT, said_at=NOW)
    ask = MoreWeeksAsk(
        id=uuid4(),
        episode_id=episode.id,
        until_on=episode.ends_on + timedelta(weeks=4),
        why="They move in February",
        asked_at=NOW,
        asked_by_id=lorna.id,
    )
    session.add(ask)
    session.add_all([OwnPage(member_id=child.id, family_id=episode.family_id, began_at=NOW), word])
    return {
        "family_id": episode.family_id,
        "episode_id": episode.id,
        "note_id": note.id,
        "visit_id": visit.id,
        "kept_visit_id": kept.id,
        "goal_id": goal.id,
        "promise_id": promise.id,
        "worry_id": worry.id,
        "meeting_id": meeting.id,
        "held_meeting_id": held.id,
        "member_id": child.id,
        "word_id": word.id,
        "ask_id": ask.id,
    }


def _on_an_agenda(
    session: Session, episode: Episode, lorna: User, priya: User, people: tuple[User, ...]
) -> dict[str, UUID]:
    """Priya's group meets tomorrow, Lorna brings the Maliks, and the briefs are published."""
    usual = {"place": "at our office", "way": "three_columns", "facilitator_id": priya.id}
    group = SupervisionGroup(
        id=uuid4(),
        cluster_id=episode.cluster_id,
        supervisor_id=priya.id,
        every_weeks=2,
        at=time(14),
        minutes=120,
        made_at=NOW,
        **usual,
    )
    meets_at = NOW + timedelta(days=1)
    until = {"published_at": NOW, "briefs_until": meets_at + timedelta(days=7)}
    meets, after = (
        SupervisionSession(
            id=uuid4(),
            group_id=group.id,
            cluster_id=episode.cluster_id,
            on=TODAY + timedelta(days=1),
            starts_at=meets_at,
            ends_at=meets_at + timedelta(hours=2),
            planned_at=NOW,
            planned_by_id=priya.id,
            **usual,
            **more,
        )
        for more in (until, {})
    )
    item = CaseDiscussion(
        id=uuid4(),
        session_id=meets.id,
        family_id=episode.family_id,
        episode_id=episode.id,
        worker_id=lorna.id,
        position=1,
        minutes=15,
        added_at=NOW,
        added_by_id=lorna.id,
    )
    members = [SupervisionMember(group_id=group.id, user_id=one.id, from_on=TODAY) for one in people]
    for rows in ([group], [meets, after, *members], [item]):
        session.add_all(rows)
        session.flush()
    return {"session_id": meets.id, "next_session_id": after.id, "discussion_id": item.id}


def team_meeting(episode: Episode, by: User, **more: object) -> TeamMeeting:
    """A team meeting that begins now, ready to add."""
    return TeamMeeting(
        **{
            "id": uuid4(),
            "family_id": episode.family_id,
            "episode_id": episode.id,
            "starts_at": NOW,
            "ends_at": NOW + timedelta(hours=1),
            "place": "at school",
            "planned_at": NOW,
            "planned_by_id": by.id,
            "asked": "",
        }
        | more
    )


def file_drawn_by(session: Session, episode: Episode, by: User) -> DrawnFile:
    """The family's file, drawn by somebody who has yet to read it."""
    audit = FileAudit(
        id=uuid4(),
        cluster_id=episode.cluster_id,
        seed="seed",
        pool=1,
        asked_for=1,
        questions=[["voice", "Is each child’s voice in it?"]],
        drawn_at=NOW,
        drawn_by_id=by.id,
    )
    session.add(audit)
    session.flush()
    file = DrawnFile(id=uuid4(), audit_id=audit.id, place=1, family_id=episode.family_id, episode_id=episode.id)
    session.add(file)
    session.flush()
    return file


def file_read_by(session: Session, episode: Episode, by: User) -> dict[str, UUID]:
    """The same, read once by the supervisor of the family's lead worker."""
    file = file_drawn_by(session, episode, by)
    session.add(FileReading(id=uuid4(), file_id=file.id, number=1, reader_id=by.id, is_close=True, read_at=NOW))
    return {"file_id": file.id}


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


def address_of(app: Flask, row: dict[str, str], ids: dict[str, UUID]) -> str:
    """The address of a line of a table, about these records."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == row["endpoint"])
    fixed = {"on": "2026-11-24", "kind": "topics", "tag": "ur"}
    known = ids | {name: ids[other] for name, other in KEPT.get(row["endpoint"], {}).items()}
    values = {name: known[name] if name in known else fixed.get(name, uuid4()) for name in rule.arguments}
    with app.test_request_context():
        return url_for(row["endpoint"], **values)
