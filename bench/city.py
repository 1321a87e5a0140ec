"""A city's records: clusters full of families, told week by week over years. All made up by counting.

Whatever the size, each worker of today walks beside 12 families, has 10 visits today and 6 reviews due.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import md5
from time import perf_counter

from bench.instance import NOW, Instance
from bench.loading import Kind, Loader, loading

TODAY = NOW.date()
WORKERS, LEAVERS, FAMILIES_EACH, VISITS_TODAY, REVIEWS_TODAY = 20, 180, 12, 10, 6
PLAN = 26  # weeks
SCHOOLS = 8
HAPPENED = (
    "Bags were packed by the door when I came. We went through the week day by day and wrote down two calm evenings. "
    "The letter from school lay open on the table for the first time. "
)
SURNAMES = (
    "Ashby", "Begum", "Calder", "Dhillon", "Eastwood", "Farrar", "Greene", "Holt", "Iqbal",
    "Jagger", "Khan", "Lister", "Mistry", "Nutter", "Oldroyd", "Patel", "Quarmby",
    "Rahman", "Sykes", "Tattersall", "Umar", "Varley", "Womersley", "Yates", "Zaman",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large the city is: clusters, families in all of each cluster, and weeks of history."""

    clusters: int
    families: int
    weeks: int


SIZES = {
    "small": Size(clusters=1, families=600, weeks=30),
    "mid": Size(clusters=5, families=1_000, weeks=104),
    "large": Size(clusters=25, families=2_400, weeks=313),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One family of the city and its period of help, in weeks before this one; `ends` is -1 while it lasts."""

    number: int
    cluster: int
    worker: str
    place: int
    begins: int
    ends: int

    @property
    def is_live(self) -> bool:
        """Whether help is going on."""
        return self.ends < 0


CLUSTER = Kind("cluster", "id name code active_from")
SCHOOL = Kind("school", "id cluster_id name")
USER = Kind("user_account", "id cluster_id email name role created_at left_on")
SUPERVISION = Kind("supervision_line", "id supervisor_id worker_id from_on")
FAMILY = Kind("family", "id cluster_id name reference yarn added_at")
ADDRESS = Kind("address", "id family_id household lines postcode")
MEMBER = Kind("family_member", "id family_id known_as surname relationship_words is_child born_on address_id position")
CONTACT = Kind("safe_contact", "id family_id member_id phone call_ok text_ok made_at")
WARNING = Kind("warning_note", "id family_id kind words agreed_with agreed_on until_on made_by_id")
CONSENT = Kind("consent", "id family_id member_id kind agency agreed given_on recorded_by_id recorded_at")
PARTNER = Kind("family_partner", "id family_id name organisation phone")
EPISODE = Kind(
    "episode", "id family_id cluster_id opened_on ends_on closed_on last_met_on last_contact_at unanswered weeks level"
)
ALLOCATION = Kind("allocation", "id episode_id user_id kind from_on until_on made_at")
PLAN_ROW = Kind("plan", "episode_id family_id review_due_on")
GOAL = Kind("goal", "id episode_id family_id owner_member_id words agreed_on status made_by_id position")
RATER = Kind("goal_rater", "goal_id member_id position")
RATING = Kind("goal_rating", "id goal_id member_id score rated_on recorded_at recorded_by_id note_id")
VISIT = Kind(
    "visit", "id family_id episode_id worker_id starts_at ends_at address_id state note_id planned_at planned_by_id"
)
NOTE = Kind("note", "id family_id episode_id kind written_by_id written_at recorded_at occurred_at")
VERSION = Kind("note_version", "id note_id number made_at made_by_id occurred_at minutes happened")
PRESENT = Kind("note_present", "version_id member_id")
QUOTE = Kind("note_quote", "id version_id member_id words")
SEEN = Kind("child_seen", "version_id member_id seen alone")
LAST_SEEN = Kind("child_last_seen", "member_id seen_at seen_by_id alone alone_at")
PROMISE = Kind(
    "promise",
    "id family_id episode_id what kind owner_user_id call_member_id due_on made_at made_by_id state settled_at",
)
WORRY = Kind(
    "worry", "id family_id episode_id urgency state raised_by_id raised_at recorded_at occurred_at saw_or_heard"
)
ENTRY = Kind("audit_entry", "number at actor_id action family_id about about_id relation reason previous seal")


def hid(kind: str, number: int | str) -> str:
    """An id as random as a real one and always the same, in hex."""
    return md5(f"{kind}{number}".encode(), usedforsecurity=False).hexdigest()


def load(instance: Instance, size: Size) -> float:
    """Fill the database; returns the seconds it took."""
    began = perf_counter()
    with loading(instance) as loader:
        City(loader, size).tell()
    return perf_counter() - began


class City:
    """One city on its way into a database."""

    def __init__(self, loader: Loader, size: Size) -> None:
        self.add, self.size = loader.add, size
        self.number = 0
        self.cases = list(self._cases())
        self.last_seen: dict[str, tuple[str | bool | None, ...]] = {}

    def tell(self) -> None:
        """Places, people, families; then week after week."""
        for cluster in range(self.size.clusters):
            self._cluster(cluster)
        for case in sorted(self.cases, key=lambda one: -one.begins):
            self._family(case)
        for weeks_ago in range(self.size.weeks, 0, -1):
            for case in self.cases:
                if case.begins >= weeks_ago > case.ends:
                    self._week(case, weeks_ago)
        for case in self.cases:
            if case.is_live:
                self._ahead(case)
        self._sum_up()

    def _sum_up(self) -> None:
        """When each child was last seen, as the rooms themselves keep it."""
        for member, kept in self.last_seen.items():
            self.add(LAST_SEEN, member, *kept)

    def _cases(self) -> Iterator[Case]:
        live = WORKERS * FAMILIES_EACH
        for cluster in range(self.size.clusters):
            for n in range(self.size.families):
                number = cluster * self.size.families + n
                if n < live:
                    begins = 2 + n * 7 % (PLAN - 3)
                    yield Case(number=number, cluster=cluster, worker=hid("user", f"{cluster}.{n // FAMILIES_EACH}"),
                               place=n % FAMILIES_EACH, begins=begins, ends=-1)  # fmt: skip
                    continue
                lasted = min(18 + n % 9, self.size.weeks - 4)
                begins = lasted + 1 + (n * 37) % (self.size.weeks - lasted)
                former = n % (WORKERS + LEAVERS)
                yield Case(number=number, cluster=cluster, worker=hid("user", f"{cluster}.{former}"),
                           place=n % FAMILIES_EACH, begins=begins, ends=begins - lasted)  # fmt: skip

    def _cluster(self, cluster: int) -> None:
        long_ago = "2019-01-01"
        self.add(CLUSTER, hid("cluster", cluster), f"Cluster {cluster}", f"C{cluster}", long_ago)
        for n in range(SCHOOLS):
            self.add(SCHOOL, hid("school", f"{cluster}.{n}"), hid("cluster", cluster), f"School {cluster}.{n}")
        for n in range(WORKERS + LEAVERS):
            self._user(cluster, n, "family_support_worker", left=n >= WORKERS)
        for n in (1_000, 1_001):
            self._user(cluster, n, "supervisor")
        self._user(cluster, 2_000, "cluster_manager")
        for n in range(WORKERS):
            supervisor, worker = hid("user", f"{cluster}.{1_000 + n % 2}"), hid("user", f"{cluster}.{n}")
            self.add(SUPERVISION, hid("line", worker), supervisor, worker, long_ago)

    def _user(self, cluster: int, n: int, role: str, *, left: bool = False) -> None:
        name = f"{SURNAMES[n % 25]}by {SURNAMES[(n + cluster) % 25]}"
        left_on = _day(40) if left else None
        self.add(USER, hid("user", f"{cluster}.{n}"), hid("cluster", cluster), f"u{n}.c{cluster}@bench.example", name,
                 role, "2019-01-01 09:00:00.000000", left_on)  # fmt: skip

    def _family(self, case: Case) -> None:
        n, worker, opened_on = case.number, case.worker, _day(case.begins * 7)
        family, home, mum = hid("family", n), hid("address", n), hid("member", f"{n}.0")
        at = f"{opened_on} 09:00:00.000000"
        surname = SURNAMES[n * 11 % 25]
        self.add(FAMILY, family, hid("cluster", case.cluster), surname, f"R{n}", "sea", at)
        self.add(ADDRESS, home, family, "Home", f"{n % 90 + 1} Alder Court", "LS00 0AA")
        for place, (known_as, words, child, born) in enumerate(
            (
                ("Mo", "Mum", False, "1990-03-02"),
                ("Al", "Child", True, "2016-05-01"),
                ("Jo", "Child", True, "2019-09-09"),
            )
        ):
            member = hid("member", f"{n}.{place}")
            self.add(MEMBER, member, family, known_as, surname, words, child, born, home, place)
        self.add(CONTACT, hid("contact", n), family, mum, f"07700 900{n % 1000:03}", True, True, at)
        for kind, agency in (("work", ""), ("talk_to", "School"), ("talk_to", "GP")):
            self.add(CONSENT, hid("consent", f"{n}{agency}"), family, mum, kind, agency, True, opened_on, worker, at)
        self.add(PARTNER, hid("partner", n), family, "Ms Thorpe", "School", "0113 496 0118")
        if n % 6 == 0:
            until_on = _day(-30)
            self.add(WARNING, hid("warning", n), family, "dog", "Dog in the yard.", "Sam", opened_on, until_on, worker)
        self._help(case, family, mum, opened_on, at)

    def _help(self, case: Case, family: str, mum: str, opened_on: str, at: str) -> None:
        n, worker, episode = case.number, case.worker, hid("episode", case.number)
        closed_on = None if case.is_live else _day(case.ends * 7)
        last = _day(max(case.ends, 0) * 7 + 7 - case.place % 5)
        self.add(EPISODE, episode, family, hid("cluster", case.cluster), opened_on, _day((case.begins - PLAN) * 7),
                 closed_on, last, f"{last} 10:00:00.000000", 0, PLAN, "early_help")  # fmt: skip
        self.add(ALLOCATION, hid("lead", n), episode, worker, "lead", opened_on, closed_on, at)
        review = _day(0) if case.is_live and case.place < REVIEWS_TODAY else _day(-14 - case.place)
        self.add(PLAN_ROW, episode, family, review)
        for place in range(2):
            goal = hid("goal", f"{n}.{place}")
            status = "active" if case.is_live else "reached"
            self.add(
                GOAL, goal, episode, family, mum, f"Goal {place} in their own words.", opened_on, status, worker, place
            )
            self.add(RATER, goal, hid("member", f"{n}.{place}"), 0)
        if n % 20 == 0:
            state = "held" if case.is_live else "closed"
            self.add(
                WORRY, hid("worry", n), family, episode, "hold", state, worker, at, at, at, "A cough that comes back."
            )

    def _week(self, case: Case, weeks_ago: int) -> None:
        """One visit with its note and numbers, one call; now and then a promise that was kept."""
        n, worker = case.number, case.worker
        family, episode, key = hid("family", n), hid("episode", n), f"{n}.{weeks_ago}"
        day = _day(weeks_ago * 7 - case.place % 5)
        at, later = f"{day} 10:00:00.000000", f"{day} 12:00:00.000000"
        visit_note, call_note = hid("visited", key), hid("called", key)
        self._note(visit_note, "visit", family, episode, worker, at, later)
        self.add(VISIT, hid("visit", key), family, episode, worker, at, later, hid("address", n), "met", visit_note, at,
                 worker)  # fmt: skip
        for child in (1, 2):
            member, alone = hid("member", f"{n}.{child}"), (weeks_ago + child) % 2 == 0
            self.add(SEEN, visit_note, member, True, alone)
            self.last_seen[member] = (at, worker, alone, at if alone else self.last_seen.get(member, (None,))[-1])
        if weeks_ago % 3 == 0:
            self.add(QUOTE, hid("quote", key), visit_note, hid("member", f"{n}.1"), "It was a good week. Mostly.")
        for place in range(2):
            goal, member, score = hid("goal", f"{n}.{place}"), hid("member", f"{n}.{place}"), (n + weeks_ago) % 9 + 1
            rating = hid("rating", f"{key}.{place}")
            self.add(RATING, rating, goal, member, score, day, later, worker, visit_note)
        self._note(call_note, "call", family, episode, worker, f"{day} 15:00:00.000000", f"{day} 15:20:00.000000")
        for note in (visit_note, call_note):
            self.add(PRESENT, note, hid("member", f"{n}.0"))
        if weeks_ago % 4 == 0:
            promise, what = hid("promise", key), "Send the form"
            self.add(PROMISE, promise, family, episode, what, "do", worker, None, day, at, worker, "kept", later)

    def _note(self, note: str, kind: str, family: str, episode: str, worker: str, at: str, later: str) -> None:
        self.add(NOTE, note, family, episode, kind, worker, later, later, at)
        self.add(VERSION, note, note, 1, later, worker, at, 50, HAPPENED)
        self.number += 1
        seal = note + note
        self.add(ENTRY, self.number, later, worker, "note.write", family, "note", note, "", "", seal, seal)

    def _ahead(self, case: Case) -> None:
        """What lies ahead of a worker of today: visits today and in the weeks to come, promises, a call."""
        n, worker = case.number, case.worker
        family, episode, at = hid("family", n), hid("episode", n), f"{_day(7)} 12:00:00.000000"
        first = 0 if case.place < VISITS_TODAY else -1
        for week in range(4):
            day, hour = _day(first - 7 * week), 8 + case.place
            self.add(VISIT, hid("ahead", f"{n}.{week}"), family, episode, worker, f"{day} {hour:02}:30:00.000000",
                     f"{day} {hour + 1:02}:15:00.000000", hid("address", n), "planned", None, at, worker)  # fmt: skip
        for what, kind, due_on, call in (
            ("Bring the form", "bring", 0, None),
            ("Ask how Friday went", "call", 0 if case.place < 2 else -3, hid("member", f"{n}.0")),
        ):
            self.add(PROMISE, hid("open", f"{n}{kind}"), family, episode, what, kind, worker, call, _day(due_on), at,
                     worker, "open", None)  # fmt: skip


_DAYS: dict[int, str] = {}


def _day(ago: int) -> str:
    """The day so many days ago; ahead where it is below 0."""
    if ago not in _DAYS:
        _DAYS[ago] = (TODAY - timedelta(days=ago)).isoformat()
    return _DAYS[ago]
