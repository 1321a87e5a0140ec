"""A phone as the server meets it: it seals what it kept, and sends it with a credential that can only deliver."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient

from app.core import clock
from app.offline.sealing import CURVE, INFO, from_base64, to_base64


def sealed(key: dict[str, str], item_id: str, owner: str, said: dict[str, Any]) -> dict[str, str]:
    """What `static/js/offline/seal.js` makes, by the same rules."""
    theirs, ours, nonce = from_base64(key["public"]), ec.generate_private_key(CURVE), b"\1" * 12
    ephemeral = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = ours.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    once = HKDF(SHA256(), 32, ephemeral + theirs, INFO).derive(shared)
    packed = gzip.compress(json.dumps({"version": 1, **said}).encode())
    content = AESGCM(once).encrypt(nonce, packed, f"1|{item_id}|{owner}".encode())
    names = {"key_id": key["id"], "ephemeral": to_base64(ephemeral), "nonce": to_base64(nonce)}
    return {"id": item_id, "owner": owner, "sealed": to_base64(content), **names}


@dataclass
class TestPhone:
    """One phone of one person. `save` seals a form; `send` delivers what was given to it."""

    __test__ = False

    client: FlaskClient
    owner: UUID
    key: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.key = self.client.get("/sync/hello").get_json()["key"]

    def save(
        self,
        address: str,
        boxes: Sequence[tuple[str, str]],
        *,
        item_id: str | None = None,
        at: datetime | None = None,
        lane: str = "",
    ) -> dict[str, str]:
        """A form as it lies in the outbox."""
        said = {
            "address": address,
            "boxes": [list(box) for box in boxes],
            "written_at": (at or clock.now()).isoformat(),
        }
        return sealed(self.key, item_id or str(uuid4()), str(self.owner), said) | {"lane": lane}

    def send(self, *items: dict[str, str], sent_at: datetime | None = None) -> list[dict[str, str]]:
        """What the server says of each."""
        said = {"sent_at": (sent_at or clock.now()).isoformat(), "items": list(items)}
        answer = self.client.post("/sync/outbox", json=said)
        assert answer.status_code == 200, answer.text
        answers: list[dict[str, str]] = answer.get_json()["answers"]
        assert [one["ack"] for one in answers] == [one["id"] for one in items]
        return answers
