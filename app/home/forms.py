"""The doors for people of a family, and the worker's: a code, four numbers, a number for a goal; what is shared."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, Length, Optional, Regexp

from app.accounts.actions.throttles import TooManyTries
from app.core.errors import Refused
from app.families.models import FamilyMember
from app.home.actions import AgreedEntry, CheckEntry, SayEntry, WordEntry
from app.home.agreed import AgreedStory
from app.home.models import AGREED_LENGTH, WORD_LENGTH, About
from app.home.said import WAIT
from app.home.sharing import Item
from app.web.boxes import DayField, fits
from app.web.forms import Form, IsUuid, new_id, tidy

# These are said by what was done, not in words.
OF_GOALS = (About.GOAL_OPEN, About.GOAL_CLOSED)


class OwnForm(Form):
    """A form on somebody's own page: what an action answers is said in their language."""

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """As ever, in their words. Whoever must wait is told so, and not how long."""
        with super().refusals():
            try:
                yield
            except TooManyTries as no:
                raise Refused(no.field, gettext(WAIT)) from no
            except Refused as no:
                raise Refused(no.field, gettext(no.words)) from no


class CodeForm(OwnForm):
    """The code on the paper."""

    code = TextAreaField(
        _("Your code"),
        [InputRequired(_("Type your code")), Length(max=200, message=_("That is too long"))],
        description=_("It looks like RIVER 42 LAMP OTTER 73 PLUM. Big or small letters, it’s all the same."),
        filters=[tidy],
    )
    mine = BooleanField(_("This is my own phone"))
    # What stood after the # of a link: a script of the page puts it here, so that no address ever holds it.
    link = HiddenField(validators=[Length(max=40)])


class NumbersForm(OwnForm):
    """Four numbers of one's own."""

    numbers = PasswordField(_("Four numbers"), [InputRequired(_("Choose four numbers")), Length(max=10)])


class OwnNumberForm(OwnForm):
    """One number for one goal."""

    at = new_id()
    goal_id = HiddenField(validators=[IsUuid()])
    score = StringField(_("How is it going this week?"), [Regexp(r"^(10|[0-9])?$", message=_("Choose a number"))])

    @property
    def number(self) -> int | None:
        """The number; nothing where they are not sure."""
        return int(self.score.data) if self.score.data else None


class WordForm(OwnForm):
    """Something to say before the next visit."""

    id = new_id()
    about = HiddenField(validators=[AnyOf([one.value for one in About if one not in OF_GOALS])])
    words = TextAreaField(_("What is it?"), [Length(max=WORD_LENGTH, message=_("That is too long"))], filters=[tidy])

    def entry(self) -> WordEntry:
        """What was said."""
        return WordEntry(id=UUID(self.id.data), about=About(self.about.data), words=tidy(self.words.data))


class WhoSeesForm(OwnForm):
    """Who may see one goal of one's own."""

    id = new_id()
    goal_id = HiddenField(validators=[IsUuid()])
    who = StringField(_("Who can see this goal?"), [AnyOf(["me", "home"], message=_("Choose one"))])

    def entry(self) -> SayEntry:
        """The answer."""
        return SayEntry(id=UUID(self.id.data), goal_id=UUID(self.goal_id.data), at_home=self.who.data == "home")


class AgreedForm(Form):
    """What a worker and a family both agree happened, in plain words."""

    id = new_id()
    instead_of = HiddenField(validators=[Optional(), IsUuid()])
    happened_on = DayField("Which day was it?", [InputRequired("Add the day")])
    words = TextAreaField(
        "What do you both agree happened?",
        [InputRequired("Write what you both agree happened"), fits(AGREED_LENGTH)],
        description="In words that you would both use. Read it out before you save it.",
        filters=[tidy],
    )
    people = SelectMultipleField(
        "Who is it for?",
        [Optional()],
        description="They see it on their own page. Nobody else does.",
        invalid_choice_message="Choose people of this family",
    )

    def __init__(
        self, members: Sequence[FamilyMember], chosen: Collection[UUID], on: date, before: AgreedStory | None
    ) -> None:
        super().__init__(
            data={
                "people": [str(member_id) for member_id in chosen],
                "happened_on": before.now.happened_on if before else on,
                "words": before.now.words if before else "",
                "instead_of": str(before.now.first_id) if before else "",
            }
        )
        self.people.choices = {str(member.id): member.known_as for member in members}

    def entry(self) -> AgreedEntry:
        """What was agreed."""
        return AgreedEntry(
            id=UUID(self.id.data),
            happened_on=self.happened_on.data,
            words=tidy(self.words.data),
            member_ids=frozenset(UUID(one) for one in self.people.data or ()),
            instead_of=UUID(self.instead_of.data) if self.instead_of.data else None,
        )


class ShareForm(Form):
    """What is on for one person. `shown` says what the page had: what came since is left as it is."""

    shown = HiddenField()
    on = SelectMultipleField("What is on", [Optional()], validate_choice=False)

    def __init__(self, items: Sequence[Item]) -> None:
        keys = [item.key for item in items]
        super().__init__(data={"shown": " ".join(keys), "on": [item.key for item in items if item.shared]})

    def wanted(self) -> dict[str, bool]:
        """Each thing that the page showed, and whether it is to be on."""
        chosen = set(self.on.data or ())
        return {key: key in chosen for key in (self.shown.data or "").split()}


class CheckForm(Form):
    """Somebody who speaks a language has read its words."""

    checked_by = StringField(
        "Who checked the words?", [InputRequired("Say who checked it"), Length(max=120)], filters=[tidy]
    )
    checked_on = DayField("Which day?", [InputRequired("Add the day")])

    def entry(self) -> CheckEntry:
        """Who, and when."""
        return CheckEntry(checked_by=tidy(self.checked_by.data), checked_on=self.checked_on.data)
