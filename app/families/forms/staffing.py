"""Who leads, who covers, who alone may find a family, who must not, and a reason to look."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from wtforms import StringField, TextAreaField

from app.accounts.models import User
from app.families.actions import CoverEntry, LeadEntry, ReasonEntry, RelatedEntry, RestrictEntry
from app.families.actions.restricting import LONGEST_REASON, SHORTEST_REASON
from app.families.forms.boxes import ChangeForm, Needed, Pick, PickOne, PickSome, most
from app.families.models import Allocation, Family, ReasonedLook, RelatedStaff
from app.families.queries.staffing import Load
from app.families.words import load_words
from app.web.boxes import DayField
from app.web.forms import Form, new_id, tidy

ONLY, ALL = "only", "all"


class LeadForm(ChangeForm):
    """Who leads from now on, or from a later day. Two people may choose at once: the second sees the first's choice."""

    id = new_id()
    user_id = PickOne("Who leads?", [Needed("Choose who leads")])
    from_on = DayField("From", [Needed("Add the first day")])
    reason = TextAreaField("Why this person?", [Needed("Say why"), most(Allocation.reason)], filters=[tidy])

    def __init__(self, loads: Sequence[Load], today: date, leads: Callable[[], User | None]) -> None:
        self.leads = leads
        super().__init__()
        self.user_id.choices = {str(load.person.id): load.person.name for load in loads}
        self.hints = {str(load.person.id): load_words(load) for load in loads}
        if self.id.raw_data is None:
            self.from_on.data = today

    def stands(self) -> dict[str, object]:
        """Who leads now."""
        leads = self.leads()
        return {"user_id": leads.id if leads else None}

    def in_words(self, name: str, value: object) -> str:
        """Whoever leads now is not among the choices."""
        leads = self.leads()
        return f"{leads.name} leads now" if leads else "Nobody leads now"

    def entry(self) -> LeadEntry:
        """The choice as an entry."""
        return LeadEntry(
            id=UUID(self.id.data),
            user_id=UUID(self.user_id.data),
            from_on=self.from_on.data or date.max,
            reason=self.reason.data or "",
        )


class CoverForm(Form):
    """Who stands in for some days."""

    id = new_id()
    user_id = PickOne("Who covers?", [Needed("Choose who covers")])
    from_on = DayField("First day", [Needed("Add the first day")])
    until_on = DayField("Last day", [Needed("Add the last day")])
    reason = StringField("Why?", [most(Allocation.reason)], filters=[tidy], description="As in “Lorna’s leave”")

    def __init__(self, loads: Sequence[Load], today: date) -> None:
        super().__init__()
        self.user_id.choices = {str(load.person.id): load.person.name for load in loads}
        self.hints = {str(load.person.id): load_words(load) for load in loads}
        if self.id.raw_data is None:
            self.from_on.data = today

    def entry(self) -> CoverEntry:
        """The choice as an entry."""
        return CoverEntry(
            id=UUID(self.id.data),
            user_id=UUID(self.user_id.data),
            from_on=self.from_on.data or date.max,
            until_on=self.until_on.data or date.max,
            reason=self.reason.data or "",
        )


class RestrictForm(ChangeForm):
    """Whether only some may find the family, and who."""

    restricted = PickOne(
        "Who can find this family?",
        [Needed("Choose who can find this family")],
        choices={ALL: "Everybody who works with it", ONLY: "Only the people named below"},
    )
    named = PickSome("Who is named?", description="They find it only if they work with it as well.")

    def __init__(self, family: Family, staff: Sequence[User], named: Callable[[], Sequence[User]]) -> None:
        self.family, self.names = family, named
        super().__init__()
        everybody = {person.id: person for person in (*staff, *named())}
        self.named.choices = {str(person.id): person.name for person in everybody.values()}
        if self.as_was.raw_data is None:
            self.restricted.data = ONLY if family.restricted else ALL
            self.named.data = [str(person.id) for person in named()]

    def stands(self) -> dict[str, object]:
        """Whether it is restricted, and who is named."""
        named = frozenset(person.id for person in self.names())
        return {"restricted": ONLY if self.family.restricted else ALL, "named": named}

    def entry(self) -> RestrictEntry:
        """The choice as an entry."""
        named = frozenset(UUID(one) for one in self.named.data or [])
        return RestrictEntry(restricted=self.restricted.data == ONLY, named=named)


class RelatedForm(Form):
    """Somebody who is related to the family."""

    user_id = Pick("Who is it?", [Needed("Choose who it is")])
    words = StringField(
        "How?",
        [most(RelatedStaff.words)],
        filters=[tidy],
        description="As in “Shazia’s cousin”. Leave it empty if you would rather not say.",
    )

    def __init__(self, staff: Sequence[User]) -> None:
        super().__init__()
        self.user_id.choices = {"": "Choose"} | {str(person.id): person.name for person in staff}

    def entry(self) -> RelatedEntry:
        """The name as an entry."""
        return RelatedEntry(user_id=UUID(self.user_id.data), words=self.words.data or "")


class ReasonForm(Form):
    """Why a cluster manager opens a family."""

    id = new_id()
    reason = TextAreaField(
        "Why do you need to open this family now?",
        [Needed(f"Say why, in at least {SHORTEST_REASON} letters"), most(ReasonedLook.reason)],
        filters=[tidy],
        description=f"At least {SHORTEST_REASON} letters, at most {LONGEST_REASON}. "
        "Their lead worker, their supervisor and the auditor can read it.",
    )

    def entry(self) -> ReasonEntry:
        """The reason as an entry."""
        return ReasonEntry(id=UUID(self.id.data), reason=self.reason.data or "")
