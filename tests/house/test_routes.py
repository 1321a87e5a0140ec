"""Every address is shut until it says who may use it."""

from flask import Flask

from app.core.permissions import Can

# Anyone may knock here; nothing of a family stands behind it.
FOR_ANYONE = {"static", "health", "csp_report"}
# One person's own page: a cookie of their own opens it, see tests/home.
FOR_FAMILIES = {
    "home.start",
    "home.code",
    "home.numbers",
    "home.open_with_numbers",
    "home.rate",
    "home.say",
    "home.rights",
    "home.who_sees",
    "home.speak",
    "home.on_paper",
    "home.copy",
    "home.leave",
    "home.stop",
}
# What a phone keeps in clear, the same for everybody, and what it asks by a credential of its own.
FOR_PHONES = {
    f"offline.{name}"
    for name in (
        "hello",
        "resume",
        "outbox",
        "worker",
        "app_manifest",
        "shell",
        "unlock",
        "cannot_open",
        "no_signal",
        "saved",
        "waiting",
        "hand_over",
    )
}


def test_every_view_says_who_may_use_it(app: Flask) -> None:
    silent = [name for name, view in app.view_functions.items() if not hasattr(view, "permission")]
    assert silent == []


def test_the_views_open_to_strangers_are_the_few_that_we_know(app: Flask) -> None:
    public = {name for name, view in app.view_functions.items() if view.permission is None}
    assert {name for name in public if not name.startswith("accounts.")} <= FOR_ANYONE | FOR_PHONES | FOR_FAMILIES


def test_every_verb_of_a_view_is_in_the_grid(app: Flask) -> None:
    verbs = {view.permission for view in app.view_functions.values()} - {None}
    assert verbs <= set(Can)


def test_every_id_in_an_address_is_opaque(app: Flask) -> None:
    plain = [
        (rule.rule, name)
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if name.endswith("id") and type(converter).__name__ != "UUIDConverter"
    ]
    assert plain == []


def test_addresses_are_written_in_small_letters_with_dashes(app: Flask) -> None:
    odd = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if any(part != part.lower() or "_" in part for part in rule.rule.split("/") if "<" not in part)
    ]
    assert odd == []
