"""Pages and fragments: none unused, none with a name in its title, none that the content policy would break."""

import re
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
TEMPLATES = sorted((APP / "templates").rglob("*.html"))


def _name(path: Path) -> str:
    return path.relative_to(APP / "templates").as_posix()


def _named() -> list[re.Pattern[str]]:
    """Every template that code or another template names; a part made at run time stands for any word."""
    written = "\n".join(path.read_text() for path in [*TEMPLATES, *APP.rglob("*.py")])
    whole = re.findall(r'f?"([\w/{}.]+\.html)"', written)
    made = [f"{start}{{}}.html" for start in re.findall(r'"([\w/]+_)" ~ .*? ~ "\.html"', written)]
    return [re.compile(re.sub(r"\\\{.*?\\\}", r"\\w+", re.escape(name))) for name in {*whole, *made}]


def test_every_template_is_rendered_or_included_by_somebody() -> None:
    named = _named()
    wanted = [_name(path) for path in TEMPLATES if not _name(path).startswith("errors/")]
    assert [name for name in wanted if not any(one.fullmatch(name) for one in named)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_holds_nothing_that_the_content_policy_forbids(path: Path) -> None:
    words = path.read_text()
    assert not re.search(r"<[^>{%]*\s(style|on\w+)=|<style|javascript:|\bhx-on|data:image", words)
    assert not re.search(r"\|\s*safe\b|Markup\(|autoescape false", words)


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_title_is_constant_words(path: Path) -> None:
    for title in re.findall(r"{% block title %}(.*?){% endblock %}", path.read_text(), re.DOTALL):
        assert "{{" not in title
