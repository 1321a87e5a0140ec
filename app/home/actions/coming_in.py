"""The way in: a code on paper, four numbers, and leaving quickly."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actions.throttles import Lane, give_back, lane_of_network, take_turn
from app.accounts.models import User
from app.accounts.passwords import hash_password, is_password
from app.accounts.seals import fingerprint
from app.core.db import hold
from app.core.errors import Refused
from app.families.models import FamilyMember
from app.home.actions.telling import tell
from app.home.codes import Link, mark_of, new_link, new_paper_code
from app.home.models import OwnPage, OwnPhone, PaperCode
from app.home.queries import live_code_with
from app.home.said import DEAD, FOUR, NOT_THE_SAME, WRONG

CODE_LASTS = timedelta(hours=48)
REMEMBERED = timedelta(days=14)
# How long it stays open without the numbers.
OPEN_FOR = timedelta(minutes=30)
NUMBERS = 4
TRIES, MOST_TRIES = 5, 20
MOST_GUESSES = 10  # of the numbers that go with one link


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A phone that was let in, and the token that it is known by."""

    phone: OwnPhone
    person: FamilyMember
    token: str


def make_code(session: Session, person: FamilyMember, by: User, *, now: datetime) -> str:
    """A new code for this person; one made before stops. Returned once, kept nowhere."""
    code = new_paper_code()
    _make(session, person, by, code, now)
    return code


def make_link(session: Session, person: FamilyMember, by: User, *, now: datetime) -> Link:
    """The same as a link to scan, and numbers to tell beside it. Returned once, kept nowhere."""
    link = new_link()
    _make(session, person, by, link.code, now)
    return link


def _make(session: Session, person: FamilyMember, by: User, code: str, now: datetime) -> None:
    way_in = session.get(OwnPage, person.id)
    if way_in is None:
        session.add(OwnPage(member_id=person.id, family_id=person.family_id, began_at=now))
    else:
        way_in.withdrawn_at = None  # They asked for it again; the trail keeps that they had ended it.
    stop_codes(session, person, now)
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
    tell(session, by, "own_page.code", person, now)


def stop_code(session: Session, person: FamilyMember, by: User, *, now: datetime) -> None:
    """The code that waits opens nothing any more."""
    stop_codes(session, person, now)
    tell(session, by, "own_page.code_stopped", person, now)


def redeem(session: Session, typed: str, *, remembered: bool, network: str, now: datetime, link: str = "") -> Opened:
    """Open a person's page with their code, or with a link's secret and the numbers that were told beside it.

    Raises Refused, with the same words whatever was wrong with it.
    """
    lanes = [lane_of_network(session, f"paper {network}")]
    if link:
        # Whoever has the link alone must not try all numbers: it dies, and nobody is locked out of anything else.
        key = fingerprint(session.info["field_key"], "link", link.upper())
        lanes.append(Lane(key=key, closes_at=MOST_GUESSES))
    take_turn(session, lanes, field="code", now=now)
    session.commit()
    # Whatever became of a code that opens nothing, the same is asked and answered: nobody learns that there was one.
    found = live_code_with(session, mark_of(session.info["field_key"], link + typed), now)
    if found is None:
        raise Refused("code", DEAD)
    code, person = found
    hold(session, code)
    if code.used_at is not None or code.stopped_at is not None:
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
    tell(session, None, "own_page.opened", person, now)
    return Opened(phone=phone, person=person, token=token)


def choose_numbers(session: Session, phone: OwnPhone, person: FamilyMember, numbers: str, *, now: datetime) -> None:
    """The four numbers that open the page on this phone next time. Raises Refused."""
    if len(numbers) != NUMBERS or not numbers.isdecimal():
        raise Refused("numbers", FOUR)
    if len(set(numbers)) == 1:
        raise Refused("numbers", NOT_THE_SAME)
    phone.numbers_hash = hash_password(_salted(phone, numbers))
    tell(session, None, "own_page.numbers", person, now)


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
    tell(session, None, "own_page.opened", person, now)


def leave(session: Session, phone: OwnPhone, person: FamilyMember, *, now: datetime) -> None:
    """Shut it at once: going back shows nothing."""
    phone.open_until = phone.left_at = now
    tell(session, None, "own_page.leave", person, now)


def token_mark(token: str) -> str:
    """What the database keeps of a phone's token."""
    return sha256(token.encode()).hexdigest()


def stop_codes(session: Session, person: FamilyMember, now: datetime) -> None:
    """Whatever code waits for this person opens nothing any more."""
    waiting = select(PaperCode).where(
        PaperCode.member_id == person.id, PaperCode.used_at.is_(None), PaperCode.stopped_at.is_(None)
    )
    for code in session.scalars(waiting):
        code.stopped_at = now


def _salted(phone: OwnPhone, numbers: str) -> str:
    return f"{phone.id} {numbers}"
