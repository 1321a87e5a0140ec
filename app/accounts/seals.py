"""What the database itself may not read: sealed with the field key (AES-256-GCM).

A seal is bound to what it belongs to: moved to another row, it does not open.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# Says how it was sealed, so that a later way can stand beside this one.
VERSION = "1."
NONCE = 12  # bytes


def seal(key: bytes, words: str, *, bound_to: str) -> str:
    """Words that only the holder of the key can read, as text."""
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(key).encrypt(nonce, words.encode(), bound_to.encode())
    return VERSION + base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(key: bytes, sealed: str, *, bound_to: str) -> str:
    """The words again. Raises ValueError where they were altered, moved, or sealed with another key."""
    try:
        raw = base64.urlsafe_b64decode(sealed.removeprefix(VERSION))
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], bound_to.encode()).decode()
    except InvalidTag:
        raise ValueError("this seal does not open") from None


def fingerprint(key: bytes, *words: str) -> str:
    """A stand-in for words that may not be kept (an email, an address): same words, same 64 hex digits."""
    own_key = hmac.digest(key, b"fingerprint", hashlib.sha256)
    return hmac.new(own_key, "\x1f".join(words).encode(), hashlib.sha256).hexdigest()
