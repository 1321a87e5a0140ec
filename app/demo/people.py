"""The cast: who works in the two clusters. All invented; phone numbers are Ofcom's for drama."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.accounts.models import Absence, Deputy, Supervision, User
from app.accounts.passwords import hash_password
from app.clusters.models import Cluster
from app.core.permissions import Role
from app.demo.days import Days

PASSPHRASE = "walking beside you 26"
BECKSIDE, THREE_MILLS = "Beckside", "Three Mills"
HERE_FOR = timedelta(days=800)


@dataclass(frozen=True)
class Colleague:
    """One of the cast. `target` is how many families they have room for; `led_by` who supervises them."""

    name: str
    role: Role
    cluster: str = ""
    phone: str = ""
    yarn: str = "iris"
    target: int = 6
    led_by: str = ""

    @property
    def first(self) -> str:
        """The name colleagues use."""
        return self.name.split()[0]

    @property
    def email(self) -> str:
        """What they sign in with."""
        return f"{self.first.lower()}@withy.example"


CAST = (
    Colleague("Lorna Ackroyd", Role.WORKER, BECKSIDE, "07700 900150", "iris", led_by="Priya"),
    Colleague("Tom Sugden", Role.WORKER, BECKSIDE, "07700 900151", "rowan", led_by="Priya"),
    Colleague("Kwame Mensah", Role.WORKER, BECKSIDE, "07700 900152", "moss", led_by="Priya"),
    Colleague("Iwona Nowak", Role.WORKER, BECKSIDE, "07700 900153", "heather", led_by="Priya"),
    Colleague("Priya Nair", Role.SUPERVISOR, BECKSIDE, "0113 496 0101", "sea", led_by="Delroy"),
    Colleague("Delroy Grant", Role.MANAGER, BECKSIDE, "0113 496 0102", "woad"),
    Colleague("Chloe Marsh", Role.WORKER, THREE_MILLS, "07700 900154", "weld", target=8, led_by="Marcus"),
    Colleague("Marcus Obi", Role.SUPERVISOR, THREE_MILLS, "0113 496 0103", "madder", target=2),
    Colleague("Hazel Firth", Role.ADMIN, phone="0113 496 0190", yarn="moss"),
    Colleague("Noor Aziz", Role.AUDITOR, phone="0113 496 0191", yarn="woad"),
)  # fmt: skip


def hire(session: Session, *, since: datetime) -> dict[str, User]:
    """Make the cast's accounts, by first name. They share one passphrase: hashed once, since hashing is slow."""
    kept = hash_password(PASSPHRASE)
    staff = {
        one.first: User(
            email=one.email,
            name=one.name,
            role=one.role,
            phone=one.phone,
            yarn=one.yarn,
            caseload_target=one.target,
            password_hash=kept,
            password_set_at=since,
            created_at=since,
        )
        for one in CAST
    }
    session.add_all(staff.values())
    session.flush()
    return staff


def put_in_place(session: Session, days: Days, staff: dict[str, User], clusters: dict[str, Cluster]) -> None:
    """Who works where, who supervises whom, and who stands in."""
    for one in CAST:
        if one.cluster:
            staff[one.first].cluster_id = clusters[one.cluster].id
    session.add_all(_lines(staff, days.now))
    away_from, away_until = days.ahead(20), days.ahead(27)
    session.add_all(
        (
            Deputy(
                supervisor_id=staff["Priya"].id,
                deputy_id=staff["Delroy"].id,
                from_on=(days.now - HERE_FOR).date(),
                until_on=None,
            ),
            Deputy(
                supervisor_id=staff["Marcus"].id,
                deputy_id=staff["Priya"].id,
                from_on=away_from,
                until_on=away_until,
            ),
            Absence(user_id=staff["Marcus"].id, from_on=away_from, until_on=away_until),
        )
    )
    session.flush()


def _lines(staff: dict[str, User], now: datetime) -> Iterable[Supervision]:
    for one in CAST:
        if one.led_by:
            yield Supervision(
                supervisor_id=staff[one.led_by].id,
                worker_id=staff[one.first].id,
                from_on=(now - HERE_FOR).date(),
                until_on=None,
            )
