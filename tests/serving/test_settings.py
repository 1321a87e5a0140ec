"""A setting that cannot be used stops the start with one clear line, and no key is made twice."""

import re
from pathlib import Path

import pytest

from app import settings
from app.settings import KEY_NAMES, KEYS_OF_RECORDS, BadSetting, key_variable, read_settings

SECRET = "hunter2"
LOCAL = f"postgresql://withy:{SECRET}@localhost"
EASY = bytes(range(4)).hex() * 8  # of the right length, typed rather than chosen by chance
BAD = [
    *(
        (name, word)
        for name in ("WITHY_DEMO", "WITHY_HTTPS", "WITHY_SECOND_STEP", "WITHY_CLOCK", "WITHY_SMTP_TLS", "WITHY_WORKER")
        for word in ("yes", "2", " 1")
    ),
    *(
        (name, word)
        for name in ("WITHY_IDLE_MINUTES", "WITHY_ABSOLUTE_HOURS", "WITHY_MOST_DEVICES")
        for word in ("0", "-1", "1.5", "soon", "99999", "²", "٣")
    ),
    *(("WITHY_FAMILY_HOST", word) for word in ("https://ourplan.example", "ourplan.example/page", "our plan")),
    *(("WITHY_PROXY_HOPS", word) for word in ("-1", "6", "one")),
    *(("WITHY_SMTP_PORT", word) for word in ("0", "65536", "smtp")),
    *(("WITHY_SMTP_HOST", word) for word in ("mail.example",)),  # without the address that emails come from
    *(("WITHY_SMTP_FROM", word) for word in ("withy", "mail.example")),
    *(("WITHY_NOTIFY_KEY", word) for word in ("ours", "ours-1-2")),
    *(("WITHY_NOTIFY_URL", word) for word in ("notify", "ftp://notify.example")),
    *((key_variable(name), word) for name in KEY_NAMES for word in ("", "abc", "zz" * 32, EASY, "é" * 64)),
    *(
        ("DATABASE_URL", url)
        for url in (
            f"mysql://withy:{SECRET}@localhost/withy",
            "postgresql:/withy",
            "postgresql://",
            LOCAL,
            f"{LOCAL}:port/withy",
            f"postgresql://withy:{SECRET}@more@localhost:x/withy",
        )
    ),
]
# Names at another service: any word could be one, and only that service can tell.
ANY_WORD = {"WITHY_INSTANCE", "WITHY_SMTP_USER", "WITHY_SMTP_PASSWORD"} | {
    f"WITHY_NOTIFY_{kind}_TEMPLATE" for kind in ("TEXT", "EMAIL")
}


def read(folder: Path, **said: str) -> settings.Settings:
    return read_settings({"WITHY_INSTANCE": str(folder)} | said)


@pytest.mark.parametrize(("name", "word"), BAD)
def test_a_bad_setting_is_named_in_one_line(tmp_path: Path, name: str, word: str) -> None:
    with pytest.raises(BadSetting) as no:
        read(tmp_path, **{name: word})
    said = str(no.value)
    assert name in said
    assert "\n" not in said
    assert SECRET not in said


def test_every_setting_is_in_the_list_of_bad_ones() -> None:
    written = set(re.findall(r'"(WITHY_[A-Z_]+|DATABASE_URL)"', Path(settings.__file__).read_text()))
    keys = {key_variable(name) for name in KEY_NAMES}
    assert {name for name, _ in BAD} == (written - ANY_WORD) | keys


def test_an_instance_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(BadSetting, match="WITHY_INSTANCE must be a folder"):
            read(place)


def test_an_instance_is_made_for_its_owner_alone_and_its_keys_stay(tmp_path: Path) -> None:
    place = tmp_path / "new" / "instance"
    first = read(place)
    assert read(place).keys == first.keys
    assert place.stat().st_mode & 0o077 == 0
    assert {file.name for file in place.iterdir()} == {f"{name}.key" for name in KEY_NAMES}
    assert all(file.stat().st_mode & 0o077 == 0 for file in place.iterdir())
    assert len({getattr(first.keys, name) for name in KEY_NAMES}) == len(KEY_NAMES)


def test_a_key_of_the_environment_is_used_and_none_is_made(tmp_path: Path) -> None:
    key = bytes(range(32))
    assert read(tmp_path, WITHY_DATABASE_KEY=key.hex()).keys.database == key
    assert not (tmp_path / "database.key").exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"00" * 32])
def test_a_spoilt_key_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "field.key").write_bytes(content)
    with pytest.raises(BadSetting, match=r"The file field\.key must be 64 hexadecimal digits"):
        read(tmp_path)


def test_a_key_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "field.key").mkdir()
    with pytest.raises(BadSetting, match=r"field\.key cannot be read"):
        read(tmp_path)


@pytest.mark.parametrize("name", sorted(KEYS_OF_RECORDS))
def test_a_lost_key_is_never_replaced_where_records_are(tmp_path: Path, name: str) -> None:
    read(tmp_path)
    (tmp_path / "withy.db").touch()
    lost = tmp_path / f"{name}.key"
    lost.unlink()
    with pytest.raises(BadSetting, match=rf"{name}\.key is missing, and the database is there"):
        read(tmp_path)
    assert not lost.exists()


def test_without_the_session_key_everybody_signs_in_again(tmp_path: Path) -> None:
    before = read(tmp_path).keys
    (tmp_path / "withy.db").touch()
    (tmp_path / "session.key").unlink()
    after = read(tmp_path).keys
    assert after.session != before.session
    assert after.database == before.database
