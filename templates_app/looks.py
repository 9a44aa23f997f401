"""Reading all templates of an account in pages, and going on where it was interrupted."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from nxtchat.whatsapp.client import GraphRefused
from nxtchat.whatsapp.models import Account
from nxtchat.whatsapp.template_desk import TemplateDesk, TemplatePage
from templates_app.models import Look

SILENCE = timedelta(minutes=2)  # whoever has noted nothing for so long is dead
FRESH = timedelta(hours=1)  # an older reading begins anew: too much may have moved, and cursors do not live for ever
MOST_PAGES = 200  # an account has at most 6,000 templates


def begin(account: Account) -> Look:
    """The interrupted reading, or a new one. One that is running elsewhere is left alone, and does no harm."""
    now = timezone.now()
    look = Look.objects.filter(account=account).first()
    is_fresh = look and look.after and look.began_at > now - FRESH
    if look and is_fresh and (not look.is_running or look.touched_at < now - SILENCE):
        Look.objects.filter(pk=look.pk).update(is_running=True, touched_at=now)
        return look
    facts = {"began_at": now, "after": "", "touched_at": now, "is_running": True}
    return Look.objects.update_or_create(account=account, defaults=facts)[0]


def pages(desk: TemplateDesk, look: Look) -> Iterator[tuple[TemplatePage, datetime]]:
    """Each with the time at which it was asked for."""
    after, is_first = look.after, True
    for _page in range(MOST_PAGES):
        asked_at = timezone.now()
        try:
            page = desk.page(after=after)
        except GraphRefused:
            if not (is_first and after):
                raise
            page = desk.page()  # the cursor of the interrupted reading is not known any more
        is_first, after = False, page.after
        yield page, asked_at
        if not after:
            return


def note(look: Look, after: str) -> None:
    """So far it has come. Another one that began meanwhile keeps its own notes."""
    mine = Look.objects.filter(pk=look.pk, began_at=look.began_at)
    mine.update(after=after[:500], touched_at=timezone.now())


def interrupted(look: Look) -> None:
    Look.objects.filter(pk=look.pk, began_at=look.began_at).update(is_running=False)


def done(look: Look) -> None:
    Look.objects.filter(pk=look.pk, began_at=look.began_at).delete()
