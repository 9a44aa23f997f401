"""One server, one port: the webhook receiver and the live stream beside Django.

Both stay outside Django's view layer for speed: the first acknowledges thousands of events a second,
the second holds thousands of open streams.
"""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nxtchat.settings")
django = get_asgi_application()

from inbox import access  # noqa: E402  (Django must be set up first)
from nxtchat.live.endpoint import LiveStream  # noqa: E402
from nxtchat.live.leaving import when_asked_to_stop  # noqa: E402
from webhooks.receiver import Receiver  # noqa: E402

receiver = Receiver()
live = LiveStream(audience=access.live_audience)


async def application(scope, receive, send) -> None:
    if scope["type"] == "lifespan":
        return await _lifespan(receive, send)
    if scope["type"] == "http":
        if scope["path"] == "/webhooks/whatsapp/" and scope["method"] == "POST":
            return await receiver(scope, receive, send)
        if scope["path"] == "/live/":
            return await live(scope, receive, send)
    await django(scope, receive, send)
    return None


async def _lifespan(receive, send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            await live.close()
            await receiver.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
        when_asked_to_stop(live.close)
        await send({"type": "lifespan.startup.complete"})
