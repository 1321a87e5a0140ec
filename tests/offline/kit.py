"""One phone through many troubles: Lorna's, set up once, with its network, its server and what the server holds."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Page, Playwright, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from app.accounts.models import User
from app.core import clock
from app.notes.models import Note, NoteVersion
from app.offline.models import Receipt
from app.settings import read_settings
from app.visits.models import Visit, VisitState
from app.web.session import db
from tests.offline.faults import Network
from tests.offline.real import RealPhone
from tests.serving.served import Phone, Server

SENT = re.compile("^ ?Sent, ")
# What a person waits for without wondering: milliseconds until "saved" stands there, whatever the network does.
SOON = 5_000


ODD = 5  # past the hour: nothing else of the demo begins then


def lornas_next_visit(session: Session) -> Visit:
    """The next that has not begun, and that the phone has kept since before these tests moved any."""
    asked = (
        select(Visit)
        .join(User, User.id == Visit.worker_id)
        .where(User.name.startswith("Lorna"), Visit.state == VisitState.PLANNED, Visit.starts_at > clock.now())
        .order_by(Visit.starts_at)
    )
    return next(visit for visit in session.scalars(asked) if visit.starts_at.minute != ODD)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A note as the server holds it."""

    words: str
    by: str
    family_id: UUID
    written_order: int


@contextmanager
def lornas_kit(
    playwright: Playwright, folder: Path, network: Network, server: Server, *, finger: bool = False
) -> Iterator["Kit"]:
    """A phone that Lorna has just set up, with her day on it, its profile in this folder."""
    Phone(server.port).until_answered("GET", "/health")
    phone = RealPhone(playwright, folder / "profile", network, server)
    phone.sign_in("lorna")
    phone.set_up(finger=finger)
    yield Kit(phone, network, server)
    phone.context.close()


@dataclass
class Kit:
    """The phone and everything it depends on, each of which can go wrong."""

    phone: RealPhone
    network: Network
    server: Server

    @property
    def page(self) -> Page:
        """The page in her hand."""
        return self.phone.page

    def all_is_well(self) -> None:
        """The network and the server are back, and the phone is open on Today."""
        self.network.faults.clear()
        if self.server.process is None:
            self.server.start()
        Phone(self.server.port).until_answered("GET", "/health")
        self.is_open()
        self.everything_is_sent()

    def is_open(self) -> None:
        """The vault is open: it may have locked itself since it was last touched."""
        self.phone.go("/more")
        locked = self.page.locator("[data-words]")
        self.page.locator("[data-lock]:visible").or_(locked).first.wait_for()
        if locked.count():
            self.phone.unlock()
            self.page.locator("[data-lock]:visible").wait_for()

    def is_live(self, path: str) -> None:
        """This page comes from the server again: as soon as the phone has noticed that it can."""
        for _ in range(80):
            self.phone.go(path)
            # Said in the page itself: the words on it come with its scripts, a moment later.
            if not self.page.evaluate("'keptAt' in document.documentElement.dataset"):
                return
            self.page.wait_for_timeout(500)
        raise AssertionError(f"{path} never came from the server again")

    def families(self) -> Sequence[str]:
        """Ids of the families on her list, in its order."""
        self.phone.go("/families")
        links = self.page.locator("main a[href^='/families/']").evaluate_all("all => all.map(one => one.pathname)")
        return list(
            dict.fromkeys(path.split("/")[2] for path in links if re.fullmatch(r"/families/[0-9a-f-]{36}", path))
        )

    def open_call(self, family: str, words: str, page: Page | None = None) -> Page:
        """The form for a call to this family, filled in."""
        page = page or self.page
        page.goto(f"/contacts/new?family={family}")
        expect(page.locator("#contact [name=outbox]")).to_have_count(1)
        page.get_by_role("radio", name="Note", exact=True).check()
        page.locator("#contact [name=happened]").fill(words)
        return page

    def save(self, page: Page | None = None) -> None:
        """Tap Save."""
        (page or self.page).locator(".dock").get_by_role("button", name="Save contact").click()

    def saved_here(self, page: Page | None = None) -> None:
        """She is told that it is saved on this phone."""
        (page or self.page).wait_for_url("**/phone/saved*", timeout=20_000)
        expect((page or self.page).get_by_role("heading", level=1)).to_have_text("Saved on this phone")

    def write(self, family: str, words: str) -> None:
        """A call, written and saved while nothing can be sent."""
        self.open_call(family, words)
        self.save()
        self.saved_here()

    def everything_is_sent(self) -> None:
        """Nothing waits on the phone any more, and it went by itself."""
        self.phone.go("/phone/waiting")
        # A network that swallowed it is given up after half a minute; the next try comes by itself.
        expect(self.page.locator("[data-nothing]")).to_be_visible(timeout=90_000)

    @contextmanager
    def on_the_server(self) -> Iterator[Session]:
        """A look into the server's database."""
        app = create_app(read_settings(self.server.told))
        with app.app_context():
            with db.sessionmaker() as session:
                yield session
            db.engine.dispose()

    def held(self, marker: str) -> list[Held]:
        """The notes with this marker, in the order in which the server took them."""
        with self.on_the_server() as session:
            rows = session.execute(
                select(NoteVersion.happened, User.name, Note.family_id)
                .join(Note, Note.id == NoteVersion.note_id)
                .join(User, User.id == Note.written_by_id)
                .where(NoteVersion.happened.contains(marker))
                .order_by(Note.recorded_at, Note.id)
            ).all()
        return [
            Held(words=words, by=name, family_id=family_id, written_order=place)
            for place, (words, name, family_id) in enumerate(rows)
        ]

    def receipts(self) -> int:
        """How many things the server gave a receipt for."""
        with self.on_the_server() as session:
            return len(session.scalars(select(Receipt.id)).all())
