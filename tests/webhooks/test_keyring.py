"""Whose secret signed it, also on a bad day."""

import asyncio
import time

import psycopg
import pytest
from cryptography.fernet import Fernet
from django.db import connection

from nxtchat.whatsapp.models import Account
from nxtchat.whatsapp.signature import sign
from tests.conftest import APP_SECRET
from tests.webhooks.bodies import envelope, said
from webhooks.keyring import Keyring

BODY = envelope(said("Is this still available?"))


@pytest.fixture
def stranded(number, settings):
    """Another account, encrypted with a key that is not there any more."""
    keys = settings.NXTCHAT_KEYS
    settings.NXTCHAT_KEYS = [Fernet.generate_key().decode()]
    account = Account.objects.create(waba_id="999", app_id="1", app_secret="lost", token="lost", verify_token="lost")
    settings.NXTCHAT_KEYS = keys
    return account


def test_an_account_whose_keys_are_lost_does_not_stand_in_the_way_of_the_others(number, stranded, meta, caplog):
    assert meta.posts(BODY) == 200
    assert meta.posts(BODY + b" ", secret="lost") == 403
    assert f"the keys of account {stranded.pk} cannot be read" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_while_postgres_does_not_answer_what_is_known_is_used(number):
    async def look(secret: str) -> tuple[list, float]:
        began = time.monotonic()
        return await keyring.signers(BODY, sign(secret, BODY)), time.monotonic() - began

    async def bad_day() -> None:
        assert (await look(APP_SECRET))[0]
        database = connection.settings_dict
        known = {"dbname": "NAME", "host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
        with psycopg.connect(**{ours: database[theirs] or None for ours, theirs in known.items()}) as other:
            other.execute("LOCK TABLE whatsapp_account IN ACCESS EXCLUSIVE MODE")
            signers, took = await look(APP_SECRET)
            assert signers and took < 2
            signers, took = await look("another secret")
            assert not signers and took < 3

    keyring = Keyring(kept=0)
    asyncio.run(bad_day())
