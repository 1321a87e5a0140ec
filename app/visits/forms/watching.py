"""The doors for somebody who goes in alone, and for whoever is told when they are late."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from markupsafe import Markup
from wtforms import HiddenField, SelectField
from wtforms.validators import AnyOf, InputRequired, Optional

from app.accounts.models import User
from app.core import clock
from app.visits.actions import AnswerEntry, GoInEntry
from app.visits.actions.watching import LONGEST
from app.visits.forms.parts import LIST
from app.visits.models import AnswerKind, Watch
from app.web.boxes import ClockField
from app.web.days import time_said
from app.web.filters import machine_time, time_words
from app.web.forms import Form, new_id
from app.web.kept import now_box
from app.web.sentences import sentence

NOBODY = {"": "Only my supervisor"}
LONGER = timedelta(minutes=30)


class GoInForm(Form):
    """Until when, and who looks out. `shown`: drawn on a page whose own form may be another."""

    boxes: Mapping[str, str] = {"id": "watch_id"}

    # Not "id": the form stands beside the visit note, which has one of its own.
    watch_id = new_id()
    until = ClockField("I expect to be out at", [InputRequired("Add the time you expect to be out")])
    buddy = SelectField("Who is told as well as your supervisor?", [Optional()], invalid_choice_message=LIST)

    def __init__(
        self,
        begins: datetime,
        ends: datetime,
        buddies: Sequence[User],
        last: UUID | None,
        now: datetime,
        *,
        shown: bool = False,
    ) -> None:
        known = last in {one.id for one in buddies}
        self.first = first_until(begins, ends, now)
        self.marks = until_box(begins, ends)
        data = {"until": clock.local(self.first).time(), "buddy": str(last) if known else ""}
        more = {"formdata": None} if shown else {}
        super().__init__(data=data, **more)
        self.until.render_kw = self.marks
        self.buddy.choices = NOBODY | {str(one.id): one.name for one in buddies}

    @property
    def summary(self) -> Markup:
        """Out by 11:30am. Tom Sugden is told too: what one tap says."""
        told = dict(self.buddy.choices).get(self.buddy.data or "", "") if self.buddy.data else ""
        return sentence("{}. {}", self._until_words(), f"{told} is told too" if told else "Only my supervisor is told")

    def _until_words(self) -> Markup | str:
        if not self.until.data:
            return "When are you out?"
        first = self.until.data == clock.local(self.first).time()
        return sentence("Out by {}", time_said(self.first, **self.marks) if first else time_words(self.until.data))

    def entry(self, at: datetime) -> GoInEntry:
        """What was said at this moment."""
        buddy_id = UUID(self.buddy.data) if self.buddy.data else None
        return GoInEntry(id=UUID(self.watch_id.data), until=still_to_come(self.until.data, at), buddy_id=buddy_id)


class LongerForm(Form):
    """Until when instead."""

    until = ClockField("I expect to be out at", [InputRequired("Add the time you expect to be out")])

    def __init__(self, watch: Watch, now: datetime, *, shown: bool = False) -> None:
        more = {"formdata": None} if shown else {}
        super().__init__(data={"until": clock.local(later(watch, now)).time()}, **more)

    def moment(self, at: datetime) -> datetime:
        """The new time, as it was said at this moment."""
        return still_to_come(self.until.data, at)


class AnswerForm(Form):
    """One of two buttons."""

    kind = HiddenField(
        validators=[AnyOf([kind.value for kind in AnswerKind], message="Press one of the buttons")], default=""
    )

    def entry(self) -> AnswerEntry:
        """Which button."""
        return AnswerEntry(kind=AnswerKind(self.kind.data))


def still_to_come(wall: time, at: datetime) -> datetime:
    """The moment of a time of the wall clock, said late in the evening for after midnight too."""
    day = clock.local(at).date()
    today, tomorrow = clock.moment(day, wall), clock.moment(day + timedelta(days=1), wall)
    return tomorrow if today <= at and tomorrow - at <= LONGEST else today


def until_box(begins: datetime, ends: datetime) -> dict[str, str]:
    """Marks what `first_until` says, so that a page that was kept can say it anew when it is opened."""
    longest = str(LONGEST // timedelta(minutes=1))
    more = {"data-begins": machine_time(begins), "data-ends": machine_time(ends), "data-longest": longest}
    marks = now_box()
    return marks | {"data-now": "until"} | more if marks else {}


def first_until(begins: datetime, ends: datetime, now: datetime) -> datetime:
    """When somebody who goes in now will be out: as planned, or as long from now as was planned, in fives."""
    if now < ends - timedelta(minutes=5) and ends - now <= LONGEST:
        return ends
    return _in_fives(now + min(max(ends - begins, LONGER), LONGEST - timedelta(minutes=5)))


def later(watch: Watch, now: datetime) -> datetime:
    """Half an hour more than they said, or than it is now."""
    return _in_fives(max(watch.expected_at, now) + LONGER)


def _in_fives(at: datetime) -> datetime:
    """At the next five minutes of the clock."""
    over = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    return at - over + timedelta(minutes=5) if over else at
