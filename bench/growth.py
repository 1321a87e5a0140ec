"""`python -m bench city`: what each page costs in a small city and in a large one, both in one run."""

from collections.abc import Callable

from app.core import clock
from bench.city import SIZES, load
from bench.instance import NOW, Instance, databases, settle
from bench.measuring import in_turn
from bench.visitors import send, supervisors, workers

GATES = {"sqlite": 1.5, "postgresql": 1.2}
MEGABYTE = 1_000_000


def run(kinds: list[str], size: str, samples: int, under: str | None) -> None:
    """Load both cities into each kind of database, measure in turn and print."""
    for kind in kinds:
        with databases(kind, under) as made, clock.at(NOW):
            cases: dict[str, list[Callable[[], object]]] = {}
            for name in ("small", size):
                instance = made.make(name)
                seconds = load(instance, SIZES[name])
                print(f"\n{kind}, {name}: {SIZES[name]} in {seconds:.0f} s{_weight(instance)}", flush=True)
                cases |= _cases(instance, name)
            settle()
            _print(kind, size, cases, samples)


def _cases(instance: Instance, name: str) -> dict[str, list[Callable[[], object]]]:
    clusters = SIZES[name].clusters
    cases: dict[str, list[Callable[[], object]]] = {}
    for person in workers(instance, clusters) + supervisors(instance, clusters):
        for page, address in person.addresses.items():
            environ = person.environ(address)
            answer = send(instance.app, environ)
            if answer.status != 200:
                raise LookupError(f"{page} answered {answer.status}")
            cases.setdefault(f"{name} {page}", []).append(lambda app=instance.app, asked=environ: send(app, asked))
    return cases


def _print(kind: str, size: str, cases: dict[str, list[Callable[[], object]]], samples: int) -> None:
    times = in_turn(cases, samples)
    pages = [name.removeprefix("small ") for name in cases if name.startswith("small ")]
    gate = GATES[kind]
    head = f"{kind}: CPU a request, ms ({samples})"
    print(f"\n{head:36}{'small':>9}{size:>9}{'growth':>8}{'p99':>8}{'wall':>8}  gate {gate}")
    for page in pages:
        small, large = times[f"small {page}"], times[f"{size} {page}"]
        growth, tail = large.p50 / small.p50, large.p99 / small.p99
        wall = large.wall_p50 / small.wall_p50
        held = "held" if growth <= gate else "BROKEN"
        print(f"{page:36}{small.p50:9.2f}{large.p50:9.2f}{growth:8.2f}{tail:8.2f}{wall:8.2f}  {held}", flush=True)


def _weight(instance: Instance) -> str:
    file = instance.folder / "withy.db"
    return f", {file.stat().st_size / MEGABYTE:,.0f} MB" if file.exists() else ""
