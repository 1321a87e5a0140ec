"""Signing in, and one's own account."""

from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from app.accounts.passwords import LEAST
from app.web.forms import Form, new_id, tidy

EMAIL_LENGTH, CODE_LENGTH, PASSWORD_LENGTH = 254, 60, 400


class SignInForm(Form):
    """Work email and password."""

    email = EmailField(
        "Work email",
        [DataRequired("Enter your work email"), Length(max=EMAIL_LENGTH, message="That is too long for an email")],
        filters=[tidy],
    )
    password = PasswordField(
        "Password",
        [InputRequired("Enter your password")],
        description="You can paste it or let your phone fill it in.",
    )
    next = HiddenField()


class CodeForm(Form):
    """Six digits from the authenticator app."""

    code = StringField(
        "Code from your app",
        [InputRequired("Type the six digits that the app shows now"), Length(max=CODE_LENGTH)],
        description="Six digits. A new code comes every 30 seconds.",
    )


class RecoveryForm(Form):
    """One of the ten codes on paper."""

    code = StringField(
        "Recovery code",
        [InputRequired("Type one of your recovery codes"), Length(max=CODE_LENGTH)],
        description="Any of your ten that you have not used. Big or small letters are fine.",
    )


class ComeInForm(Form):
    """The code of an invitation or a reset."""

    code = StringField(
        "Your code",
        [InputRequired("Type the code that you were given"), Length(max=CODE_LENGTH)],
        description="Six groups of four. Big or small letters are fine.",
    )


class ChoosePasswordForm(Form):
    """The first password of one's own."""

    password = PasswordField(
        "New password",
        [InputRequired("Choose a password"), Length(max=PASSWORD_LENGTH)],
        description=f"At least {LEAST} characters. Four words that have nothing to do with each other are good. "
        "No need for capitals, digits or signs.",
    )


class ChangePasswordForm(ChoosePasswordForm):
    """Another password of one's own."""

    old_password = PasswordField("Your password now", [InputRequired("Enter the password that you use now")])


class PasswordAgainForm(Form):
    """One's own password once more, before something that guards the account is changed."""

    password = PasswordField("Your password", [InputRequired("Enter your password")])


class IdForm(Form):
    """Only a button: the id makes sending it twice the same as once."""

    id = new_id()
