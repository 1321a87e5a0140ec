"""Which passwords will do."""

import pytest

from app.accounts.passwords import NOBODYS, hash_password, is_old_hash, is_password, problem_with

ABOUT = ["Lorna Ackroyd", "lorna.ackroyd@withy.example", "Beckside"]


@pytest.mark.parametrize(
    "words",
    [
        "kettle harbour violin moss",
        "xK4-pQ9z.wvT7mLe",
        "żółta łódka pod mostem",
        "یہ میرا نیا پاس ورڈ ہے بھائی",
        "Lamp kitten Bramley sofa",
    ],
)
def test_these_will_do(words: str) -> None:
    assert problem_with(words, ABOUT) == ""


@pytest.mark.parametrize("words", ["", "short", "fourteen chars", "x" * 201])
def test_these_have_the_wrong_length(words: str) -> None:
    assert "characters" in problem_with(words, ABOUT)


@pytest.mark.parametrize(
    "words",
    [
        "password12345678",
        "P4ssw0rd!P4ssw0rd!",
        "aaaaaaaaaaaaaaaaaa",
        "123456789012345",
        "098765432109876",
        "qwertyuiopasdfghjkl",
        "abcdefghijklmnopqrstuvwxyz",
        "teapotteapotteapot",
        "LornaAckroyd1985!",
        "lorna.ackroyd@withy.example",
        "BecksideCluster2026",
        "Leeds-United-1992-1992",
        "familysupportworker1",
        "correct horse battery staple",
        "Monday Tuesday Wednesday",
    ],
)
def test_these_are_too_easy_to_guess(words: str) -> None:
    assert "too easy to guess" in problem_with(words, ABOUT)


def test_a_name_is_only_easy_for_its_owner() -> None:
    assert problem_with("ackroyd fenugreek", []) == ""
    assert problem_with("ackroyd ackroyd beck", ABOUT) != ""


def test_spaces_and_capitals_count_and_composed_letters_do_not() -> None:
    kept = hash_password("caf\u00e9 kettle harbour")

    assert is_password("cafe\u0301 kettle harbour", kept)
    assert not is_password("café kettle  harbour", kept)
    assert not is_password("Café kettle harbour", kept)


def test_a_hash_says_that_it_was_made_as_owasp_asks() -> None:
    assert hash_password("kettle harbour violin").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_checking_nobodys_password_takes_the_same_work() -> None:
    assert not is_old_hash(NOBODYS)
    assert not is_password("kettle harbour violin", None)
