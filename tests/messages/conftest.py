"""Stand-ins for those who carry messages, and messages to carry."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from app.core import clock
from app.messages.actions import MessageEntry, queue
from app.messages.models import Channel, Message
from app.messages.post import Post
from app.messages.senders import senders_of
from app.settings import Sending
from tests.messages.stand_ins import (
    EMAILS,
    KEY,
    TEXTS,
    MailStandIn,
    NotifyStandIn,
    mail_stand_in,
    notify_stand_in,
)

Write = Callable[..., Message]


@pytest.fixture
def notify() -> Iterator[NotifyStandIn]:
    """A Notify of our own."""
    with notify_stand_in() as made:
        yield made


@pytest.fixture
def mail() -> Iterator[MailStandIn]:
    """A mail server of our own."""
    with mail_stand_in() as made:
        yield made


@pytest.fixture
def by_notify(notify: NotifyStandIn) -> Post:
    """The post, by Notify for texts and emails."""
    return Post(
        senders=senders_of(
            Sending(notify_key=KEY, notify_url=notify.url, notify_text_template=TEXTS, notify_email_template=EMAILS)
        ),
        demo=False,
    )


@pytest.fixture
def by_mail(mail: MailStandIn) -> Post:
    """The post, by a mail server alone."""
    sending = Sending(smtp_host="127.0.0.1", smtp_port=mail.port, smtp_tls=False, smtp_from="withy@beckside.example")
    return Post(senders=senders_of(sending), demo=False)


@pytest.fixture
def write(session: Session) -> Write:
    """A message to Priya: `write("one")`, `write("two", channel=Channel.EMAIL)`."""

    def make(key: str, channel: Channel = Channel.TEXT, **more: object) -> Message:
        to = "priya@withy.example" if channel is Channel.EMAIL else "0113 496 0101"
        said = {"recipient": to, "words": "Please ring Lorna.", "subject": "Please ring Lorna"} | more
        entry = MessageEntry(key=key, channel=channel, **said)  # type: ignore[arg-type]
        queue(session, entry, now=clock.now())
        session.commit()
        return session.query(Message).filter_by(key=key).one()

    return make
