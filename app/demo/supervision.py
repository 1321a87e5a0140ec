"""Priya's group in the story: a session next week, to which Lorna brings two families, one of them prepared."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID, uuid4

from app.clusters.queries import figures_of
from app.core import clock
from app.demo.days import moment
from app.demo.story import Kin, Story
from app.supervision.actions import (
    BringEntry,
    GroupEntry,
    PrepEntry,
    SessionsEntry,
    bring,
    plan_sessions,
    prepare,
    save_group,
)
from app.supervision.models import Told, Wants
from app.supervision.queries import Seat, could_bring, item_prepared_by, seat_seen_by
from app.supervision.reasons import weigh

AHEAD = 7  # days
BROUGHT = ("Malik", "Okafor-Reid")
PREPARED = "Malik"


def tell_supervision(story: Story, kin: Mapping[str, Kin]) -> None:
    """Yesterday afternoon Priya planned the session and Lorna got one family ready. It is not published yet."""
    day = story.days.ago(1)
    story.at(moment(day, "4:20pm"), lambda now: _keep(story, kin, now))


def _keep(story: Story, kin: Mapping[str, Kin], now: datetime) -> None:
    session, priya = story.session, story.staff["Priya"]
    usual = {
        "at": time(14),
        "minutes": 120,
        "place": "Beckside Children’s Centre",
        "way": "three_columns",
        "facilitator_id": priya.id,
    }
    members = frozenset(story.staff[name].id for name in ("Lorna", "Tom", "Kwame", "Iwona"))
    group = save_group(session, priya, GroupEntry(id=uuid4(), every_weeks=2, member_ids=members, **usual), now=now)  # type: ignore[arg-type]
    entry = SessionsEntry(id=uuid4(), day=story.days.ahead(AHEAD), **usual)  # type: ignore[arg-type]
    [planned] = plan_sessions(session, group, priya, entry, now=now)
    _bring(story, kin, planned.id, now)


def _bring(story: Story, kin: Mapping[str, Kin], session_id: UUID, now: datetime) -> None:
    session, lorna = story.session, story.staff["Lorna"]
    seat = seat_seen_by(session, lorna, session_id, now)
    assert seat  # noqa: S101  She is in the group.
    could, today = could_bring(session, lorna, seat, now), clock.local(now).date()
    figures = figures_of(session, seat.session.cluster_id)
    reasons = {one.one.family.id: one.reasons for one in weigh(could, figures, today)}
    chosen = BringEntry(id=uuid4(), family_ids=tuple(kin[name].family.id for name in BROUGHT))
    for row in bring(session, seat, lorna, could, reasons, chosen, now=now):
        if row.family_id == kin[PREPARED].family.id:
            _prepare(story, row.id, seat, today, now)


def _prepare(story: Story, discussion_id: UUID, seat: Seat, today: date, now: datetime) -> None:
    session, lorna = story.session, story.staff["Lorna"]
    found = item_prepared_by(session, lorna, discussion_id, now)
    assert found  # noqa: S101  She brings it.
    said = PrepEntry(
        id=uuid4(),
        told=Told.YES,
        told_on=today,
        family_wants="Shazia wants to know if other mums have got round the bus problem.",
        going_well="In school four days of five. A friend at lunch. Shazia spotted herself that mornings are quieter "
        "when bags are packed.",
        worried="Two boys on the number 12, and a cracked phone. If it goes on he may stop getting on the bus.",
        wants=Wants.IDEAS,
        question="How can Ayaan feel safe on the bus?",
        why_now="He has started to ask to be driven.",
        family_would_say="That he needs somebody to sit with, not somebody to tell.",
        pulls="I was followed home at his age, and I want to fix it for him.",
    )
    prepare(session, found[0], seat, lorna, said, written_at=now, now=now)
