"""Every sentence of a family's own page, gathered from templates and code."""

from pathlib import Path

from babel.messages.extract import extract_from_dir

APP = Path(__file__).parents[2] / "app"
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "N_": None, "ngettext": (1, 2)}
Sentence = str | tuple[str, ...]


def sentences() -> set[Sentence]:
    """Each as it stands in English; one and many of it where it counts."""
    found: set[Sentence] = set()
    for folder, method in ((APP / "home", "python"), (APP / "templates", "jinja2")):
        pattern = "**.py" if method == "python" else "**/*.html"
        rows = extract_from_dir(folder, [(pattern, method)], keywords=KEYWORDS)
        found |= {message for _, _, message, _, _ in rows if message}
    return found
