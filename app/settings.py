"""Every setting, its default, and what it is for.

Settings come from the environment. Keys come from the environment or from files in the instance
folder, where they are made on the first start. A bad setting stops the start with one clear line.
"""

import os
import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

KEY_NAMES = ("database", "session", "audit", "field", "backup", "outbox")
# Without these, what is kept cannot be opened or proved. A new session key only signs everybody out; to a new outbox
# key phones seal anew what they have not sent yet.
KEYS_OF_RECORDS = frozenset(KEY_NAMES) - {"session", "outbox"}
KEY_BYTES = 32
LEAST_DIFFERENT = 8  # bytes of a key made by chance; a key typed by hand has fewer
DATABASE_FILE = "withy.db"
NOTIFY = "https://api.notifications.service.gov.uk"
# As a browser says it: with a port where that is not the usual one.
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
# A name, then the ids of the service and of its secret.
NOTIFY_KEY = re.compile(r".+-[0-9a-f-]{36}-[0-9a-f-]{36}")


class BadSetting(SystemExit):
    """A setting that cannot be used: the start stops, saying which one and why."""


@dataclass(frozen=True, kw_only=True)
class Keys:
    """Secrets of 32 bytes each, kept apart so that one can be changed without the others."""

    database: bytes
    session: bytes
    audit: bytes
    field: bytes
    backup: bytes
    outbox: bytes


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How texts and emails leave Withy: GOV.UK Notify, an SMTP server, both, or nothing. See docs/messages.md."""

    notify_key: str = field(default="", repr=False)
    notify_url: str = NOTIFY
    notify_text_template: str = ""
    notify_email_template: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_tls: bool = True
    smtp_from: str = ""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the environment decides. Times are timedeltas; sizes are bytes."""

    instance: Path
    keys: Keys
    database_url: str
    demo: bool
    https: bool
    idle_limit: timedelta
    absolute_limit: timedelta
    most_devices: int
    second_step_required: bool
    proxy_hops: int
    most_request_bytes: int = 1_000_000
    sending: Sending = Sending()
    clock: bool = True
    # Whether phones work without a signal; no: their service worker stands aside, and takes nothing away.
    worker: bool = True
    # The address at which families open their own pages, and nothing else; empty: the same as staff's.
    family_host: str = ""
    # Which keys the environment gives: files cannot change those.
    keys_given: frozenset[str] = frozenset()

    @property
    def on_sqlite(self) -> bool:
        """Whether the embedded database is used rather than PostgreSQL."""
        return self.database_url.startswith("sqlite")


def read_settings(environment: dict[str, str] | None = None) -> Settings:
    """Settings from the environment; raises BadSetting naming the one that cannot be used."""
    said = dict(os.environ if environment is None else environment)
    demo = _flag(said, "WITHY_DEMO", default=False)
    # Before the keys: nothing is made in a folder that turns out to be the wrong one.
    instance = _instance(said)
    database_url = _database_url(said, instance)
    return Settings(
        instance=instance,
        keys=_keys(said, instance),
        keys_given=frozenset(name for name in KEY_NAMES if key_variable(name) in said),
        database_url=database_url,
        demo=demo,
        https=_flag(said, "WITHY_HTTPS", default=not demo),
        idle_limit=timedelta(minutes=_whole(said, "WITHY_IDLE_MINUTES", 30, 1, 24 * 60)),
        absolute_limit=timedelta(hours=_whole(said, "WITHY_ABSOLUTE_HOURS", 12, 1, 24 * 7)),
        most_devices=_whole(said, "WITHY_MOST_DEVICES", 3, 1, 20),
        second_step_required=_flag(said, "WITHY_SECOND_STEP", default=not demo),
        proxy_hops=_whole(said, "WITHY_PROXY_HOPS", 0, 0, 5),
        sending=_sending(said),
        clock=_clock(said),
        worker=_flag(said, "WITHY_WORKER", default=True),
        family_host=_family_host(said),
    )


def _family_host(said: dict[str, str]) -> str:
    host = said.get("WITHY_FAMILY_HOST", "").strip().lower()
    if host and not HOST.fullmatch(host):
        raise BadSetting("WITHY_FAMILY_HOST must be a host alone, such as ourplan.example: no https://, no path")
    return host


def starts_clock(environment: dict[str, str] | None = None) -> bool:
    """Whether gunicorn starts the server's clock beside itself: 0 where something else runs it."""
    return _clock(dict(os.environ if environment is None else environment))


def _clock(said: dict[str, str]) -> bool:
    return _flag(said, "WITHY_CLOCK", default=True)


