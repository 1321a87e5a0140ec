"""Forms that were sent after their sign-in had ended: kept for whoever sent them, for a day."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import KeptForm, User
from app.accounts.seals import seal, unseal

KEPT_FOR = timedelta(hours=24)
MOST = 200_000  # characters: several times the longest form of ours
# What one person may have waiting; the oldest goes.
MOST_FORMS = 10

Said = Sequence[tuple[str, str]]


def keep_form(session: Session, owner: User, page: str, sent_to: str, said: Said, *, now: datetime) -> KeptForm | None:
    """Keep what was typed, sealed; nothing where it is longer than any form of ours."""
    session.execute(delete(KeptForm).where(KeptForm.at <= now - KEPT_FOR))
    words = json.dumps(list(said), ensure_ascii=False)
    if len(words) > MOST:
        return None
    form = KeptForm(id=uuid4(), user_id=owner.id, page=page, sent_to=sent_to, sealed="", at=now)
    form.sealed = seal(session.info["field_key"], words, bound_to=_belongs_to(form))
    session.add(form)
    session.flush()
    newest = select(KeptForm.id).where(KeptForm.user_id == owner.id).order_by(KeptForm.at.desc()).limit(MOST_FORMS)
    ids = session.scalars(newest).all()
    session.execute(delete(KeptForm).where(KeptForm.user_id == owner.id, KeptForm.id.not_in(ids)))
    return form


def what_was_typed(session: Session, form: KeptForm) -> Said:
    """Names of boxes and what was typed into them, in their order."""
    words = unseal(session.info["field_key"], form.sealed, bound_to=_belongs_to(form))
    return [(name, value) for name, value in json.loads(words)]


def drop_forms(session: Session, forms: Sequence[KeptForm]) -> None:
    """They have been sent again, and held: nothing is left to keep."""
    for form in forms:
        session.delete(form)


def _belongs_to(form: KeptForm) -> str:
    return f"kept_form:{form.id}:{form.user_id}"
