"""Figures and lists of choices: what a cluster changes, and only that, becomes a row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.actions import Actor, note
from app.clusters.figures import ABOUT, Figures
from app.clusters.models import Cluster, Figure, Label
from app.clusters.queries import Choice, figures_of, labels_of
from app.core.errors import Refused

REASON_LENGTH = 500  # what an audit entry holds
KEY_LENGTH = 60


def set_figures(session: Session, cluster: Cluster, by: Actor, figures: Figures, *, now: datetime) -> Figures:
    """Take these numbers as the cluster's own. Refused names the figure that is out of bounds."""
    _check(figures)
    before = asdict(figures_of(session, cluster.id))
    changed = {key: value for key, value in asdict(figures).items() if value != before[key]}
    rows = {row.key: row for row in session.scalars(select(Figure).where(Figure.cluster_id == cluster.id))}
    for key, value in changed.items():
        if key in rows:
            rows[key].value = value
        else:
            session.add(Figure(cluster_id=cluster.id, key=key, value=value))
    if changed:
        words = "; ".join(f"{key} {before[key]} to {value}" for key, value in changed.items())
        _tell(session, by, "settings.figures", cluster, words, now)
    return figures


def _check(figures: Figures) -> None:
    for key, about in ABOUT.items():
        if not about.least <= getattr(figures, key) <= about.most:
            raise Refused(key, f"This must be from {about.least} to {about.most} {about.unit}")
    if figures.ending_week >= figures.plan_weeks:
        raise Refused("ending_week", "This must be before the last week of a plan")
    if figures.review_weeks > figures.plan_weeks:
        raise Refused("review_weeks", "A plan must be reviewed at least once before it ends")
    if not figures.ladder_call <= figures.ladder_supervisor <= figures.ladder_decision:
        raise Refused("ladder_supervisor", "The three steps must come one after the other")


@dataclass(frozen=True, kw_only=True)
class ChoiceEntry:
    """One choice as somebody wants it. A new one has no key yet."""

    key: str
    words: str
    position: int
    hidden: bool


def set_list(
    session: Session, cluster: Cluster, by: Actor, kind: str, entries: Sequence[ChoiceEntry], *, now: datetime
) -> list[Choice]:
    """Reword, move, hide and add choices of a list. Choices left out stay as they are: none is deleted."""
    known = {choice.key: choice for choice in labels_of(session, cluster.id, kind)}
    named = [_named(entry, known) for entry in entries]
    wanted = known | {choice.key: choice for choice in named}
    _check_list(list(wanted.values()))
    changed = [choice for key, choice in wanted.items() if known.get(key) != choice]
    rows = session.scalars(select(Label).where(Label.cluster_id == cluster.id, Label.kind == kind))
    _write(session, cluster, kind, changed, {row.key: row for row in rows})
    if changed:
        said = [words for choice in changed if (words := _difference(known.get(choice.key), choice))]
        words = f"{kind}: " + "; ".join(said or ["another order"])
        _tell(session, by, "settings.list", cluster, words, now)
    return labels_of(session, cluster.id, kind)


def _named(entry: ChoiceEntry, known: Mapping[str, Choice]) -> Choice:
    """The choice with its key. A new one is named after its words, so that sending it twice is sending it once."""
    key = entry.key
    if not key:
        key = re.sub(r"[^a-z0-9]+", "_", entry.words.lower()).strip("_")[: KEY_LENGTH - 3] or "choice"
        while key in known and known[key].words.casefold() != entry.words.casefold():
            key += "_2"
    elif key not in known:
        raise Refused("list", "This page is out of date: open it again")
    return Choice(key=key[:KEY_LENGTH], words=entry.words, position=entry.position, hidden=entry.hidden)


def _check_list(choices: Sequence[Choice]) -> None:
    seen: set[str] = set()
    for choice in choices:
        if not choice.words:
            raise Refused("list", "Each choice needs words; hide one that is not wanted")
        if choice.words.casefold() in seen:
            raise Refused("list", f"“{choice.words}” is there twice")
        seen.add(choice.words.casefold())
    if all(choice.hidden for choice in choices):
        raise Refused("list", "Leave at least one choice to choose from")


def _write(session: Session, cluster: Cluster, kind: str, changed: Sequence[Choice], rows: Mapping[str, Label]) -> None:
    for choice in changed:
        row = rows.get(choice.key)
        if row is None:
            row = Label(cluster_id=cluster.id, kind=kind, key=choice.key)
            session.add(row)
        row.words, row.position, row.hidden = choice.words, choice.position, choice.hidden


def _difference(before: Choice | None, now: Choice) -> str:
    if before is None:
        return f"“{now.words}” added"
    said = []
    if before.words != now.words:
        said.append(f"“{before.words}” is now “{now.words}”")
    if before.hidden != now.hidden:
        said.append(f"“{now.words}” {'hidden' if now.hidden else 'shown again'}")
    return ", ".join(said)


def _tell(session: Session, by: Actor, action: str, cluster: Cluster, words: str, now: datetime) -> None:
    note(session, by, action, about="cluster", about_id=cluster.id, reason=words[:REASON_LENGTH], now=now)
