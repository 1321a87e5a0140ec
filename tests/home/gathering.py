"""Every sentence of a family's own page, gathered from templates and code."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir, extract_from_file

APP = Path(__file__).parents[2] / "app"
TEMPLATES = APP / "templates"
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "N_": None, "ngettext": (1, 2)}
PARTS = re.compile(r'{% (?:extends|include|from) "([\w/]+\.html)"')
Sentence = str | tuple[str, ...]


def sentences() -> set[Sentence]:
    """Each as it stands in English; one and many of it where it counts."""
    found: set[Sentence] = set()
    for folder, method in ((APP / "home", "python"), (TEMPLATES, "jinja2")):
        pattern = "**.py" if method == "python" else "**/*.html"
        rows = extract_from_dir(folder, [(pattern, method)], keywords=KEYWORDS)
        found |= {message for _, _, message, _, _ in rows if message}
    return found


def sentences_by_page() -> dict[str, list[str]]:
    """Those of each page with all that it is put together from, and of each file of code."""
    by_file = {path: _in_file(path) for path in [*APP.glob("home/**/*.py"), *TEMPLATES.rglob("*.html")]}
    found = {
        path.relative_to(APP).as_posix(): sorted({one for part in _parts_of(path) for one in by_file[part]})
        for path in by_file
        if path.stem[0] != "_"
    }
    return {name: said for name, said in found.items() if said}


def _in_file(path: Path) -> list[str]:
    method = "python" if path.suffix == ".py" else "jinja2"
    rows = extract_from_file(method, path, keywords=KEYWORDS)
    return [one for _, said, _, _ in rows for one in (said if isinstance(said, tuple) else (said,)) if one]


def _parts_of(path: Path) -> set[Path]:
    named = [TEMPLATES / name for name in PARTS.findall(path.read_text())] if path.suffix == ".html" else []
    return {path}.union(*(_parts_of(part) for part in named))
