"""What can be chosen in a visit's form: this family's people, this cluster's words, these days."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import inspect
from wtforms import SelectChoice

from app.core import clock
from app.core.permissions import Role
from app.visits.forms.parts import NEXT, OTHER, PICK
from app.visits.models import Visit
from app.visits.queries.sheet import Sheet
from app.web.days import when_said
from app.web.filters import capital, day_words
from app.web.kept import now_box

if TYPE_CHECKING:
    from app.visits.forms.recording import VisitForm

FRIDAY = 4
STEP = 5  # minutes to which the times of an unplanned visit are rounded
A_WEEK = 7 * 24 * 60  # minutes


def from_now(visit: Visit) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Marks for when a visit nobody planned began, ended, and would be again: on a kept page, when that is opened."""
    if inspect(visit).persistent:
        return {}, {}, {}
    minutes = (visit.ends_at - visit.starts_at) // timedelta(minutes=1)
    return now_box(-minutes, STEP), now_box(0, STEP), now_box(A_WEEK - minutes, STEP)


def choices_for(form: "VisitForm", sheet: Sheet, now: datetime) -> None:
    """Give each box of the form its choices; what was chosen and is no longer offered is refused."""
    today = clock.local(now).date()
    names = {str(member.id): member.known_as for member in sheet.members}
    form.reason.choices = {"": "Choose"} | dict(sheet.lists["cancel_reasons"])
    form.place.choices = {words: capital(words) for words in (sheet.visit.place, *sheet.lists["places"].values())}
    grown_up = {str(member.id): member.known_as for member in sheet.members if not member.is_child}
    form.present.choices = grown_up | _with_us(sheet) | {OTHER: "Someone else"}
    form.topics.choices = dict(sheet.lists["topics"])
    form.about.choices = {"": "Nobody in particular"} | names
    form.worry.choices = {
        "none": "Nothing new",
        "hold": "A small worry, I’ll write it down",
        "today": f"I need to talk to {sheet.supervisor.first_name if sheet.supervisor else 'my supervisor'} today",
    }
    form.same_at.render_kw = from_now(sheet.visit)[2]
    form.next_how.choices = _next_choices(form, sheet, today)
    for child in form.children:
        child.form.why_not.choices = {"": "Choose"} | {
            words: words for words in sheet.lists["not_seen_reasons"].values()
        }
    speakers = {str(member.id): f"{member.known_as} said" for member in (*sheet.children, *sheet.members)}
    for quote in form.quotes:
        quote.form.who.choices = speakers | {OTHER: "Someone else said"}
    what = {str(one.promise.id): one.promise.what for one in sheet.promises}
    for kept in form.kept:
        kept.form.why.label.text = f"{what.get(kept.form.promise_id.data, '')}: what happened?"
    owners, callable_ = _owners(sheet), _who_can_be_rung(sheet)
    for promise in form.promises:
        promise.form.who.choices, promise.form.ring.choices = owners, callable_
        promise.form.by.choices = _days(promise.form.by.data, today)


def _with_us(sheet: Sheet) -> dict[str, str]:
    """Who came with us, if the diary says so."""
    found = {}
    if sheet.colleague is not None and sheet.colleague.id != sheet.by.id:
        found["colleague"] = f"{sheet.colleague.first_name}, with you"
    if sheet.visit.interpreter:
        found["interpreter"] = "Interpreter"
    return found


def _owners(sheet: Sheet) -> dict[str, str]:
    """Who can promise something: whoever writes first, then colleagues, the family, and others beside it."""
    staff = {f"user:{sheet.by.id}": f"{sheet.by.first_name} (me)"}
    for colleague in (sheet.lead, sheet.colleague):
        if colleague is not None and colleague.role in (Role.WORKER, Role.SUPERVISOR):
            staff.setdefault(f"user:{colleague.id}", colleague.first_name)
    return staff | _who_can_be_rung(sheet, empty=False)


def _who_can_be_rung(sheet: Sheet, *, empty: bool = True) -> dict[str, str]:
    return (
        ({"": "Choose"} if empty else {})
        | {f"member:{member.id}": member.known_as for member in sheet.members}
        | {f"partner:{partner.id}": partner.name for partner in sheet.partners}
    )


def _days(chosen: str | None, today: date) -> list[SelectChoice]:
    """Days by which something can be promised. A day is its own choice: it means the same tomorrow."""
    days = [today, today + timedelta(days=(FRIDAY - today.weekday()) % 7)]
    with suppress(ValueError):
        days.append(date.fromisoformat(chosen or ""))
    return [
        SelectChoice("", "No day"),
        *(_day(day, today) for day in dict.fromkeys(days)),
        SelectChoice(NEXT, "Next visit"),
        SelectChoice(PICK, "Pick a day"),
    ]


def _day(day: date, today: date) -> SelectChoice:
    # A page that lies on a phone says today's name anew.
    return SelectChoice(day.isoformat(), capital(day_words(day, today)), {"data-says": "Day"})


def _next_choices(form: "VisitForm", sheet: Sheet, today: date) -> dict[str, str]:
    if form.instead_of.data:
        coming = _when(clock.local(sheet.coming.starts_at), today) if sheet.coming else "As it stands in the diary"
        return {"planned": coming, OTHER: "Another day or time"}
    try:
        same = {"same": _when(datetime.fromisoformat(form.same_at.data or ""), today, **form.same_at.render_kw or {})}
    except ValueError:
        same = {}
    return same | {OTHER: "Another day or time", "none": "Not fixed yet"}


def _when(at: datetime, today: date, **more: object) -> str:
    return capital(when_said(clock.moment(at.date(), at.time()), today, **more))
