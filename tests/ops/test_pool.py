"""Connections that lie in the pool while Postgres restarts."""

import threading

import psycopg
import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def idle():
    """So many healthy connections lie in the pool."""

    def fill(count):
        together = threading.Barrier(count)

        def use():
            connection.ensure_connection()
            together.wait(10)
            connection.close()

        threads = [threading.Thread(target=use) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return connection.pool

    connection.close()
    return fill


def kill_all_connections():
    parameters = {
        key: connection.settings_dict[name] for key, name in PARAMETERS.items() if connection.settings_dict[name]
    }
    with psycopg.connect(**parameters, autocommit=True) as other:
        other.execute(
            """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
               WHERE pid <> pg_backend_pid() AND datname = current_database()"""
        )


PARAMETERS = {"dbname": "NAME", "host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}


def answer():
    with connection.cursor() as cursor:
        return cursor.execute("SELECT 1").fetchone()


def test_one_dead_connection_in_the_pool_is_enough_to_mistrust_all(idle):
    pool = idle(6)
    lost_before = pool.get_stats().get("connections_lost", 0)
    kill_all_connections()
    assert answer() == (1,)
    assert pool.get_stats()["connections_lost"] - lost_before == 1


def test_what_lives_in_the_pool_is_used_again(idle):
    pool = idle(6)
    made_before = pool.get_stats()["connections_num"]
    assert answer() == (1,)
    assert pool.get_stats()["connections_num"] == made_before
