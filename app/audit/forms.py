"""The boxes above the trail. They search, so they are in the address and change nothing."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from app.audit.queries import Asked
from app.web.forms import Form, tidy

# Initials and role of everybody on the staff, by id.
Staff = Mapping[UUID, tuple[str, str]]
SHORT = 8  # of an id's letters, enough to tell one from another
DIGITS = 18  # of a number that a database holds


def short(id_: UUID | None) -> str:
    """The head of an id."""
    return str(id_)[:SHORT] if id_ else ""


def action_words(action: str) -> str:
    """worry.decide, to read: worry, decide."""
    return action.replace(".", ", ").replace("_", " ")


class TrailForm(Form):
    """Which part of the trail: a day, a person, a kind of act, one family; nothing is everything."""

    day = DateField("Day", [Optional()], invalid_value_message="Write a date such as 24/11/2026")
    who = StringField("Whose initials, or id", [Length(max=36)], filters=[tidy], default="")
    action = SelectField("What", choices={}, default="")
    family = HiddenField()
    before = HiddenField()

    def __init__(self, said: Any, staff: Staff, actions: Sequence[str]) -> None:
        super().__init__(said, meta={"csrf": False})
        self.staff = staff
        self.action.choices = {"": "Everything"} | {action: action_words(action) for action in actions}

    def validate_family(self, field: HiddenField) -> None:
        """A family's id, or nothing."""
        if field.data:
            try:
                UUID(field.data)
            except ValueError:
                raise ValidationError("That is no family’s id") from None

    def validate_before(self, field: HiddenField) -> None:
        """The number of an entry, or nothing."""
        if field.data and not (field.data.isascii() and field.data.isdigit() and len(field.data) <= DIGITS):
            raise ValidationError("That page of the trail is not there")

    def asked(self) -> Asked:
        """What to ask the trail for."""
        return Asked(
            day=self.day.data,
            actor_ids=self._people() if self.who.data else None,
            action=self.action.data or "",
            family_id=UUID(self.family.data) if self.family.data else None,
            before=int(self.before.data) if self.before.data else None,
        )

    def words(self) -> str:
        """What was looked for, for the trail itself."""
        said = {name: self[name].data for name in ("day", "who", "action", "family", "before")}
        return ", ".join(f"{name} {value}" for name, value in said.items() if value)

    def address(self, **more: object) -> dict[str, object]:
        """The same search as parts of an address, with some of them changed."""
        said = {name: self[name].data for name in ("day", "who", "action", "family")}
        return {name: value for name, value in (said | more).items() if value}

    def _people(self) -> list[UUID]:
        typed = self.who.data.lower()
        return [
            id_ for id_, (initials, _) in self.staff.items() if initials.lower() == typed or str(id_).startswith(typed)
        ]
