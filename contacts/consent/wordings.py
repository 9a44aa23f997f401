"""The sentences that people agree to, in their versions. Who writes down a yes says which one was shown."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Purpose, Wording
from nxtchat.team.models import Agent

MOST = 2000  # characters


class CannotPublish(Exception):
    """This is no sentence to agree to, and why."""


def publish(*, name: str, purpose: str, text: str, language: str, by: Agent) -> Wording:
    """A new sentence; or, where the name is known, its next version, and those before it are shown to nobody more."""
    name, text = (" ".join(name.replace("\0", "").split()), text.replace("\0", "").strip())
    if not name or len(name) > 60:
        raise CannotPublish(_("A name has from 1 to 60 characters."))
    if not text or len(text) > MOST:
        raise CannotPublish(_("Write the sentence that people agree to, with at most %(n)d characters.") % {"n": MOST})
    if purpose not in Purpose.values:
        raise CannotPublish(_("Choose what it is for."))
    try:
        with transaction.atomic():
            earlier = Wording.objects.filter(name=name)
            number = (earlier.aggregate(n=Max("number"))["n"] or 0) + 1
            earlier.filter(language=language, retired_at=None).update(retired_at=timezone.now())
            return Wording.objects.create(
                name=name, number=number, purpose=purpose, language=language[:10], text=text, by=by
            )
    except IntegrityError:
        raise CannotPublish(_("Somebody else published a version of this just now. Look at it first.")) from None


def retire(wording: Wording) -> None:
    """It is shown to nobody any more. What people agreed to by it stays, with its words."""
    Wording.objects.filter(pk=wording.pk, retired_at=None).update(retired_at=timezone.now())
