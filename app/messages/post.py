"""The round of the post: which senders answer, and everything that is due, one message after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core import clock
from app.messages.actions import claim, did_not_go, shown, went
from app.messages.models import Channel, Message
from app.messages.queries import messages_due
from app.messages.senders import CannotSend, Sender

# A sender that answered is asked again after this; one that did not is asked each time.
ASK_AGAIN = timedelta(minutes=5)
# So many in one round: the clock has other things to do.
A_ROUND = 20


@dataclass(kw_only=True)
class Post:
    """What one process of the clock knows of its senders."""

    senders: Mapping[Channel, Sender]
    demo: bool
    answered: dict[Channel, datetime] = field(default_factory=dict)

    def working(self, now: datetime) -> str:
        """The channels whose sender answers: "text email"; nothing where none does."""
        for channel, sender in self.senders.items():
            if now - self.answered.get(channel, datetime.min.replace(tzinfo=now.tzinfo)) >= ASK_AGAIN:
                self._ask(channel, sender, now)
        return " ".join(channel.value for channel in Channel if channel in self.answered)

    def send_due(self, session: Session) -> int:
        """Send what is due, each in a transaction of its own; how many were taken up."""
        taken = 0
        for message_id in messages_due(session, clock.now(), A_ROUND):
            message = claim(session, message_id, now=clock.now())
            # Committed before it is sent: no other process can take it now.
            session.commit()
            if message is not None:
                self._send(message)
                session.commit()
                taken += 1
        return taken

    def _ask(self, channel: Channel, sender: Sender, now: datetime) -> None:
        self.answered.pop(channel, None)
        try:
            sender.ask()
        except CannotSend:
            return
        self.answered[channel] = now

    def _send(self, message: Message) -> None:
        sender = self.senders.get(message.channel)
        if message.until_at is not None and clock.now() >= message.until_at:
            did_not_go(message, message.why or "It was too late to be of use", again=False, now=clock.now())
        elif sender is None and self.demo:
            shown(message)
        elif sender is None:
            did_not_go(message, "No sender is set up for this", again=False, now=clock.now())
        else:
            self._hand_over(message, sender)

    def _hand_over(self, message: Message, sender: Sender) -> None:
        try:
            # A second try may follow a first that got there and whose answer did not.
            if message.tries == 1 or not sender.took(message):
                sender.send(message)
        except CannotSend as no:
            if no.again:
                self.answered.pop(message.channel, None)
            did_not_go(message, no.why, again=no.again, now=clock.now())
        else:
            went(message, sender.name, now=clock.now())
