"""Every change to a person's way in: made, opened, quietened, ended; and what is shared with them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.actions.throttles import Lane, give_back, lane_of_network, take_turn
from app.accounts.models import User
from app.accounts.passwords import hash_password, is_password
from app.accounts.seals import fingerprint
from app.audit.actions import note
from app.core import clock
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.home.codes import mark_of, new_paper_code
from app.home.models import About, FamilyWord, LanguageCheck, OwnPage, OwnPhone, PaperCode, Share, What
from app.home.queries import code_with
from app.home.said import A_FEW_WORDS, CHANGED, DEAD, FOUR, NOT_THE_SAME, WRONG
from app.home.sharing import items_for
from app.plans.actions import RatingEntry, rate
from app.plans.models import RatingContext

CODE_LASTS = timedelta(hours=48)
REMEMBERED = timedelta(days=14)
# How long it stays open without the numbers.
OPEN_FOR = timedelta(minutes=30)
NUMBERS = 4
TRIES, MOST_TRIES = 5, 20


@dataclass(frozen=True, kw_only=True)
class CheckEntry:
    """Somebody who speaks a language has read its words."""

    checked_by: str
    checked_on: date


@dataclass(frozen=True, kw_only=True)
class WordEntry:
    """What somebody said from their own page."""

    id: UUID
    about: About
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A phone that was let in, and the token that it is known by."""

    phone: OwnPhone
    person: FamilyMember
    token: str


def make_code(session: Session, person: FamilyMember, by: User, *, now: datetime) -> str:
    """A new code for this person; one made before stops. Returned once, kept nowhere."""
    way_in = session.get(OwnPage, person.id)
    if way_in is None:
        session.add(OwnPage(member_id=person.id, family_id=person.family_id, began_at=now))
    elif way_in.withdrawn_at is not None:
        raise Refused("code", f"{person.known_as} has withdrawn. Talk with them first")
    _stop_codes(session, person, now)
    code = new_paper_code()
    session.add(
        PaperCode(
            member_id=person.id,
            family_id=person.family_id,
            code_hash=mark_of(session.info["field_key"], code),
            made_at=now,
            made_by_id=by.id,
            ends_at=now + CODE_LASTS,
        )
    )
    _tell(session, by, "own_page.code", person, now)
    return code


def stop_code(session: Session, person: FamilyMember, by: User, *, now: datetime) -> None:
    """The code that waits opens nothing any more."""
    _stop_codes(session, person, now)
    _tell(session, by, "own_page.code_stopped", person, now)


def redeem(session: Session, typed: str, *, remembered: bool, network: str, now: datetime) -> Opened:
    """Open a person's page with their code. Raises Refused, with the same words whatever was wrong with it."""
    lanes = [lane_of_network(session, f"paper {network}")]
    take_turn(session, lanes, field="code", now=now)
    session.commit()
    code = code_with(session, mark_of(session.info["field_key"], typed))
    if code is not None:
        hold(session, code)
    person = session.get(FamilyMember, code.member_id) if code else None
    alive = code is not None and code.used_at is None and code.stopped_at is None and code.ends_at > now
    if code is None or person is None or not alive or person.left_on is not None:
        raise Refused("code", DEAD)
    code.used_at = now
    token = secrets.token_urlsafe(32)
    phone = OwnPhone(
        member_id=person.id,
        token_hash=token_mark(token),
        made_at=now,
        open_until=now + OPEN_FOR,
        ends_at=now + (REMEMBERED if remembered else OPEN_FOR),
    )
    session.add(phone)
    give_back(session, lanes, now=now)
    _tell(session, None, "own_page.opened", person, now)
    return Opened(phone=phone, person=person, token=token)


def choose_numbers(session: Session, phone: OwnPhone, person: FamilyMember, numbers: str, *, now: datetime) -> None:
    """The four numbers that open the page on this phone next time. Raises Refused."""
    if len(numbers) != NUMBERS or not numbers.isdecimal():
        raise Refused("numbers", FOUR)
    if len(set(numbers)) == 1:
        raise Refused("numbers", NOT_THE_SAME)
    phone.numbers_hash = hash_password(_salted(phone, numbers))
    _tell(session, None, "own_page.numbers", person, now)


def open_again(session: Session, phone: OwnPhone, person: FamilyMember, numbers: str, *, now: datetime) -> None:
    """Open it once more with the four numbers. Raises Refused; too many wrong ones, and a new code is needed."""
    key = fingerprint(session.info["field_key"], "numbers", str(phone.id))
    lanes = [Lane(key=key, free=TRIES, forgives=timedelta(hours=1)), Lane(key=f"{key[:-1]}-", closes_at=MOST_TRIES)]
    take_turn(session, lanes, field="numbers", now=now)
    session.commit()
    if not phone.numbers_hash or not is_password(_salted(phone, numbers), phone.numbers_hash):
        raise Refused("numbers", WRONG)
    give_back(session, lanes, now=now)
    phone.open_until, phone.left_at = now + OPEN_FOR, None
    _tell(session, None, "own_page.opened", person, now)


def leave(session: Session, phone: OwnPhone, person: FamilyMember, *, now: datetime) -> None:
    """Shut it at once: going back shows nothing."""
    phone.open_until = phone.left_at = now
    _tell(session, None, "own_page.leave", person, now)


