"""A phone's outbox and a server in a few lines each, and any schedule of what can happen between them.

The phone follows the rules of `static/js/offline/outbox.js`, the server those of `app/offline/door.py`; the server can
also be the real one. Each rule that keeps a note from being lost or doubled can be left out, to see that a
schedule is found which shows it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

FAMILIES = ("the Maliks", "the Bells")


class Bug(StrEnum):
    """A rule that is left out."""

    NONE = "none"
    DROPS_ON_401 = "what is answered with 401 is dropped"
    NO_UNIQUE_KEY = "the server does not know an id again"
    VOLATILE_QUEUE = "what is saved lies in memory until it is sent"
    SENT_BY_STATUS = "any 200 counts as an answer"
    NO_LANES = "what comes behind a refused item of its family goes on"


class Way(StrEnum):
    """What becomes of one request on its way."""

    THERE = "there and back"
    LOST_BEFORE = "lost before the server"
    LOST_AFTER = "the answer is lost"
    PORTAL = "a hotel answers with 200"
    SHUT_OUT = "401"
    FAULT = "503"


@dataclass(frozen=True)
class Item:
    """Something saved. `good`: whether the server takes what it says."""

    id: int
    family: str
    good: bool = True


class Server(Protocol):
    """What takes a batch, and what it holds then."""

    def take(self, batch: Sequence[Item]) -> dict[int, str]:
        """What becomes of each: "kept" or "refused"."""

    def held(self) -> list[Item]:
        """The notes on the record, in the order in which they came."""


@dataclass
class ModelServer:
    """Effect and receipt together, or neither; a lane stops at what it refuses."""

    bug: Bug = Bug.NONE
    notes: list[Item] = field(default_factory=list)
    receipts: set[int] = field(default_factory=set)

    def take(self, batch: Sequence[Item]) -> dict[int, str]:
        """As the door does."""
        stopped: set[str] = set()
        answers: dict[int, str] = {}
        for item in batch:
            if item.family in stopped and self.bug is not Bug.NO_LANES:
                answers[item.id] = "again"
            elif item.id in self.receipts and self.bug is not Bug.NO_UNIQUE_KEY:
                answers[item.id] = "kept"
            elif not item.good:
                answers[item.id] = "refused"
                stopped.add(item.family)
            else:
                self.notes.append(item)
                self.receipts.add(item.id)
                answers[item.id] = "kept"
        return answers

    def held(self) -> list[Item]:
        """All of them."""
        return list(self.notes)


@dataclass
class ModelPhone:
    """The outbox: what is on the disk is there after any crash; what is not is gone."""

    bug: Bug = Bug.NONE
    disk: dict[int, tuple[Item, str]] = field(default_factory=dict)
    memory: dict[int, tuple[Item, str]] = field(default_factory=dict)

    @property
    def rows(self) -> dict[int, tuple[Item, str]]:
        """Where it is written."""
        return self.memory if self.bug is Bug.VOLATILE_QUEUE else self.disk

    def save(self, item: Item) -> None:
        """Once this returns, its person is told that it is saved."""
        self.rows[item.id] = (item, "queued")

    def crash(self) -> None:
        """The battery dies."""
        self.memory = {}

    def batch(self, most: int) -> list[Item]:
        """The next to go, in order; nothing behind what waits for its person."""
        stopped = {item.family for item, state in self.rows.values() if state == "refused"}
        if self.bug is Bug.NO_LANES:
            stopped = set()
        rows = [self.rows[id_] for id_ in sorted(self.rows)]
        return [item for item, state in rows if state == "queued" and item.family not in stopped][:most]

    def send(self, server: Server, way: Way, most: int) -> None:
        """One request, and what it teaches."""
        batch = self.batch(most)
        if not batch:
            return
        answers = server.take(batch) if way in (Way.THERE, Way.LOST_AFTER) else {}
        if way is Way.PORTAL and self.bug is Bug.SENT_BY_STATUS:
            answers = {item.id: "kept" for item in batch}
        elif way is Way.SHUT_OUT and self.bug is Bug.DROPS_ON_401:
            for item in batch:
                del self.rows[item.id]
        elif way is not Way.THERE:
            return
        for id_, outcome in answers.items():
            if outcome in ("kept", "refused"):
                self.rows[id_] = (self.rows[id_][0], outcome)

    def put_right(self, new_id: int) -> Item | None:
        """Its person opens the first that was refused, and saves it anew under another id."""
        refused = [item for item, state in self.rows.values() if state == "refused"]
        if not refused:
            return None
        anew = Item(new_id, refused[0].family)
        self.save(anew)
        del self.rows[refused[0].id]
        return anew


class Schedule(RuleBasedStateMachine):
    """Any order of saving, sending, crashing and putting right; at the end all is calm."""

    bug = Bug.NONE
    serve: Callable[[], Server] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.phone = ModelPhone(self.bug)
        self.server: Server = type(self).serve() if type(self).serve else ModelServer(self.bug)
        # What its person was told is saved and has not put right since, in that order.
        self.told: list[Item] = []
        self.next_id = 0

    def _new_id(self) -> int:
        self.next_id += 1
        return self.next_id

    @initialize(family=st.sampled_from(FAMILIES))
    def save_one(self, family: str) -> None:
        """No schedule begins with nothing."""
        self.save(family, good=True)

    @rule(family=st.sampled_from(FAMILIES), good=st.sampled_from((True, True, True, False)))
    def save(self, family: str, good: bool) -> None:
        """She writes something, and reads "saved on this phone"."""
        item = Item(self._new_id(), family, good)
        self.phone.save(item)
        self.told.append(item)

    @rule(way=st.sampled_from(Way), most=st.integers(1, 4))
    def send(self, way: Way, most: int) -> None:
        """What waits is sent, as far as a batch goes."""
        self.phone.send(self.server, way, most)

    @rule()
    def crash(self) -> None:
        """The battery dies."""
        self.phone.crash()

    @rule()
    def put_right(self) -> None:
        """She puts right what was refused."""
        refused = [item for item, state in self.phone.rows.values() if state == "refused"]
        if anew := self.phone.put_right(self._new_id()):
            self.told = [anew if item == refused[0] else item for item in self.told]

    @invariant()
    def nothing_is_doubled(self) -> None:
        """Not even for a moment."""
        doubled = [item for item, times in Counter(self.server.held()).items() if times > 1]
        assert not doubled, f"doubled: {doubled}"

    @invariant()
    def nothing_goes_past_what_was_refused(self) -> None:
        """What she wrote later about the same family may rest on it: it waits until she has put that right."""
        refused = [item for item, state in self.phone.rows.values() if state == "refused"]
        held = self.server.held() if refused else []
        past = [one for one in held for item in refused if one.family == item.family and one.id > item.id]
        assert not past, f"out of order: {past}"

    def teardown(self) -> None:
        """The network is back, she has put everything right: then each is there, and in order."""
        for _ in range(3 * len(self.told) + 3):
            self.phone.send(self.server, Way.THERE, 200)
            self.put_right()
        held = self.server.held()
        lost = [item for item in self.told if item not in held]
        assert not lost, f"lost: {lost}"
        self.nothing_is_doubled()
        for family in FAMILIES:
            there = [item.id for item in held if item.family == family]
            assert there == sorted(there), f"out of order: {there}"


def schedule_of(bug: Bug, serve: Callable[[], Server] | None = None) -> type[Schedule]:
    """The machine for one bug, or for none; `serve` gives another server than the model."""
    return type("Schedule", (Schedule,), {"bug": bug, "serve": staticmethod(serve) if serve else None})
