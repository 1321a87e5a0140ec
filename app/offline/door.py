"""The one door for what phones kept: open each envelope, let the form's own view take it, answer for each by itself."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from marshmallow import ValidationError
from sqlalchemy.orm import Session
from werkzeug import Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.accounts.models import User
from app.offline.actions import Answer, Item, Outcome, hold_item
from app.offline.models import Phone, Receipt
from app.offline.queries import held_item, receipt_for
from app.offline.schemas import EnvelopeSchema, ItemSchema
from app.offline.sealing import CannotOpen, Envelope, OutboxKey, open_with
from app.web.deliveries import Delivery, deliver

# A phone's clock may be off by minutes; one that is off by days says nothing of when something was written.
CLOCK_OFF = timedelta(hours=48)
NOT_THEIRS = (401, 403, 404, 405)  # however an address says no
OWN_FAULT = 500


@dataclass(kw_only=True)
class Door:
    """Everything that taking what a phone sent needs.

    What is about one family goes one after the other: behind an item that was not taken, the rest of its lane waits.
    """

    app: Flask
    session: Session
    phone: Phone
    person: User
    keys: Sequence[OutboxKey]
    most: int
    sent_at: datetime
    now: datetime
    stopped: set[str] = field(default_factory=set)

    def take(self, said: Mapping[str, Any]) -> Answer:
        """What became of one envelope. Nothing that goes wrong with it touches another lane."""
        try:
            envelope: Envelope = EnvelopeSchema().load(said)
            if envelope.lane in self.stopped:
                return Answer(outcome=Outcome.AGAIN, at=self.now)
            item = self._open(envelope)
        except (CannotOpen, ValidationError):
            return Answer(outcome=Outcome.UNREADABLE, at=self.now)
        answer = self._known(item) or self._take(item)
        if envelope.lane and answer.outcome not in (Outcome.KEPT, Outcome.HELD):
            self.stopped.add(envelope.lane)
        return answer

    def _open(self, envelope: Envelope) -> Item:
        opened = open_with(self.keys, envelope, most=self.most)
        try:
            said = ItemSchema().load(json.loads(opened))
        except ValueError as error:  # No JSON at all; marshmallow's own error is a ValueError too.
            raise CannotOpen("not an item") from error
        if envelope.owner != self.phone.user_id:
            raise CannotOpen("an item of somebody else")
        # It would not have opened under another id or for another owner than it was sealed for.
        return Item(id=envelope.id, owner=envelope.owner, **said)

    def _known(self, item: Item) -> Answer | None:
        """The first answer again, for something that arrived before."""
        if receipt := receipt_for(self.session, item.id):
            same = (receipt.sha256, receipt.user_id) == (item.sha256, self.person.id)
            return Answer(outcome=Outcome.KEPT if same else Outcome.CLASH, at=receipt.received_at)
        if held := held_item(self.session, item.id):
            return Answer(outcome=Outcome.HELD if held.sha256 == item.sha256 else Outcome.CLASH, at=held.received_at)
        return None

    def _take(self, item: Item) -> Answer:
        if not self.phone.is_open:
            return self._hold(item, "phone ended")
        if not self.person.is_active:
            return self._hold(item, "person left")
        if form_at(self.app, item.address) is None:
            return self._hold(item, "not a form")
        return self._what_became(item, deliver(self.app, self._delivery(item), item.address, item.boxes))

    def _what_became(self, item: Item, answer: Response) -> Answer:
        """Kept is said only where the receipt is there to be read: it was committed with what the form did."""
        self.session.rollback()
        to = answer.headers.get("Location", "")
        if self._known(item) is not None:
            return Answer(outcome=Outcome.KEPT, at=self.now, to=to)
        if answer.status_code >= OWN_FAULT:
            return Answer(outcome=Outcome.AGAIN, at=self.now)
        if answer.status_code in NOT_THEIRS:
            return self._hold(item, "no longer theirs")
        # A tap that is too late leads to where more can be said.
        return Answer(outcome=Outcome.REFUSED, at=self.now, to=to, page="" if to else answer.get_data(as_text=True))

    def _hold(self, item: Item, why: str) -> Answer:
        hold_item(self.session, self.phone, item, why, written_at=self._written_at(item), now=self.now)
        self.session.commit()
        return Answer(outcome=Outcome.HELD, at=self.now)

    def _delivery(self, item: Item) -> Delivery:
        written_at = self._written_at(item)
        receipt = Receipt(
            id=item.id,
            user_id=self.person.id,
            phone_id=self.phone.id,
            sha256=item.sha256,
            written_at=written_at,
            received_at=self.now,
            clock_off=int(self._clock_off.total_seconds()),
        )
        return Delivery(
            person_id=self.person.id, sign_in_id=self.phone.sign_in_id, written_at=written_at, receipt=receipt
        )

    @property
    def _clock_off(self) -> timedelta:
        """How far the phone's clock was behind ours when it sent; nothing where it is off beyond belief."""
        off = self.now - self.sent_at
        return off if abs(off) <= CLOCK_OFF else timedelta(0)

    def _written_at(self, item: Item) -> datetime:
        """When it was written, by our clock: never before the phone was set up, never still to come."""
        return min(max(item.written_at + self._clock_off, self.phone.made_at), self.now)


def form_at(app: Flask, address: str) -> tuple[str, Mapping[str, Any]] | None:
    """The endpoint behind an address, and what the address names; nothing where no form for phones stands there."""
    try:
        endpoint, named = app.url_map.bind("").match(address.partition("?")[0], method="POST")
    except (HTTPException, RequestRedirect):
        return None
    return (endpoint, named) if hasattr(app.view_functions[endpoint], "works_offline") else None
