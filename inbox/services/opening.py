"""Writing to somebody with whom there may be no conversation yet."""

from django.db import transaction

from contacts import addressing
from contacts.models import Contact, Identity
from inbox.models import Conversation
from inbox.taking import locked
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.payloads import Recipient


def address_of(contact: Contact, *, number: Number) -> Recipient | None:
    """Where this number reaches them: a phone first, or else their id at its business."""
    ids = contact.identities.filter(replaced_by=None)
    phone = ids.filter(kind__in=(Identity.Kind.WA_ID, Identity.Kind.PHONE)).order_by("-kind", "-last_seen").first()
    if phone:
        return Recipient(phone=phone.value)
    bsuid = ids.filter(kind=Identity.Kind.BSUID, scope=number.account.identity_scope).first()
    return Recipient(bsuid=bsuid.value) if bsuid else None


@transaction.atomic
def conversation_with(*, number: Number, to: Recipient) -> Conversation:
    """The conversation of this number with whoever has that address; a new one if need be."""
    identity = addressing.reach(phone=to.phone, bsuid=to.bsuid, scope=number.account.identity_scope)
    found, is_new = Conversation.objects.get_or_create(
        number=number, contact=identity.contact, defaults={"peer": identity}
    )
    if not is_new and found.peer_id is None:
        Conversation.objects.filter(pk=found.pk).update(peer=identity)
    return locked(found)
