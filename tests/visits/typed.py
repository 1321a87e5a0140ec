"""A form as a browser would send it: every box of the page, filled as the page filled it."""

from collections.abc import Mapping
from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict

Said = MultiDict[str, str]


# Forms that stand beside the page's own: going in alone, and out again.
BESIDE = ("go-in", "longer", "out-")


class Boxes(HTMLParser):
    """What the boxes of one page hold."""

    def __init__(self) -> None:
        super().__init__()
        self.said: Said = MultiDict()
        self._select = ""
        self._area: str | None = None
        self._first: str | None = None
        self._beside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        box = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._beside = box.get("id", "").startswith(BESIDE)
        if self._beside:
            return
        if tag == "input" and box.get("name"):
            if box.get("type") not in ("checkbox", "radio") or "checked" in box:
                self.said.add(box["name"], box.get("value", ""))
        elif tag == "textarea":
            self._area = box["name"]
            self.said.add(self._area, "")
        elif tag == "select":
            self._select, self._first = box["name"], None
        elif tag == "option" and self._select and (self._first is None or "selected" in box):
            self._first = box.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "form":
            self._beside = False
        elif tag == "select" and self._select:
            self.said.add(self._select, self._first or "")
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            # A browser leaves out the line break after the tag.
            self.said[self._area] = data.removeprefix("\r\n").removeprefix("\n")


def typed(page: str, says: Mapping[str, str | list[str]] | None = None) -> Said:
    """What the page would send, with some boxes filled anew."""
    boxes = Boxes()
    boxes.feed(page)
    for name, value in (says or {}).items():
        boxes.said.setlist(name, value if isinstance(value, list) else [value])
    return boxes.said
