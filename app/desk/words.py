"""What the gathering pages say in a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.core import clock
from app.desk.day import Call, Day
from app.desk.promised import Promised
from app.desk.walks import Asked, Person, Walk
from app.notes.models import NoteKind
from app.notes.queries import TimelineNote
from app.visits.models import VisitState
from app.web.days import later_said
from app.web.drawings import Thread, thread
from app.web.filters import count_words, list_words, time_words


def summary(day: Day) -> str:
    """3 visits and 2 calls."""
    visits = sum(visit.state is not VisitState.CANCELLED for visit in day.visits)
    words = count_words(visits, "visit")
    if day.calls:
        words += f" and {count_words(len(day.calls), 'call')}"
    return words[:1].upper() + words[1:]


def people_words(people: Sequence[Person]) -> str:
    """Shazia, Imran, Ayaan (11) and Hiba (7): those who live together."""
    return list_words(
        f"{one.known_as} ({one.age})" if one.is_child and one.age is not None else one.known_as
        for one in people
        if one.at_home
    )


def without_bring(what: str) -> str:
    """“Bring the bus pass form” is said as “the bus pass form” after “You said you’d bring”."""
    return what[6:] if what.lower().startswith("bring ") else what


def left_words(week: int, weeks: int) -> str:
    """5 weeks left; The last week; Past week 26."""
    if week > weeks:
        return f"Past week {weeks}"
    return f"{count_words(weeks - week, 'week')} left" if week < weeks else "The last week"


def ending_words(walk: Walk) -> str:
    """Week 21 of 26. 5 weeks left; with what became of a question for more weeks."""
    words = f"Week {walk.week} of {walk.weeks}. {left_words(walk.week, walk.weeks)}"
    news = {
        Asked.WAITS: "You asked for more weeks: no answer yet",
        Asked.YES: "The manager said yes to more weeks",
        Asked.NO: "The manager said no to more weeks",
    }
    return f"{words}. {news[walk.asked]}" if walk.asked in news else words


def clock_parts(moment: datetime) -> tuple[str, str]:
    """10:30 and am, for the large time of the next visit."""
    words = time_words(moment)
    for end in ("am", "pm"):
        if words.endswith(end):
            return words.removesuffix(end), end
    return words, ""


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A day laid out: the next visit large, the others in a list, and what their list is called."""

    next: Call | None
    later: Sequence[Call]
    later_title: str
    to_write_up: Sequence[Call]
    next_clock: tuple[str, str]
    promised: Sequence[Promised]
    threads: dict[UUID, Thread]
    yesterday: date
    tomorrow: date
    summary: str


def lay_out(day: Day, now: datetime) -> Laid:
    """What Today shows where. Things to bring that stand on a visit are not listed again."""
    today = clock.local(now).date()
    coming = day.next_visit(now)
    others = [visit for visit in day.visits if visit is not coming]
    over = [visit for visit in others if visit.state is VisitState.PLANNED and visit.ends_at <= now]
    later = [visit for visit in others if visit not in over]
    on_visits = {one.id for visit in day.visits for one in visit.promised}
    return Laid(
        next=coming,
        later=later,
        later_title=_title_of(later, day.on, today),
        to_write_up=[*day.to_write_up, *over],
        next_clock=clock_parts(coming.starts_at) if coming else ("", ""),
        promised=[one for one in day.promises if one.id not in on_visits],
        threads={walk.episode_id: thread(walk.week, walk.weeks) for walk in day.endings},
        yesterday=day.on - timedelta(days=1),
        tomorrow=day.on + timedelta(days=1),
        summary=summary(day),
    )


def _title_of(others: Sequence[Call], on: date, today: date) -> str:
    states = {visit.state for visit in others}
    if states == {VisitState.PLANNED}:
        return later_said(on, today)
    if VisitState.PLANNED in states:
        return "Earlier and later"
    return "Cancelled" if states == {VisitState.CANCELLED} else "Done"


NOTE_TITLES = {
    NoteKind.NO_ANSWER: "No answer",
    NoteKind.CANCELLED: "Visit cancelled",
    NoteKind.NOTE: "Note",
    NoteKind.OVERSIGHT: "Decision",
    NoteKind.MANAGEMENT: "Management oversight",
}
WITH = {NoteKind.CALL: "Call", NoteKind.TEXT: "Text", NoteKind.MEETING: "Meeting"}


def note_title(item: TimelineNote) -> str:
    """Home visit; Call with Ms Farrell; No answer."""
    if item.kind is NoteKind.VISIT:
        return "Home visit" if item.place in ("", "at home", "home") else f"Visit {item.place}"
    if item.kind not in WITH:
        return NOTE_TITLES[item.kind]
    people = list_words([*item.present, *item.others_there])
    title = f"{WITH[item.kind]} with {people}" if people else WITH[item.kind]
    return title if item.reached else f"{title}, not reached"


def seen_words(item: TimelineNote) -> str:
    """Shazia, Ayaan and Hiba. Ayaan seen on his own."""
    if item.kind is not NoteKind.VISIT:
        return ""
    parts = []
    if item.present or item.others_there:
        parts.append(list_words([*item.present, *item.others_there]))
    alone = [child.name for child in item.seen if child.alone]
    if alone:
        parts.append(f"{list_words(alone)} seen alone")
    unseen = [child.name for child in item.seen if not child.seen]
    if unseen:
        parts.append(f"{list_words(unseen)} not seen")
    return ". ".join(parts) + "." if parts else ""
