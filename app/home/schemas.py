"""The door for machines: one person's own page as they may take it with them. Documented in docs/own-page.md."""

from typing import Any

from marshmallow import Schema, fields

from app.home.queries import OwnView

VERSION = 1


class NumberSchema(Schema):
    """A number that this person gave; null where they skipped it."""

    on = fields.Date(attribute="rated_on")
    score = fields.Integer(allow_none=True)


class StepSchema(Schema):
    """A small step of a goal."""

    what = fields.String()
    who = fields.String()
    done = fields.Function(lambda step: step.done_at is not None)


class GoalSchema(Schema):
    """A goal in its owner's words, and this person's own numbers."""

    words = fields.String(attribute="goal.words")
    language = fields.String(attribute="goal.language")
    english = fields.String(attribute="goal.english")
    agreed_on = fields.Date(attribute="goal.agreed_on")
    status = fields.Function(lambda one: one.goal.status.value)
    zero = fields.String(attribute="goal.zero_words")
    ten = fields.String(attribute="goal.ten_words")
    numbers = fields.Nested(NumberSchema, many=True)
    steps = fields.Nested(StepSchema, many=True)


class AgreedSchema(Schema):
    """Something that somebody said they would do."""

    who = fields.String()
    what = fields.String()
    due_on = fields.Date(allow_none=True)
    kept = fields.Boolean()


class WrittenSchema(Schema):
    """What they and their worker agree happened."""

    on = fields.Date()
    words = fields.String()


class OwnPageSchema(Schema):
    """Everything on one person's page."""

    version = fields.Constant(VERSION)
    name = fields.String(attribute="person.known_as")
    worker = fields.String(attribute="worker.first_name", dump_default="")
    goals = fields.Nested(GoalSchema, many=True)
    agreed = fields.Nested(AgreedSchema, many=True)
    written = fields.Nested(WrittenSchema, many=True)
    next_visit = fields.AwareDateTime(attribute="visit.starts_at")


def copy_of(page: OwnView) -> dict[str, Any]:
    """The page as JSON holds it; what is not on it is not in it."""
    said: dict[str, Any] = OwnPageSchema().dump(page)
    return said
