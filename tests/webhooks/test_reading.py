"""While Postgres is at work on one batch of events, the next is read."""

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from nxtchat.postgres import meanwhile, pipelined


class Pile:
    """Three things to do."""

    def __init__(self) -> None:
        self.left = 3

    def work(self) -> bool:
        self.left -= bool(self.left)
        return self.left > 0


def test_what_waits_is_done_before_the_answer_comes(db):
    pile = Pile()
    with meanwhile(pile.work), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2), 7")
        assert cursor.fetchone()[1] == 7
    assert pile.left == 0


def test_a_refusal_comes_through(transactional_db):
    pile = Pile()
    with meanwhile(pile.work), connection.cursor() as cursor:
        with pytest.raises(DataError):
            cursor.execute("SELECT pg_sleep(0.2), 1 / (random() - random() > 5)::int")
        cursor.execute("SELECT 7")
        assert cursor.fetchone() == (7,)
    assert pile.left == 0


def test_nothing_is_done_that_nobody_asked_for(db):
    pile = Pile()
    with meanwhile(pile.work):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.1)")
    assert pile.left == 3


def test_what_is_sent_without_waiting_is_done_and_refused_as_ever(db):
    with pipelined(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE said (word text NOT NULL) ON COMMIT DROP")
        cursor.execute("INSERT INTO said VALUES ('Hello')")
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM said")
        assert cursor.fetchall() == [("Hello",)]
        with pytest.raises(IntegrityError), transaction.atomic(), pipelined():
            cursor.execute("INSERT INTO said VALUES (NULL)")
        cursor.execute("SELECT count(*) FROM said")
        assert cursor.fetchone() == (1,)
