"""Every change to a person's own page. Entries in, models out; routes commit."""

from app.home.actions.agreeing import AgreedEntry, write_agreed
from app.home.actions.checking import CheckEntry, check_language
from app.home.actions.coming_in import (
    CODE_LASTS,
    REMEMBERED,
    choose_numbers,
    leave,
    make_code,
    make_link,
    open_again,
    redeem,
    stop_code,
    token_mark,
)
from app.home.actions.reminding import remind
from app.home.actions.saying import WordEntry, have_seen, rate_own, say_word
from app.home.actions.sharing import SayEntry, let_see, looked, pause, share, withdraw

__all__ = [
    "CODE_LASTS",
    "REMEMBERED",
    "AgreedEntry",
    "CheckEntry",
    "SayEntry",
    "WordEntry",
    "check_language",
    "choose_numbers",
    "have_seen",
    "leave",
    "let_see",
    "looked",
    "make_code",
    "make_link",
    "open_again",
    "pause",
    "rate_own",
    "redeem",
    "remind",
    "say_word",
    "share",
    "stop_code",
    "token_mark",
    "withdraw",
    "write_agreed",
]
