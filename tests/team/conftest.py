import pytest

from nxtchat import redis


@pytest.fixture(autouse=True)
def nobody_tried_before():
    for key in redis.client().scan_iter("nxtchat:tries:*"):
        redis.client().delete(key)
