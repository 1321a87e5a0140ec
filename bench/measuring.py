"""CPU and wall time of many kinds of request, taken in turn so that the machine's moods fall on all alike."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter_ns, process_time_ns

MILLION = 1_000_000
WARM_UP = 5


@dataclass
class Times:
    """Milliseconds of each sample."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """CPU of the middle sample."""
        return median(self.cpu)

    @property
    def p99(self) -> float:
        """CPU that one sample in a hundred goes beyond."""
        return quantiles(self.cpu, n=100)[98] if len(self.cpu) > 1 else self.cpu[0]

    @property
    def wall_p50(self) -> float:
        """Wall time of the middle sample: with a server of its own, its work is in here too."""
        return median(self.wall)


def in_turn(cases: Mapping[str, Sequence[Callable[[], object]]], samples: int) -> dict[str, Times]:
    """Run each case so many times, all of them in a new order each round, their variants one after the other."""
    chance = random.Random(26)
    names = list(cases)
    times = {name: Times() for name in names}
    for turn in range(-WARM_UP, samples):
        chance.shuffle(names)
        for name in names:
            variants = cases[name]
            run = variants[turn % len(variants)]
            wall, cpu = perf_counter_ns(), process_time_ns()
            run()
            cpu, wall = process_time_ns() - cpu, perf_counter_ns() - wall
            if turn >= 0:
                times[name].cpu.append(cpu / MILLION)
                times[name].wall.append(wall / MILLION)
    return times
