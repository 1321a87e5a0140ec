"""Signing in, the second step, signing out."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.actions.throttles import Lane, give_back, tries_by_strangers
from app.accounts.models import SignIn, User, WayIn
from app.accounts.passwords import hash_password, is_old_hash, is_password
from app.accounts.queries import account_with_email
from app.audit.actions import note

TOKEN = 16  # bytes


def hash_token(token: str) -> str:
    """What the database keeps of a random token. Plain SHA-256 will do: nothing can be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def try_password(session: Session, email: str, password: str, lanes: Sequence[Lane], *, now: datetime) -> User | None:
    """Whose email and password these are; nobody where they do not match, or where the person left.

    It takes as long for an email that nobody has. Either way the try is noted, without the email.
    The try was counted before (see throttles.py): a good one is given back.
    """
    account = account_with_email(session, email)
    open_to = account if account is not None and account.left_on is None else None
    kept = open_to.password_hash if open_to else None
    if not is_password(password, kept) or open_to is None or kept is None:
        note(
            session, None, "account.sign_in_refused", about="account", about_id=account.id if account else None, now=now
        )
        return None
    if is_old_hash(kept):
        open_to.password_hash = hash_password(password)
    give_back(session, lanes, now=now)
    open_to.tries_told = min(open_to.tries_told, tries_by_strangers(session, open_to))
    note(session, open_to, "account.password_given", about="account", about_id=open_to.id, now=now)
    return open_to


def is_still_them(session: Session, person: User, password: str, lanes: Sequence[Lane], *, now: datetime) -> bool:
    """Whether this is their own password once more, before something that guards the account changes."""
    if not is_password(password, person.password_hash):
        note(session, person, "account.password_refused", about="account", about_id=person.id, now=now)
        return False
    give_back(session, lanes, now=now)
    return True


def begin_sign_in(session: Session, person: User, device: str, *, now: datetime, second_step_done: bool) -> str:
    """A new sign-in on this device; returns the token for its cookie (128 random bits)."""
    token = secrets.token_urlsafe(TOKEN)
    session.add(
        SignIn(
            user_id=person.id,
            token_hash=hash_token(token),
            device=device,
            started_at=now,
            seen_at=now,
            second_step_at=now if second_step_done else None,
        )
    )
    return token


def pass_second_step(session: Session, sign_in: SignIn, *, now: datetime) -> str:
    """The second step was taken: the sign-in opens, under a new token, which is returned."""
    token = secrets.token_urlsafe(TOKEN)
    sign_in.token_hash = hash_token(token)
    sign_in.second_step_at = sign_in.seen_at = now
    return token


def renew_sign_in(session: Session, person: User, sign_in: SignIn, *, now: datetime) -> str:
    """A sign-in that fell quiet or was on hold goes on, under a new token; not past its limit, nor once ended."""
    token = secrets.token_urlsafe(TOKEN)
    sign_in.token_hash = hash_token(token)
    sign_in.seen_at = now
    sign_in.held_at = None
    note(session, person, "account.sign_in_renewed", about="sign_in", about_id=sign_in.id, now=now)
    return token


def hold_sign_in(session: Session, person: User, sign_in: SignIn, *, now: datetime) -> None:
    """The phone goes into somebody else's hand: until it is renewed, the sign-in opens nothing."""
    if sign_in.held_at is None:
        sign_in.held_at = now
        note(session, person, "account.sign_in_held", about="sign_in", about_id=sign_in.id, now=now)


def signed_in(
    session: Session, person: User, token: str, devices: Sequence[SignIn], most: int, *, now: datetime
) -> None:
    """Note that a sign-in is complete; of more devices than `most`, those used longest ago are signed out.

    `devices`: where this person is signed in, this one too, the latest used first.
    """
    this = next(device for device in devices if device.token_hash == hash_token(token))
    others = [device for device in devices if device is not this]
    for device in others[most - 1 :]:
        end_sign_in(device, now=now)
    note(session, person, "account.sign_in", about="sign_in", about_id=this.id, now=now)


def end_sign_in(sign_in: SignIn, *, now: datetime) -> None:
    """Sign one device out. Ending it twice changes nothing."""
    if sign_in.ended_at is None:
        sign_in.ended_at = now


def sign_out(session: Session, by: User, sign_in: SignIn, *, now: datetime) -> None:
    """Sign one device out, and note it."""
    end_sign_in(sign_in, now=now)
    note(session, by, "account.sign_out", about="sign_in", about_id=sign_in.id, now=now)


def sign_out_everywhere(session: Session, by: User, devices: Sequence[SignIn], *, now: datetime) -> None:
    """Sign these devices out, and note it once."""
    for sign_in in devices:
        end_sign_in(sign_in, now=now)
    note(session, by, "account.sign_out_all", about="account", about_id=by.id, now=now)


def end_all_sign_ins(session: Session, person: User, *, now: datetime, but: SignIn | None = None) -> None:
    """Nobody is signed in as this person any more, except on the one device named."""
    spared = SignIn.id != but.id if but else SignIn.id.is_not(None)
    session.execute(
        update(SignIn).where(SignIn.user_id == person.id, SignIn.ended_at.is_(None), spared).values(ended_at=now)
    )


def told(session: Session, person: User, resets: Sequence[WayIn], *, now: datetime) -> None:
    """They have read who reset their password, and how often somebody else tried it."""
    for way_in in resets:
        way_in.told_at = now
    person.tries_told = tries_by_strangers(session, person)
    note(session, person, "account.told", about="account", about_id=person.id, now=now)
