"""A sealed file opens with its key, whole, or not at all."""

from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.keeping.parts import end_parts, read_parts, write_part
from app.keeping.sealing import CHUNK, HEADER, TAG, CannotRestore, SealedWriter, unsealed

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
SIZES = st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])


def sealed(plain: bytes, key: bytes = KEY) -> bytes:
    out = BytesIO()
    writer = SealedWriter(out, key)
    writer.write(plain)
    writer.finish()
    return out.getvalue()


def plain_of(held: bytes, key: bytes = KEY) -> bytes:
    return b"".join(unsealed(BytesIO(held), key))


@given(SIZES)
def test_what_goes_in_comes_out(size: int) -> None:
    plain = bytes(n % 251 for n in range(size))
    assert plain_of(sealed(plain)) == plain


@given(st.lists(st.binary(max_size=CHUNK), max_size=6))
def test_it_does_not_matter_in_what_pieces_it_was_written(pieces: list[bytes]) -> None:
    out = BytesIO()
    writer = SealedWriter(out, KEY)
    for piece in pieces:
        writer.write(piece)
    writer.finish()
    assert plain_of(out.getvalue()) == b"".join(pieces)


def test_the_same_words_never_look_the_same() -> None:
    assert sealed(b"words")[HEADER:] != sealed(b"words")[HEADER:]


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(CannotRestore, match="another key"):
        plain_of(sealed(b"words"), OTHER)


@given(SIZES, st.integers(0), st.integers(0, 7))
@example(CHUNK, HEADER, 0)
def test_one_changed_bit_is_found(size: int, place: int, bit: int) -> None:
    held = bytearray(sealed(bytes(size)))
    held[place % len(held)] ^= 1 << bit
    with pytest.raises(CannotRestore):
        plain_of(bytes(held))


@given(SIZES, st.integers(1))
@example(3 * CHUNK, CHUNK + TAG)  # one whole chunk
def test_a_file_cut_short_is_found(size: int, cut: int) -> None:
    held = sealed(bytes(size))
    with pytest.raises(CannotRestore):
        plain_of(held[: len(held) - 1 - (cut - 1) % len(held)])


def test_chunks_that_changed_places_are_found() -> None:
    held = sealed(bytes(2 * CHUNK) + b"end")
    one, two, rest = HEADER + CHUNK + TAG, HEADER + 2 * (CHUNK + TAG), held[HEADER + 2 * (CHUNK + TAG) :]
    with pytest.raises(CannotRestore):
        plain_of(held[:HEADER] + held[one:two] + held[HEADER:one] + rest)


def test_something_added_at_the_end_is_found() -> None:
    with pytest.raises(CannotRestore):
        plain_of(sealed(b"words") + b"more")


@given(st.dictionaries(st.text(max_size=30), st.lists(st.binary(max_size=5_000), max_size=5), max_size=5))
def test_parts_come_back_by_name_with_their_sums(parts: dict[str, list[bytes]]) -> None:
    out, found = BytesIO(), {}
    writer = SealedWriter(out, KEY)
    written = {name: write_part(writer, name, pieces) for name, pieces in parts.items()}
    end_parts(writer)
    read = read_parts(
        unsealed(BytesIO(out.getvalue()), KEY), lambda name, pieces: found.update({name: b"".join(pieces)})
    )
    assert found == {name: b"".join(pieces) for name, pieces in parts.items()}
    assert read == written


def test_a_stream_that_ends_within_a_part_is_found() -> None:
    out = BytesIO()
    writer = SealedWriter(out, KEY)
    write_part(writer, "notes", [b"words"])
    writer.finish()  # and no end of the parts
    with pytest.raises(CannotRestore, match="ends within"):
        read_parts(unsealed(BytesIO(out.getvalue()), KEY), lambda _, pieces: [None for _ in pieces])
