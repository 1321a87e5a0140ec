"""The key pair to which phones seal what they keep: they can write, and only the server can read.

An envelope is made for one item of one person: ECDH on P-256 with a key that a page makes for itself and never stores,
HKDF-SHA-256, AES-256-GCM with a nonce of its own, bound to the item's id and its owner. The same in
`static/js/offline/seal.js`.
"""

import base64
import binascii
import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

VERSION = 1
CURVE = ec.SECP256R1()
# Of P-256 (FIPS 186-5): how many private keys there are, and one more.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
INFO = b"withy outbox 1"
NONCE = 12  # bytes
GZIP = 16 + zlib.MAX_WBITS


class CannotOpen(ValueError):
    """An envelope that was altered, cut short, or sealed to a key that this server does not have."""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """One sealed item as it travels. The texts are base64url without padding."""

    id: UUID
    owner: UUID
    key_id: str
    ephemeral: str
    nonce: str
    sealed: str
    # Tells which items go one after the other, and nothing of the family they are about.
    lane: str = ""


@dataclass(frozen=True)
class OutboxKey:
    """The server's own half, made from 32 secret bytes."""

    secret: bytes

    @cached_property
    def _private(self) -> ec.EllipticCurvePrivateKey:
        stretched = HKDF(SHA256(), 48, None, b"withy outbox key").derive(self.secret)
        return ec.derive_private_key(int.from_bytes(stretched) % (ORDER - 1) + 1, CURVE)

    @cached_property
    def public(self) -> bytes:
        """The half that phones are given: 65 bytes, uncompressed."""
        return self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def shown(self) -> str:
        """The same as text."""
        return to_base64(self.public)

    @cached_property
    def id(self) -> str:
        """Names the key, so that an older one can be told from it."""
        return hashlib.sha256(self.public).hexdigest()[:16]

    def open(self, envelope: Envelope, *, most: int) -> bytes:
        """What was sealed, unpacked: at most `most` bytes. Raises CannotOpen."""
        try:
            ephemeral = from_base64(envelope.ephemeral)
            shared = self._private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, ephemeral))
            key = HKDF(SHA256(), 32, ephemeral + self.public, INFO).derive(shared)
            packed = AESGCM(key).decrypt(from_base64(envelope.nonce), from_base64(envelope.sealed), bound_to(envelope))
        except (InvalidTag, ValueError) as error:
            raise CannotOpen("this envelope does not open") from error
        return _unpack(packed, most)


def open_with(keys: Sequence[OutboxKey], envelope: Envelope, *, most: int) -> bytes:
    """Open it with the key it was sealed to, which may be one of before. Raises CannotOpen."""
    for key in keys:
        if key.id == envelope.key_id:
            return key.open(envelope, most=most)
    raise CannotOpen("sealed to a key that is not ours")


def bound_to(envelope: Envelope) -> bytes:
    """What an envelope is sealed for: put under another id or owner it does not open."""
    return f"{VERSION}|{envelope.id}|{envelope.owner}".encode()


def from_base64(words: str) -> bytes:
    """Bytes from base64url without padding. Raises ValueError."""
    try:
        return base64.b64decode(words + "=" * (-len(words) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def to_base64(raw: bytes) -> str:
    """The same the other way."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _unpack(packed: bytes, most: int) -> bytes:
    opener = zlib.decompressobj(GZIP)
    try:
        raw = opener.decompress(packed, most)
    except zlib.error as error:
        raise CannotOpen("not packed as it should be") from error
    if not opener.eof:
        raise CannotOpen("larger than anything we take, or cut short")
    return raw
