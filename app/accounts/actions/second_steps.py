"""The second step: an authenticator app (TOTP, RFC 6238), and recovery codes for when it is lost."""

import hmac
from datetime import datetime
from typing import Any, cast

import pyotp
from sqlalchemy import Update, delete, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from app.accounts.actions.codes import hash_code, new_code
from app.accounts.models import RecoveryCode, SecondStep, User
from app.accounts.queries import second_step_of
from app.accounts.seals import seal, unseal
from app.audit.actions import note
from app.core.errors import Refused

STEP = 30  # seconds
DRIFT = (-1, 0, 1)  # steps: phones' clocks are seldom quite right
RECOVERY_CODES, RECOVERY_GROUPS = 10, 7


def begin_set_up(session: Session, person: User, *, now: datetime) -> SecondStep:
    """Make a seed for an authenticator app. One that is in use goes on until the new one is confirmed."""
    session.execute(delete(SecondStep).where(SecondStep.user_id == person.id, SecondStep.confirmed_at.is_(None)))
    step = SecondStep(user_id=person.id, sealed_seed="", made_at=now, last_counter=0)
    step.sealed_seed = seal(session.info["field_key"], pyotp.random_base32(), bound_to=_belongs_to(person))
    session.add(step)
    return step


def seed_of(session: Session, person: User, step: SecondStep) -> str:
    """The seed, to be typed or scanned into the app."""
    return unseal(session.info["field_key"], step.sealed_seed, bound_to=_belongs_to(person))


def confirm_set_up(session: Session, person: User, step: SecondStep, code: str, *, now: datetime) -> list[str]:
    """The app has shown its first code: from now on it is the second step. Returns ten recovery codes."""
    if not _spend(session, person, step, code, now):
        raise Refused("code", "That code doesn’t match. Type the six digits that the app shows now")
    session.execute(delete(SecondStep).where(SecondStep.user_id == person.id, SecondStep.id != step.id))
    step.confirmed_at = now
    codes = _fresh_codes(session, person)
    note(session, person, "account.second_step_set_up", about="account", about_id=person.id, now=now)
    return codes


def make_recovery_codes(session: Session, person: User, *, now: datetime) -> list[str]:
    """Ten new codes, to be shown once; those of before are worth nothing any more."""
    codes = _fresh_codes(session, person)
    note(session, person, "account.recovery_codes", about="account", about_id=person.id, now=now)
    return codes


def _fresh_codes(session: Session, person: User) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == person.id))
    codes = [new_code(RECOVERY_GROUPS) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_id=person.id, code_hash=hash_code(code)) for code in codes)
    return codes


def spend_code(session: Session, person: User, code: str, *, now: datetime) -> bool:
    """Whether this is a code of the person's app that has not been used yet; then it is."""
    step = second_step_of(session, person)
    good = step is not None and _spend(session, person, step, code, now)
    if not good:
        note(session, person, "account.second_step_refused", about="account", about_id=person.id, now=now)
    return good


def spend_recovery_code(session: Session, person: User, code: str, *, now: datetime) -> bool:
    """Whether this is a recovery code of the person that has not been used yet; then it is."""
    good = _changed_one(
        session,
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == person.id, RecoveryCode.code_hash == hash_code(code), RecoveryCode.used_at.is_(None)
        )
        .values(used_at=now),
    )
    action = "account.recovery_code" if good else "account.second_step_refused"
    note(session, person, action, about="account", about_id=person.id, now=now)
    return good


def forget_second_step(session: Session, person: User) -> None:
    """The app and the codes are lost: they open nothing any more."""
    session.execute(delete(SecondStep).where(SecondStep.user_id == person.id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == person.id))


def app_address(person: User, seed: str) -> str:
    """What an authenticator app reads from the square code."""
    return pyotp.TOTP(seed).provisioning_uri(name=person.email, issuer_name="Withy")


def _spend(session: Session, person: User, step: SecondStep, code: str, now: datetime) -> bool:
    digits = "".join(code.split()).encode()
    app = pyotp.TOTP(seed_of(session, person, step))
    this = int(now.timestamp()) // STEP
    shown = [
        at for at in (this + drift for drift in DRIFT) if hmac.compare_digest(app.generate_otp(at).encode(), digits)
    ]
    # The database compares once more: of two that send the same code at once, one is refused.
    return bool(shown) and _changed_one(
        session,
        update(SecondStep)
        .where(SecondStep.id == step.id, SecondStep.last_counter < shown[-1])
        .values(last_counter=shown[-1]),
    )


def _changed_one(session: Session, change: Update) -> bool:
    session.flush()
    result = cast(CursorResult[Any], session.execute(change))
    return result.rowcount == 1


def _belongs_to(person: User) -> str:
    return f"second_step:{person.id}"
