"""The door for machines: what a phone sends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from app.offline.actions.entries import Batch
from app.offline.sealing import VERSION, Envelope

MOST_ITEMS = 200
# Base64url of the longest form we take, packed and sealed.
MOST_SEALED = 400_000
MOST_BOXES = 2_000
MOST_WAITING = 10_000


class EnvelopeSchema(Schema):
    """One sealed item. Loads into an Envelope."""

    class Meta:
        """A newer phone may say more of it than we know."""

        unknown = EXCLUDE

    id = fields.UUID(required=True)
    owner = fields.UUID(required=True)
    key_id = fields.String(required=True, validate=validate.Length(max=64))
    ephemeral = fields.String(required=True, validate=validate.Length(max=120))
    nonce = fields.String(required=True, validate=validate.Length(max=24))
    sealed = fields.String(required=True, validate=validate.Length(max=MOST_SEALED))
    lane = fields.String(load_default="", validate=validate.Length(max=64))

    @post_load
    def envelope(self, said: dict[str, Any], **_: Any) -> Envelope:
        """The envelope as it travels."""
        return Envelope(**said)


class HeadSchema(Schema):
    """What a phone says of itself before what it sends."""

    class Meta:
        """As above."""

        unknown = EXCLUDE

    sent_at = fields.AwareDateTime(required=True)
    # How many things wait on the phone beside these, and since when.
    waiting = fields.Integer(load_default=None, validate=validate.Range(0, MOST_WAITING))
    since = fields.AwareDateTime(load_default=None, allow_none=True)


class BatchSchema(HeadSchema):
    """What is sent in one go. Loads into a Batch.

    The envelopes are read one by one afterwards: a broken one is answered by itself and stops no other.
    """

    items = fields.List(fields.Dict(), required=True, validate=validate.Length(min=1, max=MOST_ITEMS))

    @post_load
    def batch(self, said: dict[str, Any], **_: Any) -> Batch:
        """The batch as an entry."""
        return Batch(**said | {"items": tuple(said["items"])})


class WaitingSchema(Schema):
    """What a phone says of itself where it sends nothing: in headers, so that no address holds it."""

    class Meta:
        """As above."""

        unknown = EXCLUDE

    waiting = fields.Integer(required=True, data_key="X-Waiting", validate=validate.Range(0, MOST_WAITING))
    since = fields.AwareDateTime(load_default=None, data_key="X-Waiting-Since")


def waiting_said(headers: Mapping[str, str]) -> tuple[int, datetime | None] | None:
    """How many things wait on a phone and since when, where it says so; nothing where that cannot be read."""
    said = {name: headers[name] for name in ("X-Waiting", "X-Waiting-Since") if headers.get(name)}
    try:
        loaded = WaitingSchema().load(said)
    except ValidationError:
        return None
    return loaded["waiting"], loaded["since"]


class Box(fields.Field[tuple[str, str]]):
    """The name of one box of a form, and what stood in it."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> tuple[str, str]:
        if isinstance(value, list) and len(value) == 2 and all(isinstance(one, str) for one in value):  # noqa: PLR2004
            return value[0], value[1]
        raise ValidationError("A box is its name and its words")


class ItemSchema(Schema):
    """A form as it was filled in on the phone. Whose it is, and its id, its envelope is bound to."""

    class Meta:
        """As above."""

        unknown = EXCLUDE

    version = fields.Integer(required=True, validate=validate.Equal(VERSION))
    address = fields.String(required=True, validate=validate.Length(min=1, max=500))
    boxes = fields.List(Box(), required=True, validate=validate.Length(max=MOST_BOXES))
    written_at = fields.AwareDateTime(required=True)

    @post_load
    def item(self, said: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The rest of an Item."""
        return {"address": said["address"], "boxes": tuple(said["boxes"]), "written_at": said["written_at"]}


def plain(moment: datetime) -> str:
    """A moment as phones read it."""
    return moment.isoformat(timespec="milliseconds")
