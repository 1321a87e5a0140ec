"""A row of a form in which something is agreed: who will do what by when. Each is a promise in the one ledger."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import Field, SelectField, StringField
from wtforms import Form as Part
from wtforms.validators import Optional

from app.accounts.models import User
from app.families.models import FamilyMember, Partner
from app.promises.actions import PromiseEntry
from app.promises.models import WHAT_LENGTH
from app.web.boxes import DayField, fits
from app.web.forms import tidy

LIST = "Choose from the list"


class AgreedPart(Part):
    """One thing that somebody will do. `who` says what the person is: "user:", "member:" or "partner:"."""

    what = StringField("What", [fits(WHAT_LENGTH)], filters=[tidy])
    who = SelectField("Who", [Optional()], invalid_choice_message=LIST)
    by = DayField("By when", [Optional()])

    @property
    def filled(self) -> bool:
        """Whether anything was said of it."""
        return bool(self.what.data or self.who.data or self.by.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """A thing agreed is something, by somebody."""
        good = bool(super().validate(extra_validators))
        if self.filled and not self.what.data:
            good = _wrong(self.what, "Say what was agreed")
        if self.filled and not self.who.data and not self.who.errors:
            good = _wrong(self.who, "Say who will do it")
        return good

    def entry(self, promise_id: UUID) -> PromiseEntry:
        """The promise, under an id that is the same each time this form is sent."""
        return PromiseEntry(
            id=promise_id,
            what=tidy(self.what.data),
            owner_user_id=id_of(self.who.data, "user"),
            owner_member_id=id_of(self.who.data, "member"),
            owner_partner_id=id_of(self.who.data, "partner"),
            due_on=self.by.data,
        )


def owners_of(me: User, members: Sequence[FamilyMember], partners: Sequence[Partner]) -> Mapping[str, str]:
    """Who can be chosen in such a row: whoever fills it in, the family, and who is beside them."""
    return {
        "": "Choose",
        f"user:{me.id}": f"{me.first_name} (me)",
        **{f"member:{one.id}": one.known_as for one in members},
        **{f"partner:{one.id}": one.name for one in partners},
    }


def _wrong(field: Field, words: str) -> bool:
    field.errors = [*field.errors, words]
    return False


def id_of(said: str | None, what: str) -> UUID | None:
    """The id of a person who is this: user, member or partner."""
    kind, _, person_id = (said or "").partition(":")
    return UUID(person_id) if kind == what else None
