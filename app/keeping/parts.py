"""The parts of a backup, one after the other in one stream, each with its name and its checksum.

A part is: P, the length of the name (2 bytes), the name; then pieces, each with its length (4 bytes)
before it; a piece of no length; the SHA-256 of the pieces. After the last part stands an E.
"""

import hashlib
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.keeping.sealing import CannotRestore, SealedWriter

PIECE = 1 << 20  # bytes
DIGEST = 32


@dataclass(frozen=True, kw_only=True)
class Sum:
    """How long a part is, in bytes, and its SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


def write_part(out: SealedWriter, name: str, pieces: Iterable[bytes]) -> Sum:
    """Write one part and say what was written."""
    called = name.encode()
    out.write(b"P" + struct.pack(">H", len(called)) + called)
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        if not piece:
            continue
        out.write(struct.pack(">I", len(piece)) + piece)
        digest.update(piece)
        size += len(piece)
    out.write(struct.pack(">I", 0) + digest.digest())
    return Sum(size=size, sha256=digest.hexdigest())


def end_parts(out: SealedWriter) -> None:
    """Say that no further part comes."""
    out.write(b"E")
    out.finish()


class _Stream:
    """Bytes in the amounts that are asked for, from chunks of any size."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = bytearray()

    def take(self, amount: int) -> bytes:
        while len(self._held) < amount:
            try:
                self._held += next(self._chunks)
            except StopIteration:
                raise CannotRestore("This backup is damaged or incomplete (it ends within a part)") from None
        taken = bytes(self._held[:amount])
        del self._held[:amount]
        return taken


# What is done with a part: given its name and its pieces in order.
Taker = Callable[[str, Iterator[bytes]], None]


def read_parts(chunks: Iterator[bytes], take: Taker) -> dict[str, Sum]:
    """Hand each part to `take`, which must read all of it, and say what was read; raises CannotRestore."""
    stream, sums = _Stream(chunks), {}
    while (mark := stream.take(1)) == b"P":
        name = stream.take(struct.unpack(">H", stream.take(2))[0]).decode()
        pieces = _Pieces(stream)
        take(name, iter(pieces))
        sums[name] = pieces.proved(name)
    if mark != b"E":
        raise CannotRestore("This backup was made by another version of Withy")
    return sums


class _Pieces:
    """The pieces of one part, counted and summed on their way."""

    def __init__(self, stream: _Stream) -> None:
        self._stream = stream
        self._digest, self._size, self._ended = hashlib.sha256(), 0, False

    def __iter__(self) -> Iterator[bytes]:
        while length := struct.unpack(">I", self._stream.take(4))[0]:
            piece = self._stream.take(length)
            self._digest.update(piece)
            self._size += length
            yield piece
        self._ended = True

    def proved(self, name: str) -> Sum:
        if not self._ended or self._stream.take(DIGEST) != self._digest.digest():
            raise CannotRestore(f"This backup is damaged (the part {name} is not what was written)")
        return Sum(size=self._size, sha256=self._digest.hexdigest())
