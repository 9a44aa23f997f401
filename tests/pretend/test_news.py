"""What an admin lets the pretend WhatsApp tell of the account arrives as a webhook, and becomes a notice."""

from hashlib import sha256

import pytest
from django.urls import reverse

from nxtchat.whatsapp.models import Notice, Number
from nxtchat.whatsapp.pretend.telling import NEWS
from templates_app.models import Template
from tests.pretend_whatsapp import Mailbox
from webhooks.handling import handle_waiting
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def us(whatsapp, settings, tmp_path):
    """Our address, as the pretend WhatsApp finds it; it takes any handshake."""
    settings.DATA = tmp_path / "data"
    mailbox = whatsapp.mailbox(verify_token="")
    settings.WEB_INTERNAL_URL = mailbox.url.rstrip("/")
    mailbox.verify_token = None
    return mailbox


@pytest.fixture
def tells(us: Mailbox, ada, client, whatsapp):
    """An admin presses the button; what arrived is handled."""
    client.force_login(ada)
    client.post(reverse("pretend:start"))
    client.post(reverse("templates_app:sync"))

    def tell(key: str) -> WebhookEvent:
        before = len(us.posts)
        assert client.post(reverse("pretend:news"), {"news": key}).status_code == 302
        whatsapp.settle()
        [post] = us.posts[before:]
        event = WebhookEvent.objects.create(body=post.raw, sha256=sha256(post.raw).digest())
        handle_waiting()
        event.refresh_from_db()
        return event

    return tell


@pytest.mark.parametrize("key", NEWS)
def test_each_is_understood_and_told_to_the_admins(tells, key):
    assert tells(key).state == "handled"
    assert Notice.objects.count() >= 1


def test_a_disabled_account_stops_and_goes_on(tells):
    tells("disabled")
    assert Number.objects.get().stopped_code == 131031
    tells("back")
    assert Number.objects.get().stopped_code is None


def test_a_paused_template_is_paused_here_too(tells):
    tells("paused")
    assert Template.objects.filter(status="PAUSED").count() == 1
    assert Notice.objects.get().code == "template_paused"


def test_nothing_else_can_be_told_and_only_by_admins(tells, client, bruno, us):
    before = len(us.posts)
    assert client.post(reverse("pretend:news"), {"news": "dance"}).status_code == 404
    client.force_login(bruno)
    assert client.post(reverse("pretend:news"), {"news": "pin"}).status_code == 404
    assert len(us.posts) == before
