"""Ways in and out."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import SignIn, User


def hash_token(token: str) -> str:
    """What the database keeps of a random token. Plain SHA-256 will do: nothing can be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin_sign_in(session: Session, person: User, device: str, *, now: datetime, second_step_done: bool) -> str:
    """A new sign-in on this device; returns the token for its cookie (128 random bits)."""
    token = secrets.token_urlsafe(16)
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


def end_sign_in(sign_in: SignIn, *, now: datetime) -> None:
    """Sign one device out. Ending it twice changes nothing."""
    if sign_in.ended_at is None:
        sign_in.ended_at = now
