"""Notes of the story as plain rows. The same entry as the room of notes takes, held to the same rules of shape."""

from dataclasses import fields
from datetime import datetime, timedelta

from app.accounts.models import User
from app.core import clock
from app.demo.story import Kin, Story
from app.notes.actions import NoteEntry, SaidWords, SeenChild
from app.notes.models import ChildSeen, Note, NoteVersion, Present, Quote
from app.notes.wording import check_shape

SLACK = timedelta(minutes=5)


def keep_note(story: Story, kin: Kin, by: User, entry: NoteEntry, recorded_at: datetime) -> None:
    """Lay a note down as it was first written. Raises ValueError where its times cannot be."""
    check_shape(entry)
    happened_on = clock.local(entry.occurred_at).date()
    if entry.occurred_at > recorded_at + SLACK or happened_on < kin.opened_on or not story.has_happened(recorded_at):
        raise ValueError(f"{kin.told.name}: a note of {happened_on} cannot be")
    late_at = story.figures[kin.episode.cluster_id].note_late_working_days
    story.keep(
        Note(
            id=entry.id,
            family_id=kin.family.id,
            episode_id=kin.episode.id,
            kind=entry.kind,
            written_by_id=by.id,
            written_at=recorded_at,
            recorded_at=recorded_at,
            occurred_at=entry.occurred_at,
            latest=1,
            readers=entry.readers,
            significant=entry.significant,
            late=story.days.calendar.between(happened_on, clock.local(recorded_at).date()) >= late_at,
        )
    )
    version = _version(by, entry, recorded_at)
    story.keep(version)
    story.keep(*(Present(version_id=version.id, member_id=member_id) for member_id in dict.fromkeys(entry.present)))
    story.keep(*(Quote(version_id=version.id, position=n, **_columns(words)) for n, words in enumerate(entry.quotes)))
    story.keep(*(ChildSeen(version_id=version.id, **_columns(child)) for child in entry.seen))


def said_words(kin: Kin, name: str, words: str, setting: str = "") -> SaidWords:
    """Somebody's exact words: a member's, or those of somebody else by name."""
    if name in kin.members:
        return SaidWords(member_id=kin.member_id(name), words=words, setting=setting)
    return SaidWords(member_id=None, speaker=name, words=words, setting=setting)


def _version(by: User, entry: NoteEntry, recorded_at: datetime) -> NoteVersion:
    return NoteVersion(
        id=entry.id,
        note_id=entry.id,
        number=1,
        made_at=recorded_at,
        made_by_id=by.id,
        readers=entry.readers,
        significant=entry.significant,
        occurred_at=entry.occurred_at,
        minutes=entry.minutes,
        place=entry.place,
        reached=entry.reached,
        happened=entry.happened,
        meaning=entry.meaning,
        topics=list(entry.topics),
        others_there=list(entry.others_there),
    )


def _columns(row: SaidWords | SeenChild) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in fields(row)}
