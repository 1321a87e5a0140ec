"""Pages and fragments: none unused, none with a name in its title, none that the content policy would break."""

import re
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
TEMPLATES = sorted((APP / "templates").rglob("*.html"))


def _name(path: Path) -> str:
    return path.relative_to(APP / "templates").as_posix()


def test_every_fragment_is_used_by_a_page_or_answered_by_a_route() -> None:
    written = "\n".join(path.read_text() for path in [*TEMPLATES, *APP.rglob("*.py")])
    unused = [_name(path) for path in TEMPLATES if path.name.startswith("_") and f'"{_name(path)}"' not in written]
    assert unused == []


def test_every_page_is_rendered_by_somebody() -> None:
    code = "\n".join(path.read_text() for path in [*TEMPLATES, *APP.rglob("*.py")])
    pages = [path for path in TEMPLATES if not path.name.startswith("_") and not _name(path).startswith("errors/")]
    assert [_name(path) for path in pages if _name(path) not in code] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_holds_nothing_that_the_content_policy_forbids(path: Path) -> None:
    words = path.read_text()
    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:|\bhx-on|data:image", words)
    assert not re.search(r"\|\s*safe\b|Markup\(|autoescape false", words)


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_title_is_constant_words(path: Path) -> None:
    for title in re.findall(r"{% block title %}(.*?){% endblock %}", path.read_text(), re.DOTALL):
        assert "{{" not in title
