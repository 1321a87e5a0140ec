"""What a phone sends, read while it arrives: a line of JSON about the phone, then one for each envelope.

A slow network takes seconds for a day's notes. Each is taken as soon as it is there, while the next is on its way; what
is cut off in the middle has been taken up to there, and is known when it comes again.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from flask import Request

from app.offline.actions import Batch
from app.offline.schemas import MOST_ITEMS, BatchSchema, HeadSchema
from app.offline.sealing import GZIP

LINES = "application/x-ndjson"
CHUNK = 2_048  # bytes: a little more than a short note
UNPACKED = 4  # times the size of a whole request


def batch_of(request: Request) -> Batch:
    """What is sent: in lines, or as one piece of JSON, as phones did before. Raises ValidationError."""
    if request.mimetype != LINES:
        batch: Batch = BatchSchema().load(request.get_json(silent=True) or {})
        return batch
    lines = _said(_lines(request))
    head: dict[str, Any] = HeadSchema().load(next(lines, {}))
    return Batch(**head, items=islice(lines, MOST_ITEMS))


def _said(lines: Iterator[bytes]) -> Iterator[Mapping[str, Any]]:
    """What each line says; nothing in place of one that cannot be read."""
    for line in lines:
        try:
            said = json.loads(line)
        except ValueError:
            said = None
        yield said if isinstance(said, dict) else {}


def _lines(request: Request) -> Iterator[bytes]:
    """Whole lines, as they come. The last is not whole where the rest was lost."""
    rest = b""
    for part in _unpacked(request):
        *whole, rest = (rest + part).split(b"\n")
        yield from whole


def _unpacked(request: Request) -> Iterator[bytes]:
    """What was packed, no more of it than anybody sends."""
    packed = request.headers.get("Content-Encoding") == "gzip"
    opener = zlib.decompressobj(GZIP)
    left = UNPACKED * (request.max_content_length or 0)
    while left > 0 and (chunk := request.stream.read(CHUNK)):
        try:
            part = opener.decompress(chunk, left) if packed else chunk
        except zlib.error:
            return  # Cut off here, as far as anybody can tell.
        left -= len(part)
        yield part
