"""What is said of somebody who is out alone, and of who was told."""

from datetime import date, datetime

from app.accounts.models import User
from app.core import clock
from app.messages.models import MessageState
from app.visits.actions.telling import how_long
from app.visits.models import AnswerKind, HowEnded
from app.visits.queries import Outing, Told
from app.web.filters import capital, time_words


def late_words(outing: Outing, now: datetime) -> str:
    """Iwona should have finished 27 minutes ago."""
    return f"{outing.worker.first_name} should have finished {how_long(outing.watch.minutes_late(now))} ago."


def where_words(outing: Outing) -> str:
    """With the Hussain family, 14 Moor Lane; At a visit at school, where more is not for this person."""
    if outing.family:
        return f"With the {outing.family} family, {outing.address or outing.place}."
    return capital(f"{outing.address or f'at a visit {outing.place}'}.")


def told_words(outing: Outing, one: Told) -> str:
    """Tom, her buddy, was told at 11am. Says so where somebody could not be told."""
    name = one.person.first_name
    if outing.buddy is not None and one.person.id == outing.buddy.id:
        name += ", their buddy,"
    return f"{name} {_state_words(one)}"


def _state_words(one: Told) -> str:
    if one.state is MessageState.SENT:
        return f"was told at {time_words(one.at)}."
    if one.state is MessageState.SHOWN:
        return f"would have been told at {time_words(one.at)}: nothing leaves this demo."
    if one.state in (MessageState.QUEUED, MessageState.SENDING):
        return "is being told now."
    if one.state is MessageState.WITHDRAWN:
        return "need not be told any more."
    return "could not be reached. Please ring them."


def nobody_told_words(outing: Outing, now: datetime) -> str:
    """Why nobody was told yet; nothing once somebody was."""
    watch = outing.watch
    if outing.told or watch.raise_at is None:
        return ""
    if watch.rounds:
        return "There is nobody whom Withy could tell: please ring them yourself."
    if watch.raise_at > now:
        return f"If they are not out by then, people are told at {time_words(watch.raise_at)}."
    return "Nobody has been told yet."


def over_words(outing: Outing) -> str:
    """How an alarm of today ended: Tom spoke to Iwona at 11:20am. They are safe."""
    watch, name = outing.watch, outing.worker.first_name
    at = time_words(watch.ended_at) if watch.ended_at else ""
    if watch.ended_how is HowEnded.SPOKEN:
        by = next((one.by.first_name for one in reversed(outing.answers) if one.kind is AnswerKind.SAFE), "Somebody")
        return f"{by} spoke to {name} at {at}. They are safe."
    return f"{name} was out and well at {at}."


def answer_words(outing: Outing) -> list[str]:
    """Each answer in a line, the first first."""
    name = outing.worker.first_name
    said = {AnswerKind.SAFE: f"has spoken to {name}: they are safe", AnswerKind.DEALING: "is dealing with it"}
    return [f"{one.by.first_name} {said[one.kind]}, {time_words(one.at)}." for one in outing.answers]


def until_words(outing: Outing, today: date) -> str:
    """In since 10:32am, out by 11:30am."""
    watch = outing.watch
    day = clock.local(watch.began_at).date()
    since = time_words(watch.began_at) if day == today else f"{day:%a} {day.day} {day:%b}, {time_words(watch.began_at)}"
    return f"In since {since}, out by {time_words(watch.expected_at)}"


def who_looks_out(buddy: User | None, supervisor: User | None) -> str:
    """Priya and Tom are told if you are not."""
    names = [one.first_name for one in (supervisor, buddy) if one is not None]
    if not names:
        return "Your cluster’s managers are told if you are not."
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} told if you are not."
