"""The base of every form: clear words beside the field, and nothing typed is ever lost."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, current_app, g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, ValidationError

from app.core.errors import Refused
from app.web.deliveries import delivery


class Form(FlaskForm):
    """A form a person fills in. `boxes` says which box an action's field is, where the names differ."""

    boxes: Mapping[str, str] = {}

    class Meta(FlaskForm.Meta):
        """How a form gets what it is filled with."""

        def wrap_formdata(self, form: "Form", formdata: Any) -> Any:
            """What was sent; on a page asked for with ?kept=, what was typed before a sign-in ended."""
            said = super().wrap_formdata(form, formdata)  # type: ignore[no-untyped-call]
            if said is None and formdata is not None and form.is_of(words_kept()):
                g.form_came_back = True
                return words_kept()
            return said

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]

    def is_of(self, words: "Words | None") -> bool:
        """Whether these words were typed into this form: at least half of their boxes are its own.

        Boxes beside it, which a room draws itself, are the room's to fill (see `words_kept`). One
        page fills one form.
        """
        if not words or "form_came_back" in g:
            return False
        boxes = [box.name for box in self]
        own = [name for name in words if any(name == box or name.startswith(f"{box}-") for box in boxes)]
        return 2 * len(own) >= len(words)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Put an action's no beside the field it is about, or at the top where there is none."""
        try:
            yield
        except Refused as no:
            box = self.boxes.get(no.field, no.field)
            if box in self._fields:
                field = self._fields[box]
                field.errors = [*field.errors, no.words]
            else:
                self.form_errors.append(no.words)


Words = MultiDict[str, str]


def words_kept() -> Words | None:
    """What was typed into this page's form before a sign-in ended, where the address asks for it.

    The accounts room keeps it, which this one may not import: it leaves a callable behind.
    """
    find = current_app.extensions.get("withy_words_kept")
    if find is None or request.method != "GET" or "kept" not in request.args:
        return None
    if "words_kept" not in g:
        g.words_kept = find(request.args["kept"])
    words: Words | None = g.words_kept
    return words


def came_back() -> str:
    """For the head of a page: "filled" when its form holds what was kept, "beside" when none could."""
    if not words_kept():
        return ""
    return "filled" if "form_came_back" in g else "beside"


def new_id() -> Any:
    """The id of what a form makes, made with the form: sent twice, it is still one. Another on each page."""
    return HiddenField(default=lambda: str(uuid4()), validators=[IsUuid()], render_kw={"data-fresh": True})


class IsUuid:
    """Whether a hidden id is one; a broken one means a page gone stale."""

    def __call__(self, form: FlaskForm, field: Field) -> None:
        try:
            UUID(str(field.data))
        except ValueError:
            raise ValidationError("This page is out of date: open the form again") from None


def tidy(words: str | None) -> str:
    """Typed text without the space around it, with one kind of line end. A WTForms filter."""
    return (words or "").replace("\r\n", "\n").strip()


def init_forms(app: Flask) -> None:
    """Refuse a form that did not come from one of our own pages, and let answers know of htmx."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf = CSRFProtect(app)

    @app.before_request
    def came_from_our_own_pages() -> None:
        # What a phone kept was let in by the phone's own credential; no other site can send with that.
        if delivery() is not None:
            g.csrf_valid = True
        elif app.config["WTF_CSRF_ENABLED"]:
            csrf.protect(apply_exemptions=True)

    Htmx(app)
    app.jinja_env.globals.update(came_back=came_back, words_kept=words_kept)
