"""What a note says: all of it that can be put right later. And what no note may say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.core.errors import Refused
from app.notes.models import NAME_LENGTH, NOTE_LENGTH, SETTING_LENGTH, WORDS_LENGTH

MOST_MINUTES = 24 * 60
MOST_OTHERS = 30


class Parts(StrEnum):
    """The parts of a note that are put right one at a time."""

    HAPPENED = "happened"
    SAID = "said"
    MEANING = "meaning"
    NEXT = "next"
    WHEN = "when"
    SEEN = "seen"


@dataclass(frozen=True, kw_only=True)
class SaidWords:
    """Somebody's exact words: a member of the family, or a speaker by name."""

    member_id: UUID | None
    speaker: str = ""
    words: str
    setting: str = ""


@dataclass(frozen=True, kw_only=True)
class SeenChild:
    """One child on this day: seen, seen alone, where; or why not."""

    member_id: UUID
    seen: bool
    alone: bool
    place: str = ""
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What one version of a note says. `minutes` is how long it took, where that is known."""

    occurred_at: datetime
    minutes: int | None = None
    place: str = ""
    reached: bool = True
    happened: str = ""
    meaning: str = ""
    next_words: str = ""
    topics: tuple[str, ...] = ()
    present: tuple[UUID, ...] = ()
    others_there: tuple[str, ...] = ()
    quotes: tuple[SaidWords, ...] = ()
    seen: tuple[SeenChild, ...] = ()

    def in_order(self) -> "Wording":
        """The same, with people in one fixed order: two that say the same are then equal."""
        return replace(
            self,
            present=tuple(sorted(set(self.present))),
            seen=tuple(sorted(self.seen, key=lambda child: child.member_id)),
        )

    def members(self) -> Iterator[tuple[str, UUID]]:
        """Each member of the family it names, with the field that does."""
        yield from (("present", member_id) for member_id in self.present)
        yield from (("quotes", said.member_id) for said in self.quotes if said.member_id)
        yield from (("seen", child.member_id) for child in self.seen)

    def says_something(self) -> bool:
        """Whether there are any words in it at all."""
        return bool(self.happened.strip() or self.meaning.strip() or self.next_words.strip() or self.quotes)


def check_shape(said: Wording) -> None:
    """Raise Refused for what no note can hold, whoever writes it and whenever."""
    for field, words, most in _texts(said):
        check_text(field, words, most)
    if said.minutes is not None and not 0 < said.minutes <= MOST_MINUTES:
        raise Refused("minutes", "Check how long it took: between 1 minute and a day")
    if len(said.others_there) > MOST_OTHERS:
        raise Refused("others_there", f"Name at most {MOST_OTHERS} other people")
    if not all(quote.words.strip() for quote in said.quotes):
        raise Refused("quotes", "Add the words that were said")
    if any(quote.member_id is None and not quote.speaker.strip() for quote in said.quotes):
        raise Refused("quotes", "Say whose words these are")
    if len({child.member_id for child in said.seen}) < len(said.seen):
        raise Refused("seen", "Say once for each child whether you saw them")
    if any(child.alone and not child.seen for child in said.seen):
        raise Refused("seen", "A child you saw alone is a child you saw: tick both")


def check_text(field: str, words: str, most: int) -> None:
    """Raise Refused where words are too long to keep, or hold what no database keeps."""
    if len(words) > most:
        raise Refused(field, f"Use at most {most:,} characters: there are {len(words):,}")
    if "\x00" in words or any("\ud800" <= character <= "\udfff" for character in words):
        raise Refused(field, "There is a character in this that can’t be kept: type it again instead of pasting it")


def _texts(said: Wording) -> Iterator[tuple[str, str, int]]:
    """Every piece of text: its field, the words, and how many characters fit."""
    yield "place", said.place, NAME_LENGTH
    yield "happened", said.happened, NOTE_LENGTH
    yield "meaning", said.meaning, NOTE_LENGTH
    yield "next_words", said.next_words, NOTE_LENGTH
    yield from (("topics", topic, NAME_LENGTH) for topic in said.topics)
    yield from (("others_there", name, NAME_LENGTH) for name in said.others_there)
    for quote in said.quotes:
        yield "quotes", quote.words, WORDS_LENGTH
        yield "quotes", quote.speaker, NAME_LENGTH
        yield "quotes", quote.setting, SETTING_LENGTH
    for child in said.seen:
        yield "seen", child.place, NAME_LENGTH
        yield "seen", child.why_not, SETTING_LENGTH
