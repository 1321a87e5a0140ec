"""Clusters and the services beside them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.actions import Actor, note
from app.clusters.models import Cluster, Service
from app.core.errors import Refused


@dataclass(frozen=True, kw_only=True)
class ClusterEntry:
    """A cluster as somebody wants it. `active_to` is its last day; empty while it lasts."""

    id: UUID
    name: str
    code: str
    active_from: date
    active_to: date | None = None


def keep_cluster(session: Session, by: Actor, entry: ClusterEntry, *, now: datetime) -> Cluster:
    """Add a cluster, or change the one with this id. A code belongs to one cluster for ever."""
    if entry.active_to is not None and entry.active_to < entry.active_from:
        raise Refused("active_to", "The last day cannot be before the first")
    clash = select(Cluster.name).where(func.lower(Cluster.code) == entry.code.lower(), Cluster.id != entry.id)
    if (other := session.scalar(clash)) is not None:
        raise Refused("code", f"{other} has this code")
    cluster = session.get(Cluster, entry.id)
    if cluster is None:
        cluster = Cluster(**asdict(entry))
        session.add(cluster)
    elif not _take(cluster, entry):
        return cluster
    words = f"{entry.code}: {entry.name}, from {entry.active_from}" + (
        f" to {entry.active_to}" if entry.active_to else ""
    )
    note(session, by, "settings.cluster", about="cluster", about_id=entry.id, reason=words, now=now)
    return cluster


@dataclass(frozen=True, kw_only=True)
class ServiceEntry:
    """A service as somebody wants it. `capacity` is in families at one time."""

    id: UUID
    name: str
    kind: str
    phone: str = ""
    capacity: int | None = None
    active_to: date | None = None


def keep_service(session: Session, cluster: Cluster, by: Actor, entry: ServiceEntry, *, now: datetime) -> Service:
    """Add a service to a cluster, or change the one with this id."""
    service = session.get(Service, entry.id)
    if service is None:
        service = Service(**asdict(entry), cluster_id=cluster.id)
        session.add(service)
    elif service.cluster_id != cluster.id:
        raise Refused("id", "This page is out of date: open the form again")
    elif not _take(service, entry):
        return service
    words = ", ".join(
        f"{key} {value}" for key, value in asdict(entry).items() if key != "id" and value not in ("", None)
    )
    note(session, by, "settings.service", about="service", about_id=entry.id, reason=words, now=now)
    return service


def _take(row: Cluster | Service, entry: ClusterEntry | ServiceEntry) -> bool:
    """Put the entry's words on the row; whether anything changed."""
    changed = {key: value for key, value in asdict(entry).items() if getattr(row, key) != value}
    for key, value in changed.items():
        setattr(row, key, value)
    return bool(changed)
