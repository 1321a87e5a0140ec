"""Whatever anybody writes comes back as it was written, through any chain of amendments."""

from datetime import timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.families.models import Episode
from app.notes.actions import AmendmentEntry, NoteEntry, SaidWords, Wording, amend_note, write_note
from app.notes.differing import changes_between
from app.notes.models import NoteKind
from app.notes.queries import version_of, wording_of
from tests.cast import NOW
from tests.notes.told import AN_HOUR_AGO

# One database for all examples: each writes notes of its own.
WITH_DATABASE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
anything = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=300
) | st.sampled_from(
    [
        "👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301 é",
        "بچہ خوش ہے، الحمد للہ",
        "\u202eright to left mark\u202c",
        "  two spaces \t and a tab\r\nand a line\n\n",
        "<script>alert(1)</script> {{ 7*7 }} %s ' \" ; --",
        "ትግርኛ",
    ]
)
said_aloud = anything.filter(lambda words: bool(words.strip()))
wordings = st.builds(
    lambda happened, meaning, place, quotes, others: Wording(
        occurred_at=AN_HOUR_AGO,
        happened=happened,
        meaning=meaning,
        place=place[:120],
        quotes=tuple(SaidWords(member_id=None, speaker="Nani", words=words) for words in quotes),
        others_there=tuple(name[:120] for name in others),
    ),
    anything,
    anything,
    anything,
    st.lists(said_aloud, max_size=3),
    st.lists(anything, max_size=3),
)


@given(says=wordings)
@WITH_DATABASE
def test_any_words_come_back_byte_for_byte(session: Session, lorna: User, maliks: Episode, says: Wording) -> None:
    entry = NoteEntry(id=uuid4(), kind=NoteKind.VISIT, **vars(says))
    note = write_note(session, maliks, lorna, entry, now=NOW)
    session.commit()
    session.expire_all()
    assert wording_of(session, version_of(session, note.id, 1)) == says


@given(chain=st.lists(wordings, min_size=2, max_size=6, unique=True))
@WITH_DATABASE
def test_every_version_of_a_chain_is_kept(session: Session, lorna: User, maliks: Episode, chain: list[Wording]) -> None:
    entry = NoteEntry(id=uuid4(), kind=NoteKind.VISIT, **vars(chain[0]))
    note = write_note(session, maliks, lorna, entry, now=NOW)
    for number, says in enumerate(chain[1:], start=1):
        amendment = AmendmentEntry(version=number, reason=f"Reason {number}", says=says)
        amend_note(session, note, lorna, amendment, now=NOW + timedelta(hours=number))
    session.commit()
    session.expire_all()
    assert [wording_of(session, version_of(session, note.id, n + 1)) for n in range(len(chain))] == chain


@given(before=anything, now=anything)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_what_differs_is_shown_and_no_word_of_it_is_changed(before: str, now: str) -> None:
    change = changes_between("What happened", now, before)
    for pieces, whole in ((change.now, now), (change.before, before)):
        shown = "".join(piece.words for piece in pieces).split()
        words = iter(whole.split())
        assert all(word in words for word in shown)
    if now.split() != before.split():
        assert any(piece.words for piece in (*change.now, *change.before))


def test_the_sentence_that_differs_is_shown_with_the_word_that_differs_marked() -> None:
    change = changes_between("What happened", "Bags packed. It was her idea.", "Bags packed. It was Imran’s idea.")
    assert [piece.words for piece in change.now] == ["It was ", "her ", "idea."]
    assert [piece.words for piece in change.now if piece.differs] == ["her "]
    assert [piece.words for piece in change.before if piece.differs] == ["Imran’s "]


def test_in_a_long_note_only_what_differs_is_shown() -> None:
    long = "The same words again. " * 400
    change = changes_between("What happened", f"{long}Now this. {long}", f"{long}Then that. {long}")
    assert "".join(piece.words for piece in change.now).strip() == "Now this."
    assert "".join(piece.words for piece in change.before).strip() == "Then that."


def test_nothing_before_is_nothing_and_all_of_it_is_new() -> None:
    change = changes_between("What I think it means", "A small sample.", "")
    assert [piece.words for piece in change.now] == ["A small sample."]
    assert list(change.before) == []
