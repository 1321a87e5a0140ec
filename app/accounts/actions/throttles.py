"""Slowing down whoever guesses, without locking anybody out.

Each try is counted, in the database, before the password is looked at, so that a hundred tries at
once count as a hundred. A device on which this person signed in before stands in a lane of its own:
what strangers do elsewhere never closes it. Rules: NIST SP 800-63B-4 3.2.2 (at most 100 failures in
a row), OWASP's device cookies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.accounts.models import Throttle, User
from app.accounts.seals import fingerprint
from app.core.errors import Refused

LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=90)
IN_A_ROW = 100
# Mistakes that cost nothing: a person's, and those of everyone in an office together.
FREE, FREE_NETWORK = 5, 50


class TooManyTries(Refused):
    """Not now: wait first, or be helped back in, in person."""


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One thing that is counted: the first `free` failures cost nothing, then each doubles the wait.

    `forgives`: one failure is forgotten for each such span of quiet. `closes_at`: so many failures in
    a row shut the lane for good. `shared`: one person's success says nothing about the others.
    """

    key: str
    free: int | None = None
    forgives: timedelta | None = None
    closes_at: int | None = None
    shared: bool = False


def lanes_for_sign_in(
    session: Session, email: str, person: User | None, network: str, device: str | None
) -> list[Lane]:
    """What a try of a password counts against. The same for an email that nobody has."""
    key: bytes = session.info["field_key"]
    # A new password begins anew.
    since = person.password_set_at.isoformat() if person and person.password_set_at else ""
    if person is not None and device is not None:
        return _own_lanes(fingerprint(key, "device", str(person.id), device, since))
    who = email.strip().lower()
    return [
        Lane(key=fingerprint(key, "place", who, network, since), free=FREE, forgives=timedelta(hours=1)),
        Lane(key=_key_of_strangers(key, who, since), closes_at=IN_A_ROW),
        lane_of_network(session, network),
    ]


def tries_by_strangers(session: Session, person: User) -> int:
    """How many wrong passwords in a row came from devices that this person has never signed in on."""
    since = person.password_set_at.isoformat() if person.password_set_at else ""
    row = session.get(Throttle, _key_of_strangers(session.info["field_key"], person.email, since))
    return row.failures if row else 0


def lanes_for_code(session: Session, person: User, device: str | None) -> list[Lane]:
    """What a try of a code, or of one's own password once more, counts against."""
    since = person.password_set_at.isoformat() if person.password_set_at else ""
    return _own_lanes(fingerprint(session.info["field_key"], "code", str(person.id), device or "", since))


def lane_of_network(session: Session, network: str) -> Lane:
    """What everyone of one network counts against together: a guess a minute costs nothing."""
    key = fingerprint(session.info["field_key"], "network", network)
    return Lane(key=key, free=FREE_NETWORK, forgives=timedelta(minutes=1), shared=True)


def _key_of_strangers(key: bytes, email: str, since: str) -> str:
    return fingerprint(key, "strangers", email, since)


def _own_lanes(key: str) -> list[Lane]:
    return [
        Lane(key=key, free=FREE, forgives=timedelta(hours=1)),
        Lane(key=fingerprint(key.encode(), "in a row"), closes_at=IN_A_ROW),
    ]


def take_turn(session: Session, lanes: Sequence[Lane], *, field: str, now: datetime) -> None:
    """Count a try before it is made. Raises TooManyTries, having counted nothing, where it must wait.

    Commit before looking at the password: until then others wait for these rows.
    """
    rows = {lane.key: _locked(session, lane.key, now) for lane in sorted(lanes, key=lambda lane: lane.key)}
    for lane in lanes:
        row = rows[lane.key]
        if lane.closes_at is not None and row.failures >= lane.closes_at:
            raise TooManyTries(field, "There have been too many tries. Your supervisor can help you back in, in person")
        if row.open_at > now:
            raise TooManyTries(
                field, f"There have been too many tries. Wait {_words(row.open_at - now)}, then try again"
            )
    for lane in lanes:
        row = rows[lane.key]
        row.failures = _remembered(lane, row, now) + 1
        row.last_at = now
        row.open_at = now + _wait(lane, row.failures)


def give_back(session: Session, lanes: Sequence[Lane], *, now: datetime) -> None:
    """It was the right person: their failures are forgotten; a network's lane loses only this try."""
    for lane in lanes:
        row = _locked(session, lane.key, now)
        row.failures = max(0, row.failures - 1) if lane.shared else 0
        row.open_at = now
    session.execute(delete(Throttle).where(Throttle.last_at < now - FORGOTTEN_AFTER))


def _locked(session: Session, key: str, now: datetime) -> Throttle:
    """The row of a lane, made where there is none; others wait for it until this transaction ends."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = {"key": key, "failures": 0, "last_at": now, "open_at": now}
    session.execute(insert(Throttle).values(**fresh).on_conflict_do_nothing())
    found = select(Throttle).where(Throttle.key == key).with_for_update()
    return session.execute(found.execution_options(populate_existing=True)).scalar_one()


def _remembered(lane: Lane, row: Throttle, now: datetime) -> int:
    if lane.forgives is None:
        return row.failures
    return max(0, row.failures - (now - row.last_at) // lane.forgives)


def _wait(lane: Lane, failures: int) -> timedelta:
    """1, 2, 4 … seconds once the free ones are used up, 15 minutes at most."""
    if lane.free is None or failures < lane.free:
        return timedelta(0)
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(failures - lane.free, 20)))


def _words(wait: timedelta) -> str:
    """4 minutes, 1 second; rounded up."""
    one = timedelta(minutes=1) if wait > timedelta(minutes=1) else timedelta(seconds=1)
    many = -(-wait // one)
    return f"{many} {'minute' if one > timedelta(seconds=1) else 'second'}{'' if many == 1 else 's'}"