def _sending(said: dict[str, str]) -> Sending:
    """Notify needs a key and a template for each kind; SMTP needs a server and an address of ours."""
    sending = Sending(
        notify_key=said.get("WITHY_NOTIFY_KEY", ""),
        notify_url=said.get("WITHY_NOTIFY_URL") or NOTIFY,
        notify_text_template=said.get("WITHY_NOTIFY_TEXT_TEMPLATE", ""),
        notify_email_template=said.get("WITHY_NOTIFY_EMAIL_TEMPLATE", ""),
        smtp_host=said.get("WITHY_SMTP_HOST", ""),
        smtp_port=_whole(said, "WITHY_SMTP_PORT", 587, 1, 65_535),
        smtp_user=said.get("WITHY_SMTP_USER", ""),
        smtp_password=said.get("WITHY_SMTP_PASSWORD", ""),
        smtp_tls=_flag(said, "WITHY_SMTP_TLS", default=True),
        smtp_from=said.get("WITHY_SMTP_FROM", ""),
    )
    if sending.notify_key and not NOTIFY_KEY.fullmatch(sending.notify_key):
        raise BadSetting("WITHY_NOTIFY_KEY must be a whole key of GOV.UK Notify: its name and two ids.")
    if sending.notify_key and not (sending.notify_text_template or sending.notify_email_template):
        raise BadSetting("WITHY_NOTIFY_KEY needs WITHY_NOTIFY_TEXT_TEMPLATE or WITHY_NOTIFY_EMAIL_TEMPLATE.")
    if not sending.notify_url.startswith(("https://", "http://")):
        raise BadSetting("WITHY_NOTIFY_URL must be an address that begins with https://.")
    if (sending.smtp_host or sending.smtp_from) and "@" not in sending.smtp_from:
        raise BadSetting("WITHY_SMTP_HOST needs WITHY_SMTP_FROM, the address that emails come from.")
    return sending


def _flag(said: dict[str, str], name: str, *, default: bool) -> bool:
    word = said.get(name, "")
    if word not in ("", "0", "1"):
        raise BadSetting(f"{name} must be 0 or 1, not {word!r}.")
    return default if word == "" else word == "1"


def _whole(said: dict[str, str], name: str, default: int, least: int, most: int) -> int:
    word = said.get(name, "")
    if word == "":
        return default
    if not (word.isascii() and word.isdigit()) or not least <= int(word) <= most:
        raise BadSetting(f"{name} must be a whole number from {least} to {most}, not {word!r}.")
    return int(word)


def _instance(said: dict[str, str]) -> Path:
    folder = Path(said.get("WITHY_INSTANCE") or "instance").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as no:
        raise BadSetting(f"WITHY_INSTANCE must be a folder that Withy can make: {folder} ({no.strerror}).") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadSetting(f"WITHY_INSTANCE must be a folder that Withy may write in, not {folder}.")
    return folder


def _database_url(said: dict[str, str], instance: Path) -> str:
    url = said.get("DATABASE_URL", "")
    if url == "":
        return f"sqlite:///{instance / DATABASE_FILE}"
    for start in ("postgresql://", "postgres://", "postgresql+psycopg://"):
        if url.startswith(start):
            return _postgresql("postgresql+psycopg://" + url.removeprefix(start))
    raise BadSetting("DATABASE_URL must begin with postgresql:// (leave it out for the embedded database).")


def _postgresql(url: str) -> str:
    """The address as it is; the words of a bad one never repeat it, for a password stands in it."""
    try:
        named = make_url(url).database
    except (ArgumentError, ValueError):
        named = None
    if not named:
        raise BadSetting(
            "DATABASE_URL must look like postgresql://name:password@host:5432/database "
            "(in the password, write @ as %40, : as %3A and / as %2F)."
        )
    return url


def _keys(said: dict[str, str], instance: Path) -> Keys:
    return Keys(**{name: _key(said, instance, name) for name in KEY_NAMES})


def _key(said: dict[str, str], instance: Path, name: str) -> bytes:
    variable = key_variable(name)
    if variable in said:
        return _from_hex(said[variable], variable)
    path = instance / f"{name}.key"
    if not path.exists():
        # A new key would open nothing that is there, and nobody would know before it matters.
        if name in KEYS_OF_RECORDS and (instance / DATABASE_FILE).exists():
            raise BadSetting(f"{path} is missing, and the database is there: put it back, or set {variable}.")
        _make_key(path)
    return key_in(path)


def key_variable(name: str) -> str:
    """The variable of the environment that gives this key."""
    return f"WITHY_{name.upper()}_KEY"


def key_in(file: Path) -> bytes:
    """The key in a file; raises BadSetting where there is none."""
    try:
        words = file.read_text("ascii")
    except UnicodeDecodeError:
        words = ""
    except OSError as no:
        raise BadSetting(f"The file {file.name} cannot be read ({no.strerror}).") from None
    return _from_hex(words.strip(), f"The file {file.name}")


def _from_hex(words: str, what: str) -> bytes:
    try:
        key = bytes.fromhex(words)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES or len(set(key)) < LEAST_DIFFERENT:
        raise BadSetting(f"{what} must be 64 hexadecimal digits chosen at random.")
    return key


def _make_key(path: Path) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # Another process of the same start made it a moment ago.
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        # A power cut may not leave records behind whose key was never on the disk.
        os.fsync(handle)
