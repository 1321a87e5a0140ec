"""A form as it stands in somebody's browser: read from the page, as it would be sent."""

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

Attributes = list[tuple[str, str | None]]


class Boxes(HTMLParser):
    """Every box with what is in it, by name. Ticks and choices are lists, and absent where nothing is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, Any] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        has = dict(attrs)
        name, value = has.get("name") or "", has.get("value") or ""
        if tag == "input":
            self._input(name, value, has)
        elif tag == "textarea":
            self.area, self.said[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in has or self.select not in self.said):
            self.said[self.select] = value

    def _input(self, name: str, value: str, has: dict[str, str | None]) -> None:
        if has.get("type") not in ("checkbox", "radio"):
            self.said[name] = value
        elif "checked" in has:
            self.said.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.said[self.area] = self.said[self.area].strip("\r\n")
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.said[self.area] += data


def boxes_of(page: str, form: str = "change") -> dict[str, Any]:
    """The boxes of the form with this id."""
    reader = Boxes()
    begins = page.index(f'id="{form}"')
    reader.feed(page[page.rindex("<form", 0, begins) : page.index("</form>", begins)])
    return reader.said


def typed_in(client: FlaskClient, url: str, form: str = "change") -> dict[str, Any]:
    """Open a page and read its form."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return boxes_of(answer.text, form)
