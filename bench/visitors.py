"""People of the city with a browser each, and the pages that they open: straight into WSGI, no network."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import EnvironBuilder

from app.accounts.actions import begin_sign_in
from app.accounts.models import User
from app.families.models import Allocation, Episode, FamilyMember
from app.home.actions import choose_numbers, make_code, redeem
from app.notes.models import Note, NoteKind
from app.plans.models import Goal
from app.visits.models import Visit, VisitState
from app.web.session import db
from bench.instance import NOW, Instance

Environ = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers and the whole body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in, and the addresses of their pages by name."""

    app: Flask
    cookie: str
    addresses: dict[str, str] = field(default_factory=dict)

    def environ(self, address: str) -> Environ:
        """A request for this address, ready to be sent."""
        return EnvironBuilder(path=address, headers={"Cookie": self.cookie}).get_environ()


def send(app: Flask, environ: Environ) -> Answer:
    """One request through the whole application, the body read to its end."""
    kept: list[Any] = []
    parts = app.wsgi_app(
        environ | {"wsgi.input": io.BytesIO()}, lambda status, headers, _=None: kept.extend((status, headers))
    )
    try:
        body = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()
    return Answer(int(kept[0][:3]), kept[1], body)


def workers(instance: Instance, clusters: int, most: int = 20) -> list[Visitor]:
    """Workers of today, from every cluster in turn."""
    each = max(most // clusters, 1)
    emails = [f"u{n}.c{cluster}@bench.example" for cluster in range(clusters) for n in range(each)]
    return _visitors(instance, emails[:most], _pages_of_a_worker)


def supervisors(instance: Instance, clusters: int, most: int = 10) -> list[Visitor]:
    """Supervisors, from every cluster in turn."""
    emails = [f"u{1000 + n}.c{cluster}@bench.example" for n in range(2) for cluster in range(clusters)]
    return _visitors(instance, emails[:most], _pages_of_a_supervisor)


def family_members(instance: Instance) -> list[Visitor]:
    """A parent of the first worker's longest family, on whose own phone their page stands open."""
    with instance.app.app_context(), db.sessionmaker() as session:
        worker = session.scalars(select(User).where(User.email == "u0.c0@bench.example")).one()
        family_id = _oldest_live(session, worker).family_id
        parent = session.scalars(
            select(FamilyMember).where(FamilyMember.family_id == family_id, FamilyMember.is_child.is_(False))
        ).first()
        if parent is None:
            raise LookupError("a family without a parent")
        code = make_code(session, parent, worker, now=NOW)
        opened = redeem(session, code, remembered=True, network="bench", now=NOW)
        choose_numbers(session, opened.phone, parent, "2739", now=NOW)
        session.commit()
        return [Visitor(instance.app, f"our-plan={opened.token}", {"own page": "/our-plan"})]


def _visitors(
    instance: Instance, emails: Iterable[str], pages: Callable[[Session, User], dict[str, str]]
) -> list[Visitor]:
    made = []
    with instance.app.app_context(), db.sessionmaker() as session:
        for email in emails:
            person = session.scalars(select(User).where(User.email == email)).one()
            token = begin_sign_in(session, person, "A browser", now=NOW, second_step_done=True)
            addresses = pages(session, person)
            session.commit()
            made.append(Visitor(instance.app, _cookie(instance.app, token), addresses))
    return made


def _cookie(app: Flask, token: str) -> str:
    client = app.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"] = token
    name = app.config["SESSION_COOKIE_NAME"]
    found = client.get_cookie(name)
    if found is None:
        raise LookupError("no cookie was made")
    return f"{name}={found.value}"


def _pages_of_a_worker(session: Session, person: User) -> dict[str, str]:
    episode = _oldest_live(session, person)
    family = f"/families/{episode.family_id}"
    note = session.scalars(
        select(Note.id)
        .where(Note.episode_id == episode.id, Note.kind == NoteKind.VISIT)
        .order_by(Note.occurred_at.desc())
    ).first()
    visit = session.scalars(
        select(Visit.id)
        .where(Visit.episode_id == episode.id, Visit.state == VisitState.PLANNED)
        .order_by(Visit.starts_at)
    ).first()
    goal = session.scalars(select(Goal.id).where(Goal.episode_id == episode.id)).first()
    return {
        "today": "/today",
        "families": "/families",
        "family": family,
        "notes": f"{family}/notes",
        "note": f"/notes/{note}",
        "goal": f"/goals/{goal}",
        "visit form": f"/visits/{visit}/record",
        "add contact": "/contacts/new",
    }


def _pages_of_a_supervisor(session: Session, person: User) -> dict[str, str]:
    return {"team today": "/team/today", "team": "/team", "team families": "/families"}


def _oldest_live(session: Session, person: User) -> Episode:
    """The family this worker has walked beside for longest: the page with most on it."""
    led = select(Allocation.episode_id).where(Allocation.user_id == person.id)
    found: Episode | None = session.scalars(
        select(Episode).where(Episode.id.in_(led), Episode.closed_on.is_(None)).order_by(Episode.opened_on)
    ).first()
    if found is None:
        raise LookupError(f"{person.email} walks beside nobody")
    return found
