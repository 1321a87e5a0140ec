"""Those who carry a message: GOV.UK Notify for texts and emails, an SMTP server for emails."""

import logging
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from app.core import clock
from app.messages.models import Channel, Message
from app.settings import Sending

PATIENCE = 10  # seconds
# Notify's client writes its answers to the log, and they may hold what we sent.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)
BAD_REQUEST = 400
OWN_FAULT = 500


class CannotSend(Exception):
    """It was not taken. `again`: whether trying later can help, as with a wrong number it cannot."""

    def __init__(self, why: str, *, again: bool) -> None:
        super().__init__(why)
        self.why, self.again = why, again


class Sender(Protocol):
    """Somebody who carries messages of one channel. Each method raises CannotSend."""

    name: str

    def send(self, message: Message) -> None:
        """Hand it over; afterwards the sender answers for it."""

    def took(self, message: Message) -> bool:
        """Whether this very message was taken before, by a process that died before it could say so."""

    def ask(self) -> None:
        """Find out whether the sender is there and knows us."""


class Notify:
    """GOV.UK Notify. The words go into a template of ours that holds nothing but ((words))."""

    name = "Notify"

    def __init__(self, sending: Sending) -> None:
        self.sending = sending

    def send(self, message: Message) -> None:
        """Hand it over under its id, by which `took` finds it again."""
        said = {"words": message.words, "subject": message.subject}
        try:
            if message.channel is Channel.TEXT:
                answer = self._client().send_sms_notification(
                    message.recipient, self.sending.notify_text_template, {"words": message.words}, str(message.id)
                )
            else:
                answer = self._client().send_email_notification(
                    message.recipient, self.sending.notify_email_template, said, str(message.id)
                )
        except APIError as no:
            raise _not_taken(no) from None
        # Something on the way may answer too, and with 200: only Notify names our message.
        if _said(answer, "reference") != str(message.id):
            raise CannotSend("Something else answered in Notify’s place", again=True)

    def took(self, message: Message) -> bool:
        """Notify keeps what it took for a week, by our reference."""
        try:
            found = self._client().get_all_notifications(reference=str(message.id))
        except APIError as no:
            raise _not_taken(no) from None
        return bool(_said(found, "notifications"))

    def ask(self) -> None:
        """A signed request that changes nothing."""
        try:
            answer = self._client().get_all_notifications(reference="is anybody there")
        except APIError as no:
            raise _not_taken(no) from None
        if _said(answer, "notifications") is None:
            raise CannotSend("Something else answered in Notify’s place", again=True)

    def _client(self) -> NotificationsAPIClient:
        # One for each request: a connection that lay idle for hours is the likeliest to be dead.
        return NotificationsAPIClient(self.sending.notify_key, self.sending.notify_url, PATIENCE)


def _said(answer: object, name: str) -> object:
    return answer.get(name) if isinstance(answer, dict) else None


def _not_taken(no: APIError) -> CannotSend:
    """Notify's number alone: its words may hold what we sent."""
    if no.response is None:
        return CannotSend("Notify could not be reached", again=True)
    refused = no.status_code == BAD_REQUEST
    return CannotSend(
        f"Notify answered {no.status_code}" + (": check the number" if refused else ""), again=not refused
    )


class Smtp:
    """An email server. The same message keeps its Message-ID, by which mailboxes know it again."""

    name = "SMTP"

    def __init__(self, sending: Sending) -> None:
        self.sending = sending

    def send(self, message: Message) -> None:
        """Hand it over to the server."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = self.sending.smtp_from, message.recipient, message.subject
        letter["Message-ID"] = f"<{message.id}@{self.sending.smtp_from.partition('@')[2]}>"
        letter["Date"] = format_datetime(clock.now())
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.words)
        try:
            with self._server() as server:
                server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as no:
            code = max(code for code, _ in no.recipients.values())
            raise CannotSend(f"The mail server answered {code}: check the address", again=code < OWN_FAULT) from None
        except (smtplib.SMTPException, OSError) as no:
            raise CannotSend(_mail_trouble(no), again=True) from None

    def took(self, message: Message) -> bool:
        """A mail server cannot be asked: rather twice than not at all."""
        return False

    def ask(self) -> None:
        """Come in, and go again."""
        try:
            with self._server() as server:
                server.noop()
        except (smtplib.SMTPException, OSError) as no:
            raise CannotSend(_mail_trouble(no), again=True) from None

    def _server(self) -> smtplib.SMTP:
        server = smtplib.SMTP(self.sending.smtp_host, self.sending.smtp_port, timeout=PATIENCE)
        try:
            if self.sending.smtp_tls:
                server.starttls(context=ssl.create_default_context())
            if self.sending.smtp_user:
                server.login(self.sending.smtp_user, self.sending.smtp_password)
        except BaseException:
            server.close()
            raise
        return server


def _mail_trouble(no: Exception) -> str:
    if isinstance(no, smtplib.SMTPResponseException):
        return f"The mail server answered {no.smtp_code}"
    return "The mail server could not be reached"


def senders_of(sending: Sending) -> Mapping[Channel, Sender]:
    """Who carries which channel, as the settings say; a channel without anybody is left out."""
    found: dict[Channel, Sender] = {}
    if sending.smtp_host:
        found[Channel.EMAIL] = Smtp(sending)
    if sending.notify_key and sending.notify_text_template:
        found[Channel.TEXT] = Notify(sending)
    if sending.notify_key and sending.notify_email_template:
        found[Channel.EMAIL] = Notify(sending)
    return found
