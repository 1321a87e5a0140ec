"""Priya looks at the Maliks' record and decides: it stands on the record, and on the day of who is to do it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core import clock
from app.core.errors import Refused
from app.families.models import Allocation, Episode, ReasonedLook
from app.notes.actions import OversightEntry, oversee
from app.notes.models import Note, NoteKind, Readers
from app.notes.queries import chronology_of, version_of, wording_of
from app.promises.models import Promise
from tests.cast import NOW, TODAY
from tests.reading import words_of

Browser = Callable[..., FlaskClient]
THURSDAY = TODAY + timedelta(days=2)
SAID = {
    "on": TODAY.isoformat(),
    "looked_at": "The last four notes, and a talk with Lorna",
    "analysis": "Ayaan is heard. Hiba is hardly in the notes.",
    "decision": "See Hiba on her own",
    "why": "Nobody has asked her how mornings are",
    "due_on": THURSDAY.isoformat(),
}


@pytest.fixture
def entry(lorna: User) -> OversightEntry:
    """Priya read the notes today; Lorna sees Hiba alone by Thursday."""
    words = {name: SAID[name] for name in ("looked_at", "analysis", "decision", "why")}
    return OversightEntry(id=uuid4(), on=TODAY, owner_id=lorna.id, due_on=THURSDAY, **words)


@pytest.fixture
def note(session: Session, maliks: Episode, priya: User, entry: OversightEntry) -> Note:
    """The same, kept."""
    kept = oversee(session, maliks, priya, entry, now=NOW)
    session.commit()
    return kept


def test_it_stands_among_the_important_events_for_the_team_alone(
    session: Session, browser: Browser, lorna: User, maliks: Episode, note: Note
) -> None:
    assert (note.kind, note.readers) == (NoteKind.MANAGEMENT, Readers.TEAM)
    assert [one.id for one in chronology_of(session, maliks.family_id)] == [note.id]
    page = browser(lorna).get(f"/notes/{note.id}").text
    for words in ("Management oversight", "What was looked at", "Key analysis", "Why: Nobody has asked her"):
        assert words in page
    assert "What happened" not in page
    assert "Management oversight" in browser(lorna).get(f"/families/{maliks.family_id}").text


@pytest.mark.usefixtures("note")
def test_what_was_decided_is_on_lornas_day(
    session: Session, browser: Browser, lorna: User, maliks: Episode, note: Note
) -> None:
    made = session.scalars(select(Promise)).one()
    assert (made.owner_user_id, made.due_on, made.source, made.source_id) == (lorna.id, THURSDAY, "oversight", note.id)
    assert made.visible_to_family is False
    with clock.at(NOW):
        assert "See Hiba on her own" in browser(lorna).get("/today").text
    ledger = browser(lorna).get(f"/families/{maliks.family_id}/promises").text
    assert "Decided in management oversight" in ledger


def test_what_priya_takes_on_herself_is_on_her_own_day(
    session: Session, browser: Browser, maliks: Episode, priya: User, entry: OversightEntry
) -> None:
    oversee(session, maliks, priya, replace(entry, owner_id=priya.id), now=NOW)
    session.commit()
    with clock.at(NOW + timedelta(days=3)):
        page = words_of(browser(priya).get("/team/today").text)
    assert "You said you would" in page
    assert "See Hiba on her own" in page
    assert "1 day late" in page.lower()


def test_priya_writes_it_from_the_familys_page(
    session: Session, browser: Browser, maliks: Episode, priya: User, lorna: User
) -> None:
    here = f"/families/{maliks.family_id}/oversight/new"
    with clock.at(NOW):
        client = browser(priya)
        assert here in client.get(f"/families/{maliks.family_id}").text
        page = client.get(here).text
        assert "Lorna Ackroyd" in page
        assert "Priya (me)" in page
        answer = client.post(here, data=SAID | {"id": str(uuid4()), "owner": str(lorna.id)})
    kept = session.scalars(select(Note)).one()
    assert answer.location.endswith(f"/notes/{kept.id}")
    says = wording_of(session, version_of(session, kept.id, 1))
    assert (says.happened, says.meaning) == (SAID["looked_at"], SAID["analysis"])
    assert says.next_words == "See Hiba on her own\n\nWhy: Nobody has asked her how mornings are"


@pytest.mark.parametrize("missing", ["looked_at", "analysis", "decision", "why", "owner", "due_on"])
def test_each_part_is_asked_for_and_what_was_typed_stays(
    session: Session, browser: Browser, maliks: Episode, priya: User, lorna: User, missing: str
) -> None:
    said = SAID | {"id": str(uuid4()), "owner": str(lorna.id)} | {missing: ""}
    with clock.at(NOW):
        answer = browser(priya).post(f"/families/{maliks.family_id}/oversight/new", data=said)
    assert answer.status_code == 422
    assert "Ayaan is heard" in answer.text or missing == "analysis"
    assert session.scalars(select(Note)).all() == []


def test_the_same_sent_again_a_minute_later_is_one(
    session: Session, maliks: Episode, priya: User, note: Note, entry: OversightEntry
) -> None:
    again = oversee(session, maliks, priya, entry, now=NOW + timedelta(minutes=1))
    assert again.id == note.id
    assert len(session.scalars(select(Promise)).all()) == 1
    with pytest.raises(Refused):
        oversee(session, maliks, priya, replace(entry, why="Something else"), now=NOW)


def test_nobody_oversees_their_own_work(
    session: Session, browser: Browser, maliks: Episode, priya: User, entry: OversightEntry
) -> None:
    session.query(Allocation).filter_by(episode_id=maliks.id).update({"user_id": priya.id})
    session.commit()
    with pytest.raises(Refused, match="another supervisor"):
        oversee(session, maliks, priya, replace(entry, owner_id=priya.id), now=NOW)
    with clock.at(NOW):
        assert "oversight/new" not in browser(priya).get(f"/families/{maliks.family_id}").text


def test_only_who_works_with_them_is_asked_to_do_it(
    session: Session, maliks: Episode, priya: User, tom: User, chloe: User, entry: OversightEntry
) -> None:
    for somebody in (tom, chloe):
        with pytest.raises(Refused, match="Choose somebody"):
            oversee(session, maliks, priya, replace(entry, owner_id=somebody.id), now=NOW)


@pytest.mark.parametrize(
    "days",
    [
        pytest.param({"on": TODAY + timedelta(days=1), "due_on": THURSDAY}, id="tomorrow"),
        pytest.param({"on": TODAY - timedelta(days=400)}, id="before our work began"),
        pytest.param({"due_on": TODAY - timedelta(days=1)}, id="done before it was decided"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    session: Session, maliks: Episode, priya: User, entry: OversightEntry, days: dict[str, object]
) -> None:
    with pytest.raises(Refused):
        oversee(session, maliks, priya, replace(entry, **days), now=NOW)  # type: ignore[arg-type]


def test_a_manager_gives_a_reason_first_and_asks_somebody_else_to_do_it(
    session: Session, browser: Browser, maliks: Episode, delroy: User, priya: User
) -> None:
    here = f"/families/{maliks.family_id}/oversight/new"
    with clock.at(NOW):
        client = browser(delroy)
        assert client.get(here).location.endswith("/reason")
        session.add(
            ReasonedLook(
                user_id=delroy.id,
                family_id=maliks.family_id,
                reason="Three reviews late in this team",
                at=NOW,
                until_at=NOW + timedelta(hours=1),
            )
        )
        session.commit()
        page = client.get(here).text
        assert "Delroy (me)" not in page
        answer = client.post(here, data=SAID | {"id": str(uuid4()), "owner": str(priya.id)})
        assert answer.status_code == 303
    assert session.scalars(select(Promise.owner_user_id)).one() == priya.id


def test_priya_puts_it_right_beside_what_she_wrote_and_lorna_cannot(
    session: Session, browser: Browser, lorna: User, priya: User, note: Note
) -> None:
    here = f"/notes/{note.id}/amendment?part=happened"
    said = {"version": "1", "words": "The last five notes", "reason": "I had counted four"}
    with clock.at(NOW):
        assert browser(lorna).get(here).status_code == 404
        assert browser(lorna).post(here, data=said).status_code == 404
        assert "Put something right" not in browser(lorna).get(f"/notes/{note.id}").text
        assert browser(priya).post(here, data=said).status_code == 303
        page = browser(priya).get(f"/notes/{note.id}").text
    assert "The last five notes" in page
    assert "I had counted four" in page
    session.expire_all()
    assert note.latest == 2


def test_nobody_can_show_it_to_the_family(session: Session, browser: Browser, priya: User, note: Note) -> None:
    with clock.at(NOW):
        answer = browser(priya).post(f"/notes/{note.id}/readers", data={"readers": "family", "significant": "y"})
        assert answer.status_code == 404
        assert "Change who may read this" not in browser(priya).get(f"/notes/{note.id}").text
    session.expire_all()
    assert note.readers is Readers.TEAM


@pytest.mark.usefixtures("note")
def test_the_trail_says_who_wrote_it(session: Session, priya: User) -> None:
    done = session.execute(select(Entry.action, Entry.actor_id)).all()
    assert ("note.write", priya.id) in done
