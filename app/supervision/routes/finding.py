"""Finding what an address names, through the eyes of whoever looks."""

from datetime import datetime
from uuid import UUID

from flask import abort
from flask_login import current_user

from app.clusters.queries import choices_of
from app.supervision.models import SupervisionGroup
from app.supervision.queries import Item, Seat, group_of, item_prepared_by, item_seen_by, seat_seen_by
from app.supervision.working import WAYS
from app.web.session import session


def a_seat(session_id: UUID, now: datetime) -> Seat:
    """The session, for whoever is in it or runs it; or 404."""
    return seat_seen_by(session, current_user, session_id, now) or abort(404)


def a_run(session_id: UUID, now: datetime) -> Seat:
    """The session, for whoever runs it; or 404."""
    seat = a_seat(session_id, now)
    return seat if seat.runs else abort(404)


def own_group() -> SupervisionGroup | None:
    """The group of whoever is signed in."""
    return group_of(session, current_user.id)


def an_item(discussion_id: UUID, now: datetime) -> tuple[Item, Seat]:
    """The family on the agenda, for whoever may see it there; or 404."""
    return item_seen_by(session, current_user, discussion_id, now) or abort(404)


def an_item_to_prepare(discussion_id: UUID, now: datetime) -> tuple[Item, Seat]:
    """The family on the agenda, for whoever brings it or runs the group; or 404."""
    return item_prepared_by(session, current_user, discussion_id, now) or abort(404)


def ways_here(cluster_id: UUID) -> dict[str, str]:
    """The ways of working that a cluster uses, in its words and order; those whose steps we know."""
    return {key: words for key, words in choices_of(session, cluster_id, "ways_of_working").items() if key in WAYS}
