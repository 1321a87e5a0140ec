"""Setting up a phone, and shutting one out."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.accounts.actions import hash_token
from app.accounts.actions.sign_ins import end_all_sign_ins, end_sign_in
from app.accounts.models import SignIn, User
from app.accounts.seals import seal, unseal
from app.audit.actions import note
from app.offline.models import Phone
from app.offline.queries import phones_of
from app.offline.sealing import to_base64

TOKEN = 32  # bytes
NAME_LENGTH = 80


@dataclass(frozen=True, kw_only=True)
class SetUp:
    """A phone that was just set up, with the secrets that only it will hold."""

    phone: Phone
    deliver: str
    resume: str
    recovery: str


def set_up_phone(session: Session, person: User, sign_in: SignIn, name: str, most: int, *, now: datetime) -> SetUp:
    """Let this browser keep its owner's work, and deliver it. Of more than `most`, those used longest ago are ended."""
    for old in phones_of(session, person)[max(most - 1, 0) :]:
        end_phone(session, person, old, now=now)
    deliver, resume, recovery = (to_base64(secrets.token_bytes(TOKEN)) for _ in range(3))
    phone = Phone(
        id=uuid4(),
        user_id=person.id,
        sign_in_id=sign_in.id,
        name=name[:NAME_LENGTH],
        deliver_hash=hash_token(deliver),
        resume_hash=hash_token(resume),
        recovery="",
        made_at=now,
        seen_at=now,
    )
    phone.recovery = seal(session.info["field_key"], recovery, bound_to=_belongs_to(phone.id, person.id))
    session.add(phone)
    note(session, person, "phone.set_up", about="phone", about_id=phone.id, now=now)
    return SetUp(phone=phone, deliver=deliver, resume=resume, recovery=recovery)


def another_delivery(phone: Phone) -> str:
    """A new token that can only deliver, for a browser that lost the one of before."""
    token = to_base64(secrets.token_bytes(TOKEN))
    phone.deliver_hash = hash_token(token)
    return token


def recovery_of(session: Session, phone: Phone, by: User, *, now: datetime) -> str:
    """The server's share of the vault's key, given out after a whole new sign-in; noted each time."""
    share = unseal(session.info["field_key"], phone.recovery, bound_to=_belongs_to(phone.id, phone.user_id))
    note(session, by, "phone.recovered", about="phone", about_id=phone.id, now=now)
    return share


def end_phone(session: Session, by: User | None, phone: Phone, *, now: datetime) -> None:
    """Shut a phone out: it is told to wipe itself, and what it still sends is held. Doing it twice changes nothing."""
    if phone.ended_at is None:
        phone.ended_at = now
        note(session, by, "phone.ended", about="phone", about_id=phone.id, now=now)


def end_lost_phone(session: Session, by: User, phone: Phone, *, now: datetime) -> None:
    """Its owner has lost it: nobody is signed in on it any more, and it opens nothing."""
    if sign_in := session.get(SignIn, phone.sign_in_id):
        end_sign_in(sign_in, now=now)
    end_phone(session, by, phone, now=now)


def end_phones_of(session: Session, by: User, person: User, *, now: datetime) -> None:
    """Every phone of this person, and every sign-in: where somebody else says that one is lost, all are."""
    end_all_sign_ins(session, person, now=now)
    for phone in phones_of(session, person):
        end_phone(session, by, phone, now=now)
    note(session, by, "person.phones_ended", about="account", about_id=person.id, now=now)


def phone_tells(phone: Phone, waiting: int, since: datetime | None, *, now: datetime) -> None:
    """What a phone says of itself: how much waits on it, and from when. Its clock may be wrong: never of tomorrow."""
    phone.waiting, phone.said_at = waiting, now
    phone.waiting_since = min(max(since, phone.made_at), now) if waiting and since else None


def _belongs_to(phone_id: UUID, user_id: UUID) -> str:
    return f"phone:{phone_id}:{user_id}"
