"""Chance decides what goes wrong: notes are written through it, and each that was said to be saved is looked for."""

import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from uuid import uuid4

from tests.offline.faults import (
    BLACK_HOLE,
    DROP_AFTER,
    DROP_BEFORE,
    KILL_AFTER,
    KILL_BEFORE,
    PASS,
    PORTAL_ELSEWHERE,
    PORTAL_PAGE,
    TOO_MUCH,
    TRUNCATE,
)
from tests.offline.kit import Kit

FAULTS = (
    PASS, DROP_BEFORE, DROP_AFTER, TRUNCATE, PORTAL_PAGE, PORTAL_ELSEWHERE, BLACK_HOLE, TOO_MUCH, KILL_BEFORE,
    KILL_AFTER, "401", "429", "500", "503",
)  # fmt: skip
FAMILIES = 3
SAID_TO_BE_SAVED = re.compile(r"/phone/saved|/families/[0-9a-f-]{36}")


@dataclass
class Storm:
    """One run. The same seed gives the same run, as far as a network and two processes allow."""

    kit: Kit
    seed: int
    marker: str = field(default_factory=lambda: uuid4().hex[:12])
    # What she was told is saved, in that order: the family, and the words.
    told: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)

    def blow(self, count: int) -> None:
        """Write so many notes, with something going wrong about each."""
        families = self.kit.families()[:FAMILIES]
        for number in range(count):
            self.kit.network.faults[self.chance.choice(("/sync/outbox", "/sync/outbox", "/"))] = self.chance.choice(
                FAULTS
            )
            self._write(self.chance.choice(families), f"Note {number} {self.marker}")
            self.chance.choice((self._nothing, self._calm, self._server_dies, self._browser_dies, self._locked))()
        self.kit.all_is_well()

    def faults(self) -> list[str]:
        """What is lost, doubled, changed, of another person or out of order; empty when all is well."""
        held = self.kit.held(self.marker)
        times = Counter(one.words for one in held)
        found = [f"{words}: {times[words]} times" for _, words in self.told if times[words] != 1]
        found += [f"{one.words}: by {one.by}" for one in held if one.by != "Lorna Ackroyd"]
        for family in {family for family, _ in self.told}:
            wanted = [words for theirs, words in self.told if theirs == family]
            there = [one.words for one in held if str(one.family_id) == family and one.words in wanted]
            found += [f"out of order: {there}"] * (there != wanted)
        return found

    def _write(self, family: str, words: str) -> None:
        self.kit.open_call(family, words)
        self.kit.save()
        self.kit.page.wait_for_url(SAID_TO_BE_SAVED, wait_until="commit", timeout=60_000)
        self.told.append((family, words))

    def _nothing(self) -> None:
        """The weather stays as it is."""

    def _calm(self) -> None:
        self.kit.network.faults.clear()
        if self.kit.server.process is None:
            self.kit.server.start()

    def _server_dies(self) -> None:
        self.kit.server.kill()

    def _browser_dies(self) -> None:
        self.kit.phone.kill()
        self.kit.phone.on_again()
        self._open()

    def _locked(self) -> None:
        self.kit.phone.go("/more")
        self.kit.page.locator("[data-lock]").click()
        self._open()

    def _open(self) -> None:
        self.kit.phone.go("/today")
        if self.kit.page.get_by_label("Your five words").count():
            self.kit.phone.unlock()


__all__ = ["Storm"]
