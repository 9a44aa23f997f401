"""Closed files open again with their key, in any order, and tell when somebody was at them."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from contacts.models import ContactKey
from inbox.media import keys
from nxtchat.sealing import HEAD, PIECE, TAG, Damaged, Opened, Sealer
from tests.inbox.files import noise

KEY = b"k" * 32
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7]


def sealed(content: bytes, *, key: bytes = KEY, step: int = 50_000) -> bytes:
    into = io.BytesIO()
    sealer = Sealer(into, key=key)
    for start in range(0, len(content), step):
        sealer.write(content[start : start + step])
    sealer.finish()
    return into.getvalue()


def opened(closed: bytes, *, key: bytes = KEY) -> bytes:
    return Opened(io.BytesIO(closed), key=key, size=len(closed)).read()


@pytest.mark.parametrize("size", SIZES)
def test_what_was_closed_can_be_opened(size):
    closed = sealed(noise(size))
    assert opened(closed) == noise(size)
    assert Opened(io.BytesIO(closed), key=KEY, size=len(closed)).size == size


@pytest.mark.parametrize("size", SIZES)
def test_with_another_key_it_cannot(size):
    with pytest.raises(Damaged):
        opened(sealed(noise(size)), key=b"x" * 32)


@pytest.mark.parametrize("size", SIZES)
def test_a_single_changed_bit_is_noticed(size):
    for place in (0, 4, 5, HEAD - 1, HEAD, -1):
        closed = bytearray(sealed(noise(size)))
        closed[place] ^= 1
        with pytest.raises(Damaged):
            opened(bytes(closed))


@pytest.mark.parametrize("cut", [1, TAG, TAG + 7, PIECE + 2 * TAG + 7, HEAD + PIECE])
def test_an_end_that_was_cut_off_is_noticed_even_between_two_pieces(cut):
    with pytest.raises(Damaged):
        opened(sealed(noise(3 * PIECE + 7))[:-cut])


def test_pieces_that_changed_places_are_noticed():
    closed = sealed(noise(3 * PIECE))
    one, two = (closed[HEAD + at * (PIECE + TAG) :][: PIECE + TAG] for at in (0, 1))
    with pytest.raises(Damaged):
        opened(closed[:HEAD] + two + one + closed[HEAD + 2 * (PIECE + TAG) :])


def test_the_same_content_never_looks_the_same():
    assert sealed(b"hello") != sealed(b"hello")


@given(st.lists(st.tuples(st.integers(0, 3 * PIECE + 9), st.integers(0, 70_000)), max_size=6))
def test_it_can_be_read_from_anywhere(places):
    content = noise(3 * PIECE + 7)
    closed = sealed(content)
    file = io.BufferedReader(Opened(io.BytesIO(closed), key=KEY, size=len(closed)))
    for start, count in places:
        file.seek(start)
        assert file.read(count) == content[start : start + count]


def test_who_needs_the_key_at_the_same_moment_gets_the_same(transactional_db, contact):
    def ask(_):
        try:
            return keys.of_contact(contact.pk).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as together:
        assert len(set(together.map(ask, range(12)))) == 1
    assert ContactKey.objects.count() == 1
    assert len(keys.open_key(ContactKey.objects.get())) == 32
