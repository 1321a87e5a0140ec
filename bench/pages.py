"""`python -m bench pages`: each page against the floor, its statements and its bytes."""

from collections.abc import Callable

from app.core import clock
from bench.city import SIZES, load
from bench.floor import Floor
from bench.instance import NOW, Instance, databases, settle
from bench.measuring import Times, in_turn
from bench.statements import count
from bench.visitors import Visitor, family_members, send, supervisors, workers
from bench.weighing import first_view

# Of performance: what holds, and what we would like.
TODAY_GATE, STATEMENTS_TODAY, STATEMENTS = 1.5, 10, 12
FIRST_HTML_CSS, FIRST_JS, FIRST_ALL, REPEAT = 14, 25, 40, 6  # KB
FIRST_VIEWS = ("today", "own page")
WITH_FLOOR = ("today", "families", "family", "notes", "team today", "team")


def run(kinds: list[str], samples: int, under: str | None) -> None:
    """Measure on each kind of database and print."""
    for kind in kinds:
        with databases(kind, under) as made, clock.at(NOW):
            instance = made.make("small")
            seconds = load(instance, SIZES["small"])
            print(f"\n{_title(instance)}: one cluster, six months, loaded in {seconds:.0f} s")
            people = workers(instance, 1) + supervisors(instance, 1)
            _costs(instance, people, samples)
            people += family_members(instance)
            _statements(instance, people)
            if kind == kinds[0]:
                _bytes(people)
                _first_views(people)


def _title(instance: Instance) -> str:
    return "SQLite, encrypted as it ships" if instance.on_sqlite else "PostgreSQL (CPU of our own process only)"


def _costs(instance: Instance, people: list[Visitor], samples: int) -> None:
    floor = Floor(instance.app)
    cases: dict[str, list[Callable[[], object]]] = {}
    for page in WITH_FLOOR:
        cases |= {f"{what} {page}": [] for what in ("page", "floor", "trail")}
        for person in [one for one in people if page in one.addresses]:
            addresses = (person.addresses[page], *floor.of(person, page))
            for what, address in zip(("page", "floor", "trail"), addresses, strict=True):
                cases[f"{what} {page}"].append(_sender(instance, person, address))
    settle()
    times = in_turn(cases, samples)
    head = f"CPU a request, ms (p50 of {samples})"
    print(f"\n{head:38}{'bare-login':>11}{'audit':>8}{'page':>8}{'ratio':>8}{'wall':>8}")
    for page in WITH_FLOOR:
        _print_cost(page, times[f"page {page}"], times[f"floor {page}"], times[f"trail {page}"])


def _print_cost(page: str, whole: Times, floor: Times, trail: Times) -> None:
    """The audit of a view is measured by itself and taken off the page before it is held against the floor."""
    audit = trail.p50 - floor.p50
    ratio = (whole.p50 - audit) / floor.p50
    gate = f"  gate {TODAY_GATE}: {'held' if ratio <= TODAY_GATE else 'BROKEN'}" if page == "today" else ""
    print(f"{page:38}{floor.p50:11.2f}{audit:8.2f}{whole.p50:8.2f}{ratio:8.2f}{whole.wall_p50:8.2f}{gate}")


def _sender(instance: Instance, person: Visitor, address: str) -> Callable[[], object]:
    environ = person.environ(address)
    return lambda: send(instance.app, environ)


def _statements(instance: Instance, people: list[Visitor]) -> None:
    print(f"\n{'SQL statements a view':38}{'its own':>11}{'session':>8}{'audit':>8}")
    for page, person in _first_of_each(people).items():
        found = count(instance, person, page)
        most = STATEMENTS_TODAY if page == "today" else STATEMENTS
        over = "" if found["own"] <= most else f"  BROKEN: at most {most}"
        print(f"{page:38}{found['own']:11}{found['session']:8}{found['audit']:8}{over}")


def _bytes(people: list[Visitor]) -> None:
    print(f"\n{'Bytes of the page (repeat view)':38}{'raw':>11}{'gzip':>8}{'brotli':>8}")
    for page, person in _first_of_each(people).items():
        html, _, _ = first_view(person, page)
        over = "" if html.sent <= REPEAT * 1024 else f"  BROKEN: at most {REPEAT} KB"
        print(f"{page:38}{html.raw:11,}{html.gzip:8,}{html.brotli or 0:8,}{over}")


def _first_views(people: list[Visitor]) -> None:
    """What a phone fetches that was never here before: a worker's day, and a family's page on the cheapest phone."""
    for page, person in _first_of_each(people).items():
        if page not in FIRST_VIEWS:
            continue
        html, css, js = first_view(person, page)
        print(f"\n{f'First view of {page}':38}{'raw':>11}{'gzip':>8}{'brotli':>8}")
        for name, weight, most in (
            ("HTML and CSS", html + css, FIRST_HTML_CSS),
            ("JavaScript", js, FIRST_JS),
            ("all", html + css + js, FIRST_ALL),
        ):
            held = "held" if weight.sent <= most * 1024 else "BROKEN"
            print(f"{name:38}{weight.raw:11,}{weight.gzip:8,}{weight.brotli or 0:8,}  at most {most} KB: {held}")


def _first_of_each(people: list[Visitor]) -> dict[str, Visitor]:
    return {page: person for person in reversed(people) for page in person.addresses}
