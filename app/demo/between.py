"""What happens between visits: calls, texts, meetings, letters."""

from datetime import date, timedelta
from uuid import uuid4

from app.demo.days import A_DAY, moment
from app.demo.story import Kin, Story
from app.demo.told import ME, Contact
from app.demo.writing import keep_note, said_words
from app.notes.actions import NoteEntry
from app.notes.models import NoteKind

WRITTEN = timedelta(minutes=10)


def tell_contacts(story: Story, kin: Kin) -> None:
    """Every contact at its time, written down ten minutes later or some working days late."""
    for told in kin.told.contacts:
        day = max(_day(story, told), kin.opened_on)
        happened_at = moment(day, told.at)
        recorded_at = happened_at + timedelta(minutes=told.minutes or 0) + WRITTEN
        if told.late_days:
            recorded_at = moment(story.days.after(day, told.late_days), "4:20pm")
        entry = NoteEntry(
            id=uuid4(),
            kind=told.kind,
            occurred_at=happened_at,
            minutes=told.minutes,
            reached=told.reached,
            happened=told.words,
            meaning=told.means,
            present=tuple(kin.member_id(name) for name in told.people),
            others_there=told.others,
            quotes=tuple(said_words(kin, *words) for words in told.said),
            significant=told.important,
        )
        by = kin.worker if told.by == ME else story.staff[told.by]
        keep_note(story, kin, by, entry, recorded_at)


def _day(story: Story, told: Contact) -> date:
    """A text comes on any day; the others wait for a working day."""
    if told.kind is NoteKind.TEXT:
        return story.days.today - A_DAY * told.ago
    return story.days.ago(told.ago)
