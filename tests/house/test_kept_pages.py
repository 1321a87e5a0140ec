"""The pages that may lie on a phone, as they were last agreed. One more shows here."""

from pathlib import Path

from flask import Flask

AGREED = Path(__file__).with_name("kept_pages.txt")


def _kept(app: Flask) -> list[str]:
    return sorted(name for name, view in app.view_functions.items() if hasattr(view, "keep_offline"))


def test_the_pages_that_a_phone_may_keep_are_those_that_were_agreed(app: Flask) -> None:
    assert "".join(f"{name}\n" for name in _kept(app)) == AGREED.read_text()


def test_no_page_of_accounts_settings_or_the_trail_is_kept(app: Flask) -> None:
    assert [name for name in _kept(app) if name.startswith(("accounts.", "clusters.", "audit."))] == []


def test_a_page_that_is_kept_is_one_that_only_reads(app: Flask) -> None:
    kept = set(_kept(app))
    methods = {rule.endpoint: set(rule.methods or ()) for rule in app.url_map.iter_rules() if rule.endpoint in kept}
    assert {name for name, said in methods.items() if said - {"GET", "HEAD", "OPTIONS"}} == set()