def pause(session: Session, way_in: OwnPage, by: User, *, paused: bool, now: datetime) -> None:
    """Make a page quiet, or let it speak again. Its person is not told."""
    person = session.get_one(FamilyMember, way_in.member_id)
    way_in.paused_at = (way_in.paused_at or now) if paused else None
    _tell(session, by, "own_page.pause" if paused else "own_page.go_on", person, now)


def withdraw(session: Session, way_in: OwnPage, by: User | None, *, now: datetime) -> None:
    """One person wants no page: their way in ends everywhere, at once. Others go on, and the record stays."""
    person = session.get_one(FamilyMember, way_in.member_id)
    way_in.withdrawn_at = way_in.withdrawn_at or now
    _stop_codes(session, person, now)
    ending = update(OwnPhone).where(OwnPhone.member_id == person.id, OwnPhone.ended_at.is_(None)).values(ended_at=now)
    session.execute(ending)
    _tell(session, by, "own_page.withdraw", person, now)


def share(
    session: Session, episode: Episode, person: FamilyMember, by: User, wanted: Mapping[str, bool], *, now: datetime
) -> None:
    """Turn things on or off for one person; what stays as it is leaves no trace. Unknown things are passed over."""
    changed = [item for item in items_for(session, episode, person) if wanted.get(item.key, item.shared) != item.shared]
    for item in changed:
        before = update(Share).where(
            Share.member_id == person.id,
            Share.what == item.what,
            Share.about_id == item.about_id if item.about_id else Share.about_id.is_(None),
            Share.ended_at.is_(None),
        )
        session.execute(before.values(ended_at=now))
        session.add(
            Share(
                member_id=person.id,
                what=item.what,
                about_id=item.about_id,
                shared=not item.shared,
                said_at=now,
                said_by_id=by.id,
            )
        )
    if changed:
        _tell(session, by, "own_page.share", person, now)


def rate_own(
    session: Session,
    episode: Episode,
    person: FamilyMember,
    goal_id: UUID,
    score: int | None,
    *,
    at: UUID,
    now: datetime,
) -> None:
    """A person's own number, from their own page. `at` is made with the form: sent twice, it is one. Raises Refused."""
    mine = [item for item in items_for(session, episode, person) if item.shared and item.what is What.GOAL]
    if goal_id not in {item.about_id for item in mine}:
        raise Refused("score", CHANGED)
    entry = RatingEntry(goal_id=goal_id, member_id=person.id, score=score)
    rate(
        session,
        episode,
        None,
        [entry],
        on=clock.local(now).date(),
        note_id=at,
        now=now,
        context=RatingContext.OWN_PAGE,
    )


def say_word(session: Session, person: FamilyMember, entry: WordEntry, *, now: datetime) -> FamilyWord:
    """Something for their worker's day; the same again is the same. Raises Refused."""
    if known := session.get(FamilyWord, entry.id):
        if (known.member_id, known.about, known.words) == (person.id, entry.about, entry.words):
            return known
        raise Refused("words", CHANGED)
    if entry.about is About.TALK_ABOUT and not entry.words:
        raise Refused("words", A_FEW_WORDS)
    word = FamilyWord(
        id=entry.id,
        family_id=person.family_id,
        member_id=person.id,
        about=entry.about,
        words=entry.words,
        said_at=now,
    )
    session.add(word)
    _tell(session, None, "own_page.word", person, now)
    return word


def have_seen(session: Session, word: FamilyWord, by: User, *, now: datetime) -> None:
    """Their worker has read it: it leaves the day, and stays on record."""
    if word.seen_at is None:
        word.seen_at, word.seen_by_id = now, by.id
        person = session.get_one(FamilyMember, word.member_id)
        _tell(session, by, "own_page.word_seen", person, now)


def check_language(session: Session, tag: str, by: User, entry: CheckEntry, *, now: datetime) -> LanguageCheck:
    """Keep who read the words of a language and when. Raises Refused."""
    if not entry.checked_by:
        raise Refused("checked_by", "Say who checked it")
    if entry.checked_on > clock.local(now).date():
        raise Refused("checked_on", "Choose a day that has been")
    row = session.get(LanguageCheck, tag) or LanguageCheck(tag=tag)
    row.checked_by, row.checked_on, row.recorded_at, row.recorded_by_id = entry.checked_by, entry.checked_on, now, by.id
    session.add(row)
    note(session, by, "language.check", about="language", now=now, reason=tag)
    return row


def looked(session: Session, way_in: OwnPage, person: FamilyMember, *, now: datetime) -> None:
    """They opened their page: a worker may know that, and when."""
    way_in.last_looked_at = now
    _tell(session, None, "own_page.view", person, now)


def token_mark(token: str) -> str:
    """What the database keeps of a phone's token."""
    return sha256(token.encode()).hexdigest()


def _salted(phone: OwnPhone, numbers: str) -> str:
    return f"{phone.id} {numbers}"


def _stop_codes(session: Session, person: FamilyMember, now: datetime) -> None:
    waiting = select(PaperCode).where(
        PaperCode.member_id == person.id, PaperCode.used_at.is_(None), PaperCode.stopped_at.is_(None)
    )
    for code in session.scalars(waiting):
        code.stopped_at = now


def _tell(session: Session, by: User | None, action: str, person: FamilyMember, now: datetime) -> None:
    """The trail says whose page it is. Nobody signed in, where the person did it."""
    note(session, by, action, about="person", about_id=person.id, family_id=person.family_id, now=now)
