"""What the pages of visits say in a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from markupsafe import Markup

from app.core import clock
from app.families.models import Episode, FamilyMember
from app.plans.models import Goal
from app.promises.models import PromiseKind
from app.visits.ladder import Ladder, Rung
from app.visits.models import Visit, VisitState
from app.visits.queries.planning import Busy
from app.visits.queries.sheet import OpenPromise, Rater, Sheet
from app.web.days import day_said, due_said, on_said, time_said, when_said
from app.web.filters import capital, count_words, day_words, list_words, time_words, when_words
from app.web.sentences import sentence

# A number said this long ago or less was said last week.
LAST_WEEK = timedelta(days=10)
# Of an earlier note the beginning is shown: a second sentence where the first is short, and no more than this.
SHORT, LONGEST = 60, 160
OUTCOMES = {
    VisitState.MET: "Visit saved",
    VisitState.NO_ANSWER: "No answer, saved",
    VisitState.CANCELLED: "Cancelled visit, saved",
}
RUNGS = {
    Rung.CALL: "Ring them, and try again. Please don’t only leave a card.",
    Rung.SUPERVISOR: "Tell your supervisor today, and ask school or nursery who has seen the children.",
    Rung.DECISION: "This needs a decision in supervision. Tell your supervisor today.",
}


def facts(visit: Visit, week: int, weeks: int, today: date, **more: object) -> str:
    """Tue 24 Nov, 10:30am, at home. Week 9 of 26"""
    when = capital(when_said(visit.starts_at, today, **more))
    return sentence("{}, {}. Week {} of {}", when, visit.place, week, weeks)


def last_time(sheet: Sheet, today: date) -> str:
    """Last time, Tue 17 Nov; where we have not met yet: Before you go in."""
    if sheet.last_met is None:
        return "Before you go in"
    return sentence("Last time, {}", day_said(clock.local(sheet.last_met.starts_at).date(), today))


def asks(rater: Rater, goal: Goal, members: Sequence[FamilyMember]) -> str:
    """What goes before the words of a goal, said to whoever gives a number: Hi Hiba. You said you want."""
    if goal.owner_member_id == rater.member_id:
        return f"Hi {rater.name}. You said you want"
    owner = next((member.known_as for member in members if member.id == goal.owner_member_id), "Your family")
    return f"Hi {rater.name}. {owner} wants"


def scale(goal: Goal) -> str:
    """What 0 and 10 look like."""
    zero = goal.zero_words or "as hard as it gets"
    return f"0 is {zero}. 10 is {goal.ten_words}." if goal.ten_words else f"0 is {zero}."


def promised(one: OpenPromise) -> tuple[str, str]:
    """The start of the sentence, and what was promised: "You said you’d bring", "the bus pass form"."""
    what = one.promise.what
    who = "You said you’d" if one.mine else f"{one.owner} said they’d"
    if one.promise.kind is PromiseKind.BRING:
        return f"{who} bring", what[6:] if what.lower().startswith("bring ") else what
    return who, what[:1].lower() + what[1:] if what[1:2].islower() else what


def promise_icon(one: OpenPromise) -> str:
    """A bag for what is to be brought, a telephone for a call, a hand for the rest."""
    return {PromiseKind.BRING: "bag", PromiseKind.CALL: "phone"}.get(one.promise.kind, "hand")


def due(one: OpenPromise, today: date) -> str:
    """After a comma: by Fri 27 Nov, 8 days late, the words that were agreed; nothing for today."""
    if one.promise.due_on is not None:
        return due_said(one.promise.due_on, today)
    return f", {one.promise.due_words}" if one.promise.due_words else ""


def beginning(words: str) -> str:
    """How a note begins: its first sentence, a second one where that is short; cut at a word where it is long."""
    first, *more = words.split("\n", maxsplit=1)[0].split(". ")
    if more and len(first) < SHORT:
        first = f"{first}. {more[0]}"
    if len(first) > LONGEST:
        return first[:LONGEST].rsplit(" ", 1)[0] + "…"
    return first if first.endswith((".", "!", "?", "…")) or not first else f"{first}."


def was_words(rater: Rater, today: date) -> str:
    """Last week, or Last time where it is longer ago."""
    return "Last week" if rater.was_on is not None and today - rater.was_on <= LAST_WEEK else "Last time"


def times(visit: Visit) -> str:
    """10:30am to 11:30am, at home"""
    return f"{time_words(visit.starts_at)} to {time_words(visit.ends_at)}, {visit.place}"


def times_typed(began: time, ended: time, place: str) -> str:
    """The same as somebody wrote them."""
    return f"{time_words(began)} to {time_words(ended)}, {place}"


def times_just_now(visit: Visit, begins: Mapping[str, str], ends: Mapping[str, str]) -> Markup:
    """The same of a visit that nobody planned: its times are reckoned from this moment."""
    began, ended = time_said(visit.starts_at, **begins), time_said(visit.ends_at, **ends)
    return sentence("{} to {}, {}", began, ended, visit.place)


def unanswered_words(visits: Sequence[Visit], today: date) -> str:
    """No answer on Tue 10 Nov and Tue 17 Nov."""
    days = list_words(day_said(clock.local(one.starts_at).date(), today) for one in visits)
    return sentence("No answer on {}.", days)


def ladder_words(ladder: Ladder, today: date) -> list[str]:
    """How many doors stayed shut in a row, what to do, and who last saw each child."""
    lines = []
    if ladder.unanswered == 1:
        lines.append("Nobody answered last time.")
    elif ladder.unanswered:
        lines.append(f"{capital(count_words(ladder.unanswered, 'visit'))} in a row without an answer.")
    if ladder.rung in RUNGS:
        lines.append(RUNGS[ladder.rung])
    for child in ladder.children:
        if child.seen_on is None:
            lines.append(f"Nobody has seen {child.known_as} yet.")
        else:
            alone = ", alone" if child.alone else ""
            on = on_said(child.seen_on, today)
            lines.append(sentence("{} last saw {} {}{}.", child.seen_by, child.known_as, on, alone))
    return lines


def at(moment: datetime, today: date) -> str:
    """Tue 1 Dec, 10:30am"""
    return when_words(moment, today)


@dataclass(frozen=True, kw_only=True)
class DayShown:
    """One day of visits that are being planned, and what stands in its way."""

    day: date
    value: str
    words: str
    holiday: str
    clashes: Sequence[str]


def days_shown(
    days: Sequence[date],
    at: time,
    length: timedelta,
    episode: Episode,
    busy: Sequence[Busy],
    holidays: Mapping[date, str],
    today: date,
) -> list[DayShown]:
    """Each day with its week, its bank holiday, and what else is in the diary then."""
    shown = []
    for day in days:
        begins = clock.moment(day, at)
        clashes = [one for one in busy if one.starts_at < begins + length and one.ends_at > begins]
        shown.append(
            DayShown(
                day=day,
                value=day.isoformat(),
                words=f"{capital(day_words(day, today))}, {time_words(at)}. Week {episode.week(day)}",
                holiday=holidays.get(day, ""),
                clashes=[busy_words(one, episode.family_id) for one in clashes],
            )
        )
    return shown


@dataclass(frozen=True, kw_only=True)
class Version:
    """One of two times for a visit: "Tom’s: Wed 2 Dec, 4pm", and since when: "Written today, 11:05am"."""

    says: Markup
    since: Markup


def versions(mine: datetime, written_at: datetime, theirs: Visit, whose: str, now: datetime) -> dict[str, Version]:
    """Two times that one visit was moved to, each with who says so and when they did."""
    today = clock.local(now).date()

    def version(who: str, starts_at: datetime, at_: datetime) -> Version:
        return Version(
            says=sentence("{}: {}", who, when_said(starts_at, today)),
            since=sentence("Written {}", when_said(at_, today)),
        )

    return {
        "mine": version("Yours", mine, written_at),
        "theirs": version(whose, theirs.starts_at, theirs.planned_at),
    }


def busy_words(one: Busy, family_id: UUID) -> str:
    """The Whitaker family, 10am to 11am; another visit, where their name is not for this person."""
    who = (
        "this family, already"
        if one.family_id == family_id
        else f"the {one.name} family"
        if one.name
        else "another visit"
    )
    return f"{who}, {time_words(one.starts_at)} to {time_words(one.ends_at)}"
