"""Every page there is, from the table of who may do what, and its address about the Maliks of the demo."""

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clusters.models import School, Service
from app.families.models import (
    Address,
    Consent,
    FamilyMember,
    MoreWeeksAsk,
    Partner,
    WarningNote,
)
from app.notes.models import Note, NoteKind
from app.plans.models import Goal
from app.promises.models import Promise
from app.supervision.models import CaseDiscussion, SupervisionSession
from app.team_meetings.models import MeetingState, TeamMeeting
from app.visits.models import Visit, VisitState, Watch
from app.worries.models import Worry, WorryState
from tests.cast import NOW, TODAY
from tests.demo_data import Demo
from tests.house.scene import KEPT, file_drawn_by
from tests.offline.held import held_from_lorna

TABLE = Path(__file__).parents[1] / "house" / "who_may_do_what.csv"
WHO = {"lead": "Lorna", "supervisor": "Priya", "manager": "Delroy", "admin": "Hazel", "auditor": "Noor"}
PAGES = [row for row in csv.DictReader(TABLE.read_text().splitlines()) if row["method"] == "GET"]
# Pages that send the browser on, or are no page: a picture to scan, a form that came back.
NO_PAGE = {
    "offline.manifest",
    "desk.start",
    "accounts.kept",
    "accounts.news",
    "accounts.picture",
    "families.unrelate",
    "families.end_cover",
    # It asks a manager for a reason first.
    "families.more_weeks",
}
SHOWN = [row for row in PAGES if row["endpoint"] not in NO_PAGE]


def _first(session: Session, kind: type, *wanted: object) -> UUID:
    return session.scalars(select(kind.id).where(*wanted).limit(1)).one()


@pytest.fixture
def ids(demo: Demo, session: Session) -> dict[str, UUID]:
    """The Maliks' own, one of each kind."""
    family, episode = demo.family("Malik"), demo.episode("Malik")
    mine = {"family_id": family.id}
    worry = session.scalars(select(Worry).where(Worry.family_id == family.id)).first()
    if worry is not None:
        worry.state = WorryState.OPEN
        session.commit()
    visit_id = _first(session, Visit, Visit.family_id == family.id, Visit.state == VisitState.PLANNED)
    watch = Watch(
        id=uuid4(),
        visit_id=visit_id,
        family_id=family.id,
        worker_id=demo.person("Lorna").id,
        buddy_id=demo.person("Tom").id,
        began_at=NOW - timedelta(hours=2),
        known_at=NOW - timedelta(hours=2),
        expected_at=NOW - timedelta(minutes=20),
    )
    session.add(watch)
    session.commit()
    mine |= held_from_lorna(session, demo.person("Lorna"), episode)
    mine["file_id"] = file_drawn_by(session, episode, demo.person("Priya")).id
    session.commit()
    return mine | {
        "on": TODAY.isoformat(),  # type: ignore[dict-item]
        "note_id": _first(session, Note, Note.family_id == family.id, Note.kind == NoteKind.VISIT),
        "visit_id": visit_id,
        "watch_id": watch.id,
        "kept_visit_id": _first(session, Visit, Visit.family_id == family.id, Visit.state == VisitState.MET),
        "goal_id": _first(session, Goal, Goal.episode_id == episode.id),
        "promise_id": _first(session, Promise, Promise.family_id == family.id),
        "meeting_id": _first(
            session,
            TeamMeeting,
            TeamMeeting.family_id == family.id,
            TeamMeeting.state == MeetingState.PLANNED,
        ),
        "held_meeting_id": _first(
            session,
            TeamMeeting,
            TeamMeeting.family_id == family.id,
            TeamMeeting.state == MeetingState.HELD,
        ),
        "session_id": _first(session, SupervisionSession),
        "next_session_id": _first(session, SupervisionSession),
        "discussion_id": _first(session, CaseDiscussion, CaseDiscussion.family_id == family.id),
        "worry_id": _first(session, Worry, Worry.family_id == family.id),
        "member_id": _first(session, FamilyMember, FamilyMember.family_id == family.id),
        "address_id": _first(session, Address, Address.family_id == family.id),
        "consent_id": _first(session, Consent, Consent.family_id == family.id),
        "warning_id": _first(session, WarningNote, WarningNote.family_id == family.id),
        "partner_id": _first(session, Partner, Partner.family_id == family.id),
        "ask_id": _first(session, MoreWeeksAsk),
        "person_id": demo.person("Lorna").id,
        "cluster_id": family.cluster_id,
        "school_id": _first(session, School),
        "service_id": _first(session, Service, Service.cluster_id == family.cluster_id),
        "kind": "topics",
        "tag": "ur",  # type: ignore[dict-item]
    }


@pytest.fixture
def address_of(app: Flask, ids: dict[str, UUID]) -> Callable[[str], str]:
    """The address of a page about the Maliks."""

    def find(endpoint: str) -> str:
        rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
        known = ids | {name: ids[other] for name, other in KEPT.get(endpoint, {}).items()}
        with app.test_request_context():
            return url_for(endpoint, **{name: known[name] for name in rule.arguments})

    return find
