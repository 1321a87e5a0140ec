"""The server's own keys to what phones seal: the newest, and those of before that phones may still have used."""

from app.accounts.signing_in import settings_here
from app.offline.sealing import OutboxKey


def outbox_keys() -> list[OutboxKey]:
    """The newest first: phones are told that one."""
    return [OutboxKey(settings_here().keys.outbox)]
