"""A file that only its key opens, and that shows any change: AES-256-GCM in chunks.

The chunks are tied together as in STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015; age does the
same): each has its number in its nonce, and the last one says that it is the last. So a chunk that
was changed, moved, left out or cut off is found. Every file has a key of its own, made from the backup
key and a random salt, so no nonce is used twice.
"""

import hashlib
import secrets
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"withy backup 1\n"
CHUNK = 65_536  # bytes of plain text
TAG = 16
KEY_NAME = 8
SALT = 32
HEADER = len(MAGIC) + KEY_NAME + SALT


class CannotRestore(Exception):
    """The file, or the place it should go to, cannot be used; its words say why."""


def key_name(key: bytes) -> bytes:
    """A short name by which a key is told from another; it says nothing of the key."""
    return hashlib.sha256(b"withy backup key " + key).digest()[:KEY_NAME]


def _chunk_cipher(key: bytes, header: bytes) -> AESGCM:
    salt = header[-SALT:]
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=MAGIC).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class SealedWriter:
    """Seals what is written to it. Call `finish`, or what was written cannot be opened."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file = file
        self._header = MAGIC + key_name(key) + secrets.token_bytes(SALT)
        self._cipher = _chunk_cipher(key, self._header)
        self._waiting = bytearray()
        self._number = 0
        file.write(self._header)

    def write(self, data: bytes) -> None:
        """Add bytes of plain text."""
        self._waiting += data
        # The last chunk is only known by `finish`, so a full one waits until more comes.
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Seal what is left, as the last chunk."""
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, self._header))
        self._number += 1


def unsealed(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The plain text, chunk by chunk, each one proved before it is handed out; raises CannotRestore."""
    header = file.read(HEADER)
    if len(header) < HEADER or not header.startswith(MAGIC):
        raise CannotRestore("This is not a backup made by Withy")
    name = header[len(MAGIC) : len(MAGIC) + KEY_NAME]
    if name != key_name(key):
        raise CannotRestore(
            f"This backup was sealed with another key ({name.hex()}; this one is {key_name(key).hex()})"
        )
    cipher, number = _chunk_cipher(key, header), 0
    sealed = file.read(CHUNK + TAG)
    while True:
        following = file.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), sealed, header)
        except InvalidTag:
            raise CannotRestore(f"This backup is damaged or incomplete (in chunk {number + 1})") from None
        if not following:
            return
        sealed, number = following, number + 1
