"""Two who put one person on file at the same moment, each in a spelling of their own, put one person on file."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from contacts.imports import services, working
from contacts.lookups import take_turn
from contacts.models import Contact
from contacts.registering import register

pytestmark = pytest.mark.django_db(transaction=True)

SPELLINGS = ("5511987654321", "551187654321")


@pytest.fixture
def at_once():
    """Runs all of these, each with a connection of its own, when all of them are ready."""

    def run(*doings):
        ready = Barrier(len(doings))

        def alone(do):
            try:
                ready.wait(30)
                return do()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(doings)) as pool:
            return list(pool.map(alone, doings))

    return run


def test_two_programs_at_once_name_one_person(ada, number, at_once):
    for _time in range(5):
        doings = [lambda typed=typed: register(number=typed, by=ada).contact.pk for typed in SPELLINGS * 2]
        assert len(set(at_once(*doings))) == 1
    assert Contact.objects.count() == 1


def test_whoever_comes_second_waits_until_the_first_is_done(ada, number, at_once):
    """The first has looked and found nobody; the second must not look before the first has written."""
    looked = Barrier(2)

    def first():
        with transaction.atomic(), connection.cursor() as cursor:
            take_turn(cursor, SPELLINGS[:1])
            looked.wait(30)
            while not _somebody_waits(cursor):
                pass
            return register(number=SPELLINGS[0], by=ada).contact.pk

    def second():
        looked.wait(30)
        return register(number=SPELLINGS[1], by=ada).contact.pk

    assert len(set(at_once(first, second))) == 1


def test_a_file_and_a_program_at_once_name_one_person(mara, ada, number, at_once):
    mara.checks(f"name,phone\nAna,+{SPELLINGS[0]}\n")
    services.go(mara.last)
    pk = mara.last.pk
    at_once(lambda: working.work(pk), lambda: register(number=SPELLINGS[1], by=ada))
    assert Contact.objects.count() == 1


def _somebody_waits(cursor) -> bool:
    cursor.execute(
        """SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"""
    )
    return cursor.fetchone()[0]
