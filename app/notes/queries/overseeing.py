"""Who can be asked to do what was decided in management oversight."""

from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import holds_on, supervisor_of
from app.core.permissions import Can
from app.families.models import Allocation, Episode, RelatedStaff
from app.families.queries import lead_workers_of


def who_could_do_it(session: Session, episode: Episode, by: User, today: date) -> dict[UUID, User]:
    """Who works with the family today, by name; then who supervises its lead worker, and whoever writes.

    Only those who answer for promises: a cluster manager asks somebody else. Nobody named as related to the family.
    """
    related = exists().where(RelatedStaff.family_id == episode.family_id, RelatedStaff.user_id == User.id)
    with_them = session.scalars(
        select(User)
        .join(Allocation, Allocation.user_id == User.id)
        .where(
            Allocation.episode_id == episode.id,
            holds_on(Allocation.from_on, Allocation.until_on, today),
            User.left_on.is_(None),
            ~related,
        )
        .order_by(User.name)
    ).all()
    lead = lead_workers_of(session, [episode.id], today).get(episode.id)
    above = supervisor_of(session, lead.id, today) if lead else None
    people = [*with_them, *([above] if above else []), by]
    return {person.id: person for person in people if person.may(Can.PROMISE_KEEP)}
