"""A message is kept, sent once, tried again while that can help, and never lost without a word."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import Entry
from app.core import clock
from app.messages.actions import MOST_TRIES, beat, claim, withdraw
from app.messages.models import DIED, Channel, Message, MessageState
from app.messages.post import Post
from app.messages.queries import ALIVE, Reach, reach_of
from app.messages.senders import Notify
from app.settings import BadSetting, read_settings
from app.web.session import db
from tests.cast import NOW
from tests.messages.stand_ins import KEY, MailStandIn, NotifyStandIn

Write = Callable[..., Message]
HALF_A_MINUTE = timedelta(seconds=30)


def state(session: Session, message: Message) -> MessageState:
    session.refresh(message)
    return message.state


def test_a_text_goes_by_notify_with_a_signed_request(
    session: Session, write: Write, by_notify: Post, notify: NotifyStandIn
) -> None:
    text = write("one")
    by_notify.send_due(session)

    assert notify.words() == [("0113 496 0101", "Please ring Lorna.")]
    assert notify.taken[0]["reference"] == str(text.id)
    assert (state(session, text), text.sender, text.sent_at) == (MessageState.SENT, "Notify", NOW)
    assert notify.unsigned == 0


def test_an_email_goes_by_notify_with_its_subject(
    session: Session, write: Write, by_notify: Post, notify: NotifyStandIn
) -> None:
    write("one", Channel.EMAIL)
    by_notify.send_due(session)

    assert notify.taken[0]["personalisation"] == {"words": "Please ring Lorna.", "subject": "Please ring Lorna"}


def test_an_email_goes_by_a_mail_server(session: Session, write: Write, by_mail: Post, mail: MailStandIn) -> None:
    letter = write("one", Channel.EMAIL)
    by_mail.send_due(session)

    [taken] = mail.letters
    assert (taken["To"], taken["From"], taken["Subject"]) == (
        "priya@withy.example",
        "withy@beckside.example",
        "Please ring Lorna",
    )
    assert taken["Message-ID"] == f"<{letter.id}@beckside.example>"
    assert str(taken.get_payload()).strip() == "Please ring Lorna."
    assert state(session, letter) is MessageState.SENT


def test_the_same_key_is_kept_and_sent_once(
    session: Session, write: Write, by_notify: Post, notify: NotifyStandIn
) -> None:
    write("one")
    by_notify.send_due(session)
    write("one", words="Other words.")
    by_notify.send_due(session)

    assert notify.words() == [("0113 496 0101", "Please ring Lorna.")]


def test_two_clocks_that_take_the_same_message_at_once_send_it_once(
    app: Flask, write: Write, by_notify: Post, notify: NotifyStandIn
) -> None:
    for key in ("one", "two", "three"):
        write(key)

    def round_of_one_clock(_: int) -> None:
        with app.app_context(), clock.at(NOW):
            replace(by_notify, answered={}).send_due(db.session)

    with ThreadPoolExecutor(4) as clocks:
        list(clocks.map(round_of_one_clock, range(4)))

    assert sorted(one["reference"] for one in notify.taken) == sorted({one["reference"] for one in notify.taken})
    assert len(notify.taken) == 3


def test_while_the_sender_is_out_of_order_it_is_tried_later_and_later_and_then_given_up(
    session: Session, write: Write, by_notify: Post, notify: NotifyStandIn
) -> None:
    text = write("one")
    notify.answers = [500] * MOST_TRIES
    waits, now = [], NOW
    while state(session, text) is MessageState.QUEUED:
        waits.append(text.due_at - now)
        now = text.due_at
        with clock.at(now):
            by_notify.send_due(session)

    assert [wait / HALF_A_MINUTE for wait in waits] == [0, 1, 2, 4, 8, 16, 32]
    assert (text.state, text.why) == (MessageState.FAILED, "Notify answered 500")
    assert notify.taken == []


@pytest.mark.parametrize("answer", [403, 429, 503], ids=["key revoked", "too many today", "out of order"])
def test_what_can_be_put_right_is_tried_again(
    session: Session, write: Write, by_notify: Post, notify: NotifyStandIn, answer: int
) -> None:
    text = write("one")
    notify.answers = [answer]
    by_notify.send_due(session)
    assert (state(session, text), text.due_at) == (MessageState.QUEUED, NOW + HALF_A_MINUTE)

    with clock.at(NOW + HALF_A_MINUTE):
        by_notify.send_due(session)
    assert state(session, text) is MessageState.SENT


def test_a_number_that_notify_does_not_accept_is_not_tried_again(
    session: Session, write: Write, by_notify: Post, notify: NotifyStandIn
) -> None:
    text = write("one")
    notify.answers = [400]
    by_notify.send_due(session)

    assert (state(session, text), text.why) == (MessageState.FAILED, "Notify answered 400: check the number")


def test_an_address_that_the_mail_server_does_not_know_is_not_tried_again(
    session: Session, write: Write, by_mail: Post, mail: MailStandIn
) -> None:
    letter = write("one", Channel.EMAIL)
    mail.refuses.add("priya@withy.example")
    by_mail.send_due(session)

    assert (state(session, letter), letter.why) == (
        MessageState.FAILED,
        "The mail server answered 550: check the address",
    )


def test_a_busy_mail_server_is_tried_again(session: Session, write: Write, by_mail: Post, mail: MailStandIn) -> None:
    letter = write("one", Channel.EMAIL)
    mail.busy = True
    by_mail.send_due(session)
    assert state(session, letter) is MessageState.QUEUED

    mail.busy = False
    with clock.at(NOW + HALF_A_MINUTE):
        by_mail.send_due(session)
    assert len(mail.letters) == 1


def test_a_message_whose_answer_was_lost_is_not_sent_twice(
    session: Session, write: Write, by_notify: Post, notify: NotifyStandIn
) -> None:
    text = write("one")
    notify.answers = [0]
    by_notify.send_due(session)
    assert state(session, text) is MessageState.QUEUED

    with clock.at(NOW + HALF_A_MINUTE):
        by_notify.send_due(session)
    assert (state(session, text), len(notify.taken)) == (MessageState.SENT, 1)


def test_a_message_that_a_dead_process_had_taken_is_taken_over(
    session: Session, write: Write, by_notify: Post, notify: NotifyStandIn
) -> None:
    text = write("one")
    assert claim(session, text.id, now=NOW) is not None
    session.commit()
    by_notify.send_due(session)
    assert notify.taken == []

    with clock.at(NOW + DIED):
        by_notify.send_due(session)
    assert (state(session, text), len(notify.taken)) == (MessageState.SENT, 1)


def test_a_hotel_page_in_place_of_notify_is_no_answer(
    session: Session, write: Write, by_notify: Post, notify: NotifyStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = write("one")
    notify.answers = [200]
    by_notify.send_due(session)

    assert (state(session, text), text.why) == (
        MessageState.QUEUED,
        "Something else answered in Notify’s place",
    )


def test_what_is_too_late_to_be_of_use_is_not_sent(
    session: Session, write: Write, by_notify: Post, notify: NotifyStandIn
) -> None:
    text = write("one", until_at=NOW + timedelta(minutes=10))
    with clock.at(NOW + timedelta(minutes=10)):
        by_notify.send_due(session)

    assert (state(session, text), notify.taken) == (MessageState.FAILED, [])


def test_what_is_over_is_taken_back_before_it_is_sent(
    session: Session, write: Write, by_notify: Post, notify: NotifyStandIn
) -> None:
    about = uuid4()
    text = write("one", about_id=about)
    withdraw(session, about, why="It is over")
    session.commit()
    by_notify.send_due(session)

    assert (state(session, text), notify.taken) == (MessageState.WITHDRAWN, [])


def test_without_a_sender_a_message_says_that_it_was_not_sent(session: Session, write: Write) -> None:
    text = write("one")
    Post(senders={}, demo=False).send_due(session)

    assert (state(session, text), text.why) == (MessageState.FAILED, "No sender is set up for this")


def test_in_the_demo_it_can_be_read_and_is_not_called_sent(session: Session, write: Write) -> None:
    text = write("one")
    Post(senders={}, demo=True).send_due(session)

    assert (state(session, text), text.sent_at) == (MessageState.SHOWN, None)


def test_a_message_without_anybody_to_go_to_is_a_mistake_of_ours(write: Write) -> None:
    with pytest.raises(ValueError, match="somebody to go to"):
        write("one", recipient=" ")


def test_whether_anybody_can_be_told_is_what_the_clock_last_found(
    session: Session, by_notify: Post, notify: NotifyStandIn
) -> None:
    assert reach_of(session, NOW, demo=False) is Reach.NO_CLOCK

    beat(session, uuid4(), began_at=NOW, sends=by_notify.working(NOW), now=NOW)
    session.flush()
    assert reach_of(session, NOW + ALIVE - HALF_A_MINUTE, demo=False) is Reach.READY
    assert reach_of(session, NOW + ALIVE, demo=False) is Reach.NO_CLOCK


def test_a_clock_without_a_sender_can_tell_nobody(session: Session) -> None:
    beat(session, uuid4(), began_at=NOW, sends=Post(senders={}, demo=False).working(NOW), now=NOW)
    session.flush()

    assert reach_of(session, NOW, demo=False) is Reach.NO_SENDER
    assert reach_of(session, NOW, demo=True) is Reach.DEMO


def test_a_key_that_notify_does_not_know_is_no_working_sender(by_notify: Post) -> None:
    for sender in by_notify.senders.values():
        assert isinstance(sender, Notify)
        sender.sending = replace(sender.sending, notify_key=KEY[:-1] + "1")

    assert by_notify.working(NOW) == ""


def test_a_mail_server_that_is_gone_is_no_working_sender(by_mail: Post, mail: MailStandIn) -> None:
    assert by_mail.working(NOW) == "email"
    mail.busy = True

    assert by_mail.working(NOW + timedelta(minutes=4)) == "email"
    assert by_mail.working(NOW + timedelta(minutes=5)) == ""
    mail.busy = False
    assert by_mail.working(NOW + timedelta(minutes=5, seconds=10)) == "email"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"WITHY_NOTIFY_KEY": "short"}, "WITHY_NOTIFY_KEY"),
        ({"WITHY_NOTIFY_KEY": KEY}, "WITHY_NOTIFY_TEXT_TEMPLATE"),
        ({"WITHY_SMTP_HOST": "mail.example"}, "WITHY_SMTP_FROM"),
    ],
)
def test_half_a_sender_stops_the_start_with_one_clear_line(tmp_path, said: dict[str, str], named: str) -> None:
    with pytest.raises(BadSetting, match=named):
        read_settings({"WITHY_INSTANCE": str(tmp_path)} | said)


def test_a_key_is_in_no_words_about_the_settings(tmp_path) -> None:
    said = {"WITHY_NOTIFY_KEY": KEY, "WITHY_NOTIFY_TEXT_TEMPLATE": "t", "WITHY_SMTP_PASSWORD": "hush"}
    shown = repr(read_settings({"WITHY_INSTANCE": str(tmp_path)} | said).sending)

    assert KEY not in shown
    assert "hush" not in shown


def test_whoever_looks_after_the_server_sees_what_was_sent_and_leaves_a_trace(
    browser: Callable[..., FlaskClient], session: Session, hazel: User, write: Write, by_notify: Post, lorna: User
) -> None:
    write("one")
    by_notify.send_due(session)
    page = browser(hazel).get("/messages").text

    assert 'Text to <bdi dir="ltr">0113 496 0101</bdi>' in page
    assert "Please ring Lorna." in page
    assert "The server’s clock is not running" in page
    assert "messages.view" in session.scalars(select(Entry.action)).all()
    assert browser(lorna).get("/messages").status_code == 404
