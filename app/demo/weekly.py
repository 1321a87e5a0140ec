"""The visits of a plan, week by week: met, missed, and what is still to come."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from app.clusters.lists import LISTS
from app.clusters.queries import words_of
from app.demo.days import A_DAY, A_WEEK, WEEK, moment
from app.demo.ordinary import ordinary_week
from app.demo.promising import tell_promise
from app.demo.story import Kin, Story
from app.demo.told import Amended, NotMet, Person, Week
from app.demo.writing import keep_note, said_words
from app.notes.actions import AmendmentEntry, NoteEntry, SeenChild, amend_note, look_at
from app.notes.models import Note, NoteKind, Readers
from app.notes.queries import version_of, wording_of
from app.visits.actions.recording import WHO_CANCELLED
from app.visits.models import CancelledBy, Visit, VisitState

AHEAD = 4  # visits in the diary from now on
TOO_YOUNG = 4  # years: too little to be on their own with us
TRIED_AT = "2:15pm"
AFTER_THE_END, A_MONTH = 2 * A_WEEK, 4 * A_WEEK


class Weekly:
    """The weekly visits of one family. `note_ids` are those of visits at which we met, by week."""

    def __init__(self, story: Story, kin: Kin) -> None:
        self.story, self.kin, self.told = story, kin, kin.told
        self.minutes = timedelta(minutes=story.figures[kin.episode.cluster_id].visit_minutes)
        self.note_ids: dict[int, UUID] = {}
        self.tried_on = self._tried_on()

    def tell(self) -> None:
        """Every visit of the plan, the past ones with what came of them."""
        past = self._past_days()
        self.kin.met_on.update({week: day for week, day in past.items() if week not in self.told.not_met})
        if wrong := set(self.told.weeks) - set(self.kin.met_on):
            raise ValueError(f"{self.told.name}: nobody met in weeks {sorted(wrong)}, but in {sorted(self.kin.met_on)}")
        last = max(self.kin.met_on)
        for week, day in past.items():
            if week in self.told.not_met:
                self._not_met(moment(day, self.told.at), self.told.not_met[week])
            else:
                told = self.told.weeks.get(week) or ordinary_week(self.told, week)
                self._met(week, moment(day, self.told.at), last - week, told)
        for day, (_, words) in zip(self.tried_on, self.told.tries, strict=True):
            self._not_met(moment(day, TRIED_AT), NotMet(words), timedelta(minutes=30))
        self._coming()

    def _tried_on(self) -> list[date]:
        """A working day since the last visit for each time without an answer, the nearest to what is told."""
        days, told = self.story.days, self.told.tries
        met = days.near(days.today - A_DAY * self.told.seen, self.kin.opened_on)
        free = days.working_between(met, days.today)
        if len(free) < len(told):
            # Over Christmas or Easter too few are left, and the last visit gives way.
            free = days.working_between(days.today - A_MONTH, days.today)[-len(told) :]
        found: list[date] = []
        for place in reversed(range(len(told))):
            wanted = days.today - A_DAY * told[place][0]
            day = min(free[place:], key=lambda one: abs(one - wanted))
            free = free[: free.index(day)]
            found.insert(0, day)
        return found

    def _past_days(self) -> dict[int, date]:
        """The day of each past week's visit, by week of the plan, the earliest first; all before anybody tried."""
        found: dict[int, date] = {}
        day = self.story.days.today - A_DAY * self.told.seen
        if self.tried_on and self.story.days.near(day, self.kin.opened_on) >= self.tried_on[0]:
            day = self.story.days.ago((self.story.days.today - self.tried_on[0]).days + 1)
        while day >= self.kin.opened_on:
            near = self.story.days.near(day, self.kin.opened_on)
            found[(near - self.kin.opened_on).days // WEEK + 1] = near
            day -= A_WEEK
        return dict(sorted(found.items()))

    def _coming(self) -> None:
        """The next visits in the diary; today's, once it is over, with what came of it."""
        if self.told.closed is not None:
            return
        days = self.story.days
        first = WEEK - self.told.seen % WEEK if self.told.next is None else self.told.next
        ends_on = max(self.kin.episode.ends_on, days.today + AFTER_THE_END)
        for day in (days.ahead(first + WEEK * number) for number in range(AHEAD)):
            began = moment(day, self.told.at)
            today = self.told.today if day == days.today else None
            if today and self.story.has_happened(began + timedelta(minutes=today.minutes + today.written)):
                self._met(self.told.week, began, 0, today)
                self.kin.met_on[self.told.week] = day
            elif day <= ends_on:
                self.story.keep(self._visit(began, self.minutes))

    def _visit(self, began: datetime, took: timedelta) -> Visit:
        """A visit in the diary; today's with whoever comes too."""
        with_name, with_words = self.told.next_with or ("", "")
        together = bool(with_name) and began.date() == self.story.days.today
        return Visit(
            id=uuid4(),
            family_id=self.kin.family.id,
            episode_id=self.kin.episode.id,
            worker_id=self.kin.worker.id,
            starts_at=began,
            ends_at=began + took,
            place=self.told.place,
            address_id=self.kin.home_id(),
            with_user_id=self.story.staff[with_name].id if together else None,
            with_words=with_words if together else "",
            interpreter=self.told.interpreter,
            state=VisitState.PLANNED,
            planned_at=self.kin.family.added_at,
            planned_by_id=self.kin.worker.id,
        )

    def _met(self, week: int, began: datetime, weeks_ago: int, told: Week) -> None:
        took = timedelta(minutes=told.minutes)
        recorded_at = began + took + timedelta(minutes=told.written)
        day = self.story.days.after(began.date(), told.late_days)
        if told.late_days:
            recorded_at = moment(day, "4:40pm")
        entry = NoteEntry(
            id=uuid4(),
            kind=NoteKind.VISIT,
            occurred_at=began,
            minutes=told.minutes,
            place=self.told.place,
            happened=told.happened,
            meaning=told.means,
            topics=told.topics,
            present=self._present(told),
            others_there=told.others,
            quotes=tuple(said_words(self.kin, *words) for words in told.said),
            seen=tuple(self._seen(child, place, told, weeks_ago) for place, child in enumerate(self._children())),
            readers=Readers.FAMILY if told.for_family else Readers.TEAM,
            significant=told.important,
        )
        visit = self._visit(began, took)
        visit.state, visit.note_id = VisitState.MET, entry.id
        keep_note(self.story, self.kin, self.kin.worker, entry, recorded_at)
        self.story.keep(visit)
        self.note_ids[week] = entry.id
        self._afterwards(entry.id, told, began.date(), recorded_at)

    def _afterwards(self, note_id: UUID, told: Week, day: date, recorded_at: datetime) -> None:
        """What followed from the visit: promises, an amendment, a colleague who read the note."""
        for one in told.promised:
            tell_promise(self.story, self.kin, one, said_at=recorded_at, note_id=note_id)
        if told.amended is not None:
            amended = told.amended
            self.story.at(
                moment(self.story.days.after(day, 1), "9:20am"), lambda now: self._amend(note_id, amended, now)
            )
        if told.read_by:
            reader = self.story.staff[told.read_by]
            self.story.at(
                moment(self.story.days.after(day, 2), "3:05pm"),
                lambda now: look_at(self.story.session, reader, self._note(note_id), now=now),
            )

    def _note(self, note_id: UUID) -> Note:
        return self.story.session.get_one(Note, note_id)

    def _amend(self, note_id: UUID, amended: Amended, now: datetime) -> None:
        session, note = self.story.session, self._note(note_id)
        says = replace(wording_of(session, version_of(session, note_id, note.latest)), happened=amended.happened)
        entry = AmendmentEntry(version=note.latest, reason=amended.why, says=says)
        amend_note(session, note, self.kin.worker, entry, now=now)

    def _not_met(self, began: datetime, told: NotMet, took: timedelta | None = None) -> None:
        kind, state, words = NoteKind.NO_ANSWER, VisitState.NO_ANSWER, told.words
        if told.reason:
            kind, state = NoteKind.CANCELLED, VisitState.CANCELLED
            reason = words_of(self.story.session, self.kin.episode.cluster_id, "cancel_reasons")[told.reason]
            words = f"{WHO_CANCELLED[CancelledBy(told.by)]}. {reason}.\n\n{told.words}"
        entry = NoteEntry(
            id=uuid4(), kind=kind, occurred_at=began, place=self.told.place, reached=False, happened=words
        )
        visit = self._visit(began, took or self.minutes)
        visit.state, visit.note_id, visit.reason = state, entry.id, told.reason
        visit.cancelled_by = CancelledBy(told.by) if told.by else None
        keep_note(self.story, self.kin, self.kin.worker, entry, began + timedelta(minutes=95))
        self.story.keep(visit)

    def _children(self) -> list[Person]:
        return [one for one in self.told.people if one.is_child]

    def _present(self, told: Week) -> tuple[UUID, ...]:
        names = told.there
        if names is None:
            names = tuple(one.name for one in self.told.people if one.lives_here and one.name not in told.unseen)
        return tuple(self.kin.member_id(name) for name in names)

    def _seen(self, child: Person, place: int, told: Week, weeks_ago: int) -> SeenChild:
        why_not = told.unseen.get(child.name, "")
        if told.alone is not None:
            alone = child.name in told.alone
        elif child.alone == "often":
            alone = child.age >= TOO_YOUNG and (weeks_ago + place) % 2 == 0
        else:
            alone = child.alone != "never" and weeks_ago * WEEK + self.told.seen >= int(child.alone)
        return SeenChild(
            member_id=self.kin.member_id(child.name),
            seen=not why_not,
            alone=alone and not why_not,
            place="" if why_not else self.told.place,
            why_not=LISTS["not_seen_reasons"].defaults[why_not] if why_not else "",
        )
