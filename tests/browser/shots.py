"""`make shots`: the README's screenshots, on the demo's families, at 10am on the day of the demo's design.

A picture that grows too large stops the command: everybody who clones the project carries it.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions import begin_sign_in
from app.core import clock
from app.demo.seeding import seed
from app.families.models import FamilyMember
from app.messages.actions import beat
from app.notes.models import Note, NoteKind
from app.visits.models import Visit, VisitState
from app.web.session import db
from app.worries.actions import WorryEntry, raise_worry
from app.worries.models import Urgency
from tests.browser.small_png import small_png
from tests.cast import NOW
from tests.chromium import Chromium, cookie_of, open_chromium, serving
from tests.databases import Backend, make_sqlite
from tests.demo_data import Demo

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
WIDTHS = {"phone": "390", "desk": "1280"}
MOST_BYTES = 150_000


@dataclass(frozen=True)
class Shot:
    """A page as somebody sees it: `name` is the file's, `ready` is done on the page before the picture."""

    name: str
    who: str
    address: str
    dark: bool = False
    sizes: tuple[str, ...] = ("phone", "desk")
    ready: Callable[[Page], object] = lambda page: None


def main() -> int:
    """Make every picture anew; returns how many are too large."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, clock.at(NOW):
        backend = make_sqlite(Path(folder))
        shots = _told(backend)
        with serving(backend.app) as address, sync_playwright() as playwright:
            pages = Chromium(open_chromium(playwright), address)
            cookies = {who: _cookie(backend, who) for who in {shot.who for shot in shots}}
            files = [_take(pages, shot, size, cookies[shot.who]) for shot in shots for size in shot.sizes]
            pages.close()
        backend.engine.dispose()
    large = [file for file in files if file.stat().st_size > MOST_BYTES]
    for file in files:
        print(f"{file.stat().st_size // 1000:5} kB  {file.name}")
    for file in large:
        print(f"{file.name} is too large: at most {MOST_BYTES // 1000} kB", file=sys.stderr)
    return len(large)


def _told(backend: Backend) -> list[Shot]:
    """The demo's families, one open worry more, and the pages to show."""
    with backend.app.app_context(), db.sessionmaker() as session:
        seed(session, now=NOW - timedelta(minutes=30))
        demo = Demo(session)
        worry_id = _worry(session, demo)
        # As where its clock runs beside it, and has a sender.
        beat(session, uuid4(), began_at=NOW, sends="text email", now=NOW)
        session.commit()
        malik = demo.episode("Malik")
        family = f"/families/{malik.family_id}"
        visit = session.scalars(
            select(Visit.id)
            .where(Visit.episode_id == malik.id, Visit.state == VisitState.PLANNED)
            .order_by(Visit.starts_at)
        ).first()
        note = session.scalars(
            select(Note.id)
            .where(Note.episode_id == malik.id, Note.kind == NoteKind.VISIT)
            .order_by(Note.occurred_at.desc())
        ).first()
        return [
            Shot("today", "Lorna", "/today"),
            Shot("today-dark", "Lorna", "/today", dark=True, sizes=("phone",)),
            Shot("family", "Lorna", family),
            Shot("family-dark", "Lorna", family, dark=True, sizes=("desk",)),
            Shot("visit", "Lorna", f"/visits/{visit}/record", ready=_half_filled_in),
            Shot("note", "Lorna", f"/notes/{note}"),
            Shot("families", "Lorna", "/families"),
            Shot("contact", "Lorna", "/contacts/new"),
            Shot("team", "Priya", "/team"),
            Shot("worry", "Priya", f"/worries/{worry_id}"),
            Shot("decide", "Priya", f"/worries/{worry_id}/decision"),
        ]


def _worry(session: Session, demo: Demo) -> object:
    """One that waits for a decision, in another family than the one on the other pictures."""
    kwame, episode = demo.person("Kwame"), demo.episode("Chowdhury")
    adam = session.scalars(
        select(FamilyMember).where(FamilyMember.family_id == episode.family_id, FamilyMember.known_as == "Adam")
    ).one()
    entry = WorryEntry(
        id=uuid4(),
        urgency=Urgency.TODAY,
        saw_or_heard="The screen of his phone is cracked right across. No marks on Adam. He was calm.",
        occurred_at=NOW - timedelta(minutes=41),
        member_id=adam.id,
        exact_words="He threw my phone. He said next time it won’t be my phone.",
        setting="in the kitchen, alone with Kwame",
        asked="“What happened then?” Nothing else.",
        told_child="That I need to talk to Priya today to help keep him safe, and that I’d tell him what happens.",
        keeping_safe="He told us straight away. His sister walks with him.",
    )
    return raise_worry(session, episode, kwame, entry, note_id=None, now=NOW - timedelta(minutes=26)).id


def _half_filled_in(page: Page) -> None:
    """A visit note in the middle of being written."""
    page.get_by_role("radio", name="We met").check()
    page.get_by_role("checkbox", name="Shazia", exact=True).check()
    page.get_by_role("checkbox", name="Seen Ayaan").check()
    page.get_by_label("A few lines").fill(
        "Shazia walked with Ayaan to the stop all week. He went in four days of five."
    )
    goals = page.get_by_role("heading", name="Goals, one by one")
    goals.evaluate("heading => window.scrollTo(0, heading.getBoundingClientRect().top + window.scrollY - 20)")
    page.get_by_role("radio", name="6", exact=True).first.check()


def _cookie(backend: Backend, first_name: str) -> tuple[str, str]:
    with backend.app.app_context(), db.sessionmaker() as session:
        person = Demo(session).person(first_name)
        token = begin_sign_in(session, person, "A phone", now=NOW, second_step_done=True)
        session.commit()
        return cookie_of(backend.app, token)


def _take(pages: Chromium, shot: Shot, size: str, cookie: tuple[str, str]) -> Path:
    page = pages.page(size, cookie)
    page.emulate_media(color_scheme="dark" if shot.dark else "light")
    page.clock.set_fixed_time(NOW)
    page.goto(shot.address, wait_until="load")
    shot.ready(page)
    file = FOLDER / f"{shot.name.removesuffix('-dark')}-{WIDTHS[size]}{'-dark' if shot.dark else ''}.png"
    picture = page.screenshot(animations="disabled")
    page.goto("about:blank")
    file.write_bytes(small_png(page, picture))
    page.context.close()
    return file


if __name__ == "__main__":
    sys.exit(main())
