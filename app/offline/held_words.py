"""What is held, in words that can be read: which form it was, about which family, and what stood in its boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import BooleanField, DateField, FieldList, FormField, HiddenField, TimeField

from app.accounts.models import User
from app.families.models import Address, Family, FamilyMember
from app.notes.forms import AmendForm, ContactForm
from app.notes.forms.parts import FORMS
from app.notes.models import Note
from app.offline.actions import Item
from app.offline.door import form_at
from app.plans.forms import EndingForm, GoalForm, GoalStatusForm, ReviewForm, StepForm, StepsDoneForm
from app.plans.models import Goal
from app.promises.forms import OutcomeForm
from app.promises.models import Promise
from app.supervision.forms import PrepForm
from app.supervision.models import CaseDiscussion
from app.visits.forms import CancelForm, MoveForm, PlanForm, VisitForm
from app.visits.models import Visit
from app.web.filters import time_words
from app.worries.forms import CallForm, MoreForm, WorryForm
from app.worries.forms.raising import NOBODY
from app.worries.models import Urgency, Worry

WHY = {
    "no longer theirs": "Written after {first} stopped working with this family",
    "phone ended": "Sent from a phone that was said to be lost",
    "person left": "Written by somebody who has left",
    "not a form": "It is no form that a phone can send",
}
A_WORRY = "A worry"
# What each form is called in a list, and the form in which its boxes have labels.
FORMS_BY_VIEW: Mapping[str, tuple[str, tuple[type, ...]]] = {
    "notes.record_contact": ("A call, text or note", (ContactForm,)),
    "notes.amend": ("A note put right", (AmendForm, *FORMS.values())),
    "visits.keep": ("A visit", (VisitForm,)),
    "visits.keep_new": ("A visit", (VisitForm,)),
    "visits.keep_plan": ("Visits planned", (PlanForm,)),
    "visits.keep_move": ("A visit moved", (MoveForm,)),
    "visits.keep_cancelled": ("A visit cancelled", (CancelForm,)),
    "plans.agree": ("A goal", (GoalForm,)),
    "plans.change": ("New words for a goal", (GoalForm,)),
    "plans.step": ("A small step", (StepForm,)),
    "plans.steps_done": ("Steps done", (StepsDoneForm,)),
    "plans.status": ("How a goal stands", (GoalStatusForm,)),
    "plans.keep_review": ("A goal review", (ReviewForm,)),
    "plans.keep_ending": ("A talk about the ending", (EndingForm,)),
    "supervision.keep_prepare": ("A brief for supervision", (PrepForm,)),
    "home.seen": ("Read what a family said", ()),
    "worries.raised": (A_WORRY, (WorryForm,)),
    "worries.add": ("More about a worry", (CallForm, MoreForm)),
    "promises.say_outcome": ("What became of a promise", (OutcomeForm,)),
    "promises.kept": ("A promise kept", ()),
}
UNKNOWN = ("Something from a phone", ())
# Records that an address may name, each of one family.
RECORDS = {
    "visit_id": Visit,
    "note_id": Note,
    "worry_id": Worry,
    "promise_id": Promise,
    "goal_id": Goal,
    "discussion_id": CaseDiscussion,
}
# Names by which a value that is an id can be said, each within the family.
NAMED = (
    (FamilyMember, FamilyMember.known_as),
    (Goal, Goal.words),
    (Promise, Promise.what),
    (Address, Address.household),
)
WHOLE_FAMILY = "The whole family"
SECRET = ("password", "token", "code")
# What is about the writer and not the family: nobody reads it here, whoever decides about the rest.
OF_THE_WRITER = ("pulls",)
NOT_SAID = ("family", "other_family", *OF_THE_WRITER)


@dataclass(frozen=True, kw_only=True)
class Said:
    """One box: what it asked, and what stood in it."""

    label: str
    words: str


def title_of(app: Flask, item: Item) -> str:
    """What sort of form it is."""
    found = form_at(app, item.address)
    title = FORMS_BY_VIEW.get(found[0], UNKNOWN)[0] if found else UNKNOWN[0]
    if not is_urgent(item):
        return title
    return f"{title} for today" if title == A_WORRY else f"{title}, with a worry for today"


def is_urgent(item: Item) -> bool:
    """Whether it holds a worry for which its writer asked to talk with somebody that very day."""
    return ("urgency", Urgency.TODAY.value) in item.boxes or ("worry", Urgency.TODAY.value) in item.boxes


def why_words(why: str, writer: User) -> str:
    """Why it could not be taken, as somebody would say it."""
    return WHY.get(why, why).format(first=writer.first_name)


def family_of(app: Flask, session: Session, item: Item) -> Family | None:
    """The family that it is about, by its address or the family it chose; nobody where it names none that we know."""
    found = form_at(app, item.address)
    if found is None:
        return None
    named = found[1]
    if "family_id" in named:
        return session.get(Family, named["family_id"])
    for name, kind in RECORDS.items():
        if name in named:
            record: Any = session.get(kind, named[name])
            return session.get(Family, record.family_id) if record else None
    boxes = dict(item.boxes)
    chosen = _id(boxes.get("family", "")) or _id(boxes.get("other_family", ""))
    return session.get(Family, chosen) if chosen else None


def what_it_says(app: Flask, session: Session, item: Item, family: Family | None) -> list[Said]:
    """Its boxes in their order, with the labels of its form. Ids are said as names, or left out."""
    found = form_at(app, item.address)
    _, forms = FORMS_BY_VIEW.get(found[0], UNKNOWN) if found else UNKNOWN
    names = _names(session, [value for _, value in item.boxes], family)
    said: list[Said] = []
    for name, value in item.boxes:
        if not value.strip() or any(part in name for part in SECRET) or name in NOT_SAID:
            continue
        label, words = _box(forms, name, value.strip(), names)
        if not words:
            continue
        if said and said[-1].label == label:
            said[-1] = Said(label=label, words=f"{said[-1].words}, {words}")
        else:
            said.append(Said(label=label, words=words))
    return said


def _box(forms: Sequence[type], name: str, value: str, names: Mapping[str, str]) -> tuple[str, str]:
    box = _field(forms, name)
    hidden = box is not None and issubclass(box.field_class, HiddenField)
    words = names.get(value, "")
    if _id(value) is None and not hidden:
        words = "Yes" if box is not None and issubclass(box.field_class, BooleanField) else _choice(box, value)
    return ("About" if hidden else _label(box) or _plain(name)), words


def _field(forms: Sequence[type], name: str) -> Any:
    """The box of this name, as its form declares it: rows and parts by the last word of the name."""
    parts = name.split("-")
    for form in forms:
        known: Any = getattr(form, parts[0], None) or getattr(form, parts[-1], None)
        if not hasattr(known, "field_class"):
            continue
        if known.field_class is FieldList:
            row = known.args[0]
            known = getattr(row.args[0], parts[-1], None) if row.field_class is FormField else row
        if hasattr(known, "field_class"):
            return known
    return None


def _label(box: Any) -> str:
    if box is None:
        return ""
    label = box.args[0] if box.args else box.kwargs.get("label", "")
    return label if isinstance(label, str) else ""


def _choice(box: Any, value: str) -> str:
    choices = box.kwargs.get("choices") if box is not None else None
    if isinstance(choices, Mapping):
        return str(choices.get(value, value))
    if box is not None and issubclass(box.field_class, DateField | TimeField):
        return _when(value)
    return WHOLE_FAMILY if value == NOBODY else value


def _when(value: str) -> str:
    """A day or a time as it is said; as it was typed where it is neither."""
    try:
        return f"{date.fromisoformat(value):%a %-d %b %Y}"
    except ValueError:
        pass
    try:
        return time_words(time.fromisoformat(value))
    except ValueError:
        return value


def _plain(name: str) -> str:
    words = name.rpartition("-")[2].replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _names(session: Session, values: Sequence[str], family: Family | None) -> dict[str, str]:
    """Names of what these ids stand for: colleagues, and what is this family's own."""
    ids = [found for value in values if (found := _id(value))]
    rows: list[Any] = list(session.execute(select(User.id, User.name).where(User.id.in_(ids))))
    if family is not None:
        for kind, words in NAMED:
            rows += session.execute(select(kind.id, words).where(kind.id.in_(ids), kind.family_id == family.id))
    return {str(id_): words for id_, words in rows}


def _id(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
