"""What a person says from their own page: a number, a few words; and that somebody has read them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import clock
from app.core.errors import Refused
from app.families.models import Episode, FamilyMember
from app.home.actions.telling import tell
from app.home.models import About, FamilyWord, What
from app.home.said import A_FEW_WORDS, CHANGED
from app.home.sharing import items_for
from app.plans.actions import RatingEntry, rate
from app.plans.models import RatingContext

# The others say enough by themselves.
NEED_WORDS = (About.TALK_ABOUT, About.PUT_RIGHT)


@dataclass(frozen=True, kw_only=True)
class WordEntry:
    """What somebody said from their own page."""

    id: UUID
    about: About
    words: str = ""


def rate_own(
    session: Session,
    episode: Episode,
    person: FamilyMember,
    goal_id: UUID,
    score: int | None,
    *,
    at: UUID,
    now: datetime,
) -> None:
    """A person's own number, from their own page. `at` is made with the form: sent twice, it is one. Raises Refused."""
    mine = [item for item in items_for(session, episode, person) if item.shared and item.what is What.GOAL]
    if goal_id not in {item.about_id for item in mine}:
        raise Refused("score", CHANGED)
    entry = RatingEntry(goal_id=goal_id, member_id=person.id, score=score)
    rate(
        session,
        episode,
        None,
        [entry],
        on=clock.local(now).date(),
        note_id=at,
        now=now,
        context=RatingContext.OWN_PAGE,
    )


def say_word(session: Session, person: FamilyMember, entry: WordEntry, *, now: datetime) -> FamilyWord:
    """Something for their worker's day; the same again is the same. Raises Refused."""
    if known := session.get(FamilyWord, entry.id):
        if (known.member_id, known.about, known.words) == (person.id, entry.about, entry.words):
            return known
        raise Refused("words", CHANGED)
    if entry.about in NEED_WORDS and not entry.words:
        raise Refused("words", A_FEW_WORDS)
    word = FamilyWord(
        id=entry.id,
        family_id=person.family_id,
        member_id=person.id,
        about=entry.about,
        words=entry.words,
        said_at=now,
    )
    session.add(word)
    tell(session, None, "own_page.word", person, now)
    return word


def have_seen(session: Session, word: FamilyWord, by: User, *, now: datetime) -> None:
    """Their worker has read it: it leaves the day, and stays on record."""
    if word.seen_at is None:
        word.seen_at, word.seen_by_id = now, by.id
        person = session.get_one(FamilyMember, word.member_id)
        tell(session, by, "own_page.word_seen", person, now)
