"""The door for people: a decision about something held."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.offline.models import HeldHow
from app.web.forms import Form, tidy

MOST = 500  # characters


class DecideForm(Form):
    """Put it on the record, or set it aside; and why."""

    how = RadioField("What do you decide?", [InputRequired("Choose what happens to it")])
    reason = TextAreaField(
        "Why?",
        [InputRequired("Say why, in a few words"), Length(max=MOST, message=f"Use at most {MOST} characters")],
        filters=[tidy],
    )

    def offer(self, *, on_record: bool) -> None:
        """Only a form that Withy can take, about a family that is known, can go on the record."""
        choices = {HeldHow.LET_IN.value: "Put it on the record"} if on_record else {}
        self.how.choices = choices | {HeldHow.SET_ASIDE.value: "Set it aside"}
