"""What a family's page says in a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.clusters.figures import Figures
from app.desk.family import Member, Story
from app.desk.reach_words import best_words, limits_words, reach_words
from app.families.models import Consent, ConsentKind, SafeContact
from app.plans.words import STATUS_WORDS
from app.promises.models import PromiseKind, PromiseState
from app.web.days import day_said, on_said, short_said
from app.web.drawings import Spark, Weave, spark, weave
from app.web.filters import list_words
from app.web.sentences import sentence

# Children start school in the September after they turn four: Reception, then Years 1 to 13.
RECEPTION_AGE, LAST_YEAR, SEPTEMBER = 4, 13, 9


@dataclass(frozen=True, kw_only=True)
class FamilyWords:
    """The lines and drawings of one family's page."""

    who_leads: str
    weeks: Weave
    weeks_words: str
    sparks: dict[UUID, Spark | None]
    goal_states: dict[UUID, str]
    to_bring: Sequence[str]
    agencies_yes: str
    agencies_no: str
    work_words: Sequence[str]


def family_words(story: Story, figures: Figures, today: date) -> FamilyWords:
    """Everything of the page that is said in words, made once in Python."""
    episode = story.episode
    # A plan that has ended stays in the week in which it did.
    week = episode.week(episode.closed_on or today)
    talk_to = [one for one in story.consents if one.kind is ConsentKind.TALK_TO]
    return FamilyWords(
        who_leads=who_leads(story),
        weeks=weave(
            week,
            episode.weeks,
            story.diary.met,
            story.diary.missed,
            range(figures.review_weeks, episode.weeks + 1, figures.review_weeks),
        ),
        weeks_words=_weeks_words(story, today),
        sparks={line.goal.id: spark(line.raters[0].points) if line.raters else None for line in story.goals},
        goal_states={line.goal.id: STATUS_WORDS[line.goal.status] for line in story.goals if not line.goal.is_active},
        to_bring=[
            line.promise.what
            for line in story.promises
            if line.promise.kind is PromiseKind.BRING and line.promise.state is PromiseState.OPEN
        ],
        agencies_yes=_agencies(talk_to, agreed=True),
        agencies_no=_agencies(talk_to, agreed=False),
        work_words=_work_words(story, today),
    )


def member_words(one: Member, today: date) -> str:
    """Mum, 36. Speaks Urdu and English. Best after 9am. No voicemail."""
    row = one.row
    if row.is_child:
        first = ", ".join(str(part) for part in (one.age, _school_year(row.born_on, today)) if part)
        head = f"{first} at {one.school}" if one.school and first else first or row.relationship_words
    else:
        head = ", ".join(str(part) for part in (row.relationship_words, one.age) if part)
    languages = [row.language, *[part.strip() for part in row.also_speaks.split(",") if part.strip()]]
    parts = [head]
    if languages != ["English"]:
        parts.append(f"Speaks {list_words(languages)}" + (", needs an interpreter" if row.interpreter else ""))
    if one.contact is not None:
        parts.append(_reach(one.contact))
    if row.about:
        parts.append(row.about)
    return ". ".join(part for part in parts if part)


def _reach(contact: SafeContact) -> str:
    """Best after 9am. No voicemail. Who must not know stands on a line of its own."""
    limits = limits_words(call_ok=contact.call_ok, text_ok=contact.text_ok, voicemail_ok=contact.voicemail_ok)
    return reach_words(when=best_words(contact.good_times), limits=limits)


def _school_year(born_on: date | None, today: date) -> str:
    """Year 7, by the age on the last day of August before this school year; nothing outside school ages."""
    if born_on is None:
        return ""
    autumn = today.year if today.month >= SEPTEMBER else today.year - 1
    age = autumn - born_on.year - (born_on.month >= SEPTEMBER)
    year = age - RECEPTION_AGE
    if year == 0:
        return "Reception"
    return f"Year {year}" if 0 < year <= LAST_YEAR else ""


def who_leads(story: Story) -> str:
    """Lorna is their lead worker. Tom is covering."""
    if not story.episode.is_open():
        return "We are no longer working together"
    lead = f"{story.lead.first_name} is their lead worker" if story.lead else "No lead worker yet"
    return f"{lead}. {story.cover.first_name} is covering" if story.cover else lead


def _weeks_words(story: Story, today: date) -> str:
    """17 to go, until Fri 26 Mar."""
    episode = story.episode
    if not episode.is_open():
        return sentence("Ended {}", day_said(episode.closed_on or today, today))
    ends_on = episode.last_day
    if ends_on < today:
        return sentence("Was due to end {}", day_said(ends_on, today))
    left = episode.weeks_left(today)
    # No year: it goes without saying within a plan, and a phone has no room for it.
    until = short_said(ends_on, today)
    return sentence("{} to go, until {}", left, until) if left else sentence("Until {}", until)


def _agencies(consents: Sequence[Consent], *, agreed: bool) -> str:
    """The latest answer for each agency counts."""
    latest: dict[str, Consent] = {}
    for one in consents:
        latest.setdefault(one.agency, one)
    return list_words(agency for agency, one in latest.items() if one.agreed is agreed)


def _work_words(story: Story, today: date) -> list[str]:
    """Shazia agreed on Mon 28 Sep. Ayaan was asked too."""
    lines: list[str] = []
    for one in story.consents:
        if one.kind is ConsentKind.WORK:
            verb = "agreed" if one.agreed else "said not yet"
            words = sentence("{} {} {}.", story.name_of(one.member_id), verb, on_said(one.given_on, today))
            if one.children_asked:
                words += " The children were asked too."
            if one.ask_again_on:
                words += sentence(" Ask again by {}.", day_said(one.ask_again_on, today))
            lines.append(words)
    return lines
