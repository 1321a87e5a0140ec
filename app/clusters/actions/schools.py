"""Schools: from the Department for Education's list, and into a cluster."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.actions import Actor, note
from app.clusters.models import Cluster, School


@dataclass(frozen=True, kw_only=True)
class SchoolLine:
    """A school as the Department for Education's list tells of it."""

    urn: str
    name: str
    local_authority: str
    phase: str
    postcode: str
    phone: str
    closed: bool


@dataclass(kw_only=True)
class SchoolCounts:
    """What an import did. `closed` counts schools that closed since the last one."""

    added: int = 0
    changed: int = 0
    same: int = 0
    closed: int = 0


def import_schools(
    session: Session, lines: Iterable[SchoolLine], cluster: Cluster | None, by: Actor | None = None, *, now: datetime
) -> SchoolCounts:
    """Add the schools that are new and update those that are known, by URN.

    A school keeps the cluster it has; one without goes to `cluster`. Closed schools that we never had
    are left out. A school that is not in the file stays as it is.
    """
    known = {school.urn: school for school in session.scalars(select(School).where(School.urn.is_not(None)))}
    counts = SchoolCounts()
    for line in lines:
        if (school := known.get(line.urn)) is not None:
            _update(school, line, cluster, counts)
        elif not line.closed:
            session.add(School(**asdict(line), cluster_id=cluster.id if cluster else None))
            counts.added += 1
    if counts.added or counts.changed:
        words = f"{counts.added} added, {counts.changed} changed, {counts.closed} closed"
        note(session, by, "settings.schools", about="school", reason=words, now=now)
    return counts


def _update(school: School, line: SchoolLine, cluster: Cluster | None, counts: SchoolCounts) -> None:
    wanted: dict[str, object] = asdict(line)
    if school.cluster_id is None and cluster is not None and not line.closed:
        wanted["cluster_id"] = cluster.id
    changed = {key: value for key, value in wanted.items() if getattr(school, key) != value}
    counts.closed += changed.get("closed") is True
    counts.changed += bool(changed)
    counts.same += not changed
    for key, value in changed.items():
        setattr(school, key, value)


def give_school(session: Session, school: School, cluster: Cluster | None, by: Actor, *, now: datetime) -> School:
    """Put a school into a cluster, or take it out of the one it is in."""
    if school.cluster_id != (cluster.id if cluster else None):
        school.cluster_id = cluster.id if cluster else None
        words = f"{school.name}: {cluster.name if cluster else 'no cluster'}"
        note(session, by, "settings.schools", about="school", about_id=school.id, reason=words, now=now)
    return school


def name_safeguarding_lead(session: Session, school: School, name: str, by: Actor, *, now: datetime) -> School:
    """Say who answers for safeguarding at a school. The Department's list does not know, and never rubs it out."""
    if school.safeguarding_lead != name:
        school.safeguarding_lead = name
        words = f"{school.name}: another safeguarding lead"
        note(session, by, "settings.schools", about="school", about_id=school.id, reason=words, now=now)
    return school
