"""Who has a conversation, what was said in it while another app had it, and what people want no more of."""

from collections.abc import Iterator
from datetime import datetime

from nxtchat.whatsapp.events_messages import read_summary, read_value
from nxtchat.whatsapp.events_parties import introduced, party, read_contact
from nxtchat.whatsapp.events_phone import read_echoes
from nxtchat.whatsapp.events_reading import Json, mapping, mappings, moment, words
from nxtchat.whatsapp.events_types import Change, Handover, IdentityChange, Preference, Update

_KINDS = ("control_passed", "control_taken")


def read_standby(value: Json, *, waba_id: str, at: datetime) -> Iterator[Update]:
    """The same as in `messages`, while another app such as Meta's own agent does the answering."""
    inside = {**value, **mapping(value.get("standby"))}
    yield from read_value(inside, waba_id=waba_id, at=at, origin="standby")
    yield from read_echoes(inside, waba_id=waba_id, at=at, origin="standby")


def read_handovers(value: Json, *, waba_id: str, at: datetime) -> Iterator[Update]:
    """A conversation went from one app to another."""
    ours, theirs = mapping(value.get("recipient")), mapping(value.get("sender"))
    phone_number_id = words(ours.get("phone_number_id")) or words(mapping(value.get("metadata")).get("phone_number_id"))
    kind = words(value.get("type")) or next((one for one in _KINDS if one in value), "")
    told = mapping(value.get(kind))
    customer = party(
        wa_id=words(theirs.get("phone_number")) or words(theirs.get("wa_id")), bsuid=words(theirs.get("user_id"))
    )
    customer = introduced(customer, [read_contact(contact) for contact in mappings(value.get("contacts"))])
    when = moment(value.get("timestamp"), otherwise=at)
    before = mapping(told.get("previous_owner"))
    if kind in _KINDS:
        yield Handover(
            waba_id=waba_id,
            phone_number_id=phone_number_id,
            customer=customer,
            at=when,
            is_taken=kind == "control_taken",
            new_app=words(told.get("new_owner_app_id")),
            new_role=words(told.get("new_owner_role")) or words(told.get("new_owner_app_role")),
            old_app=words(told.get("previous_owner_app_id")) or words(before.get("app_id")),
            old_role=words(told.get("previous_owner_role"))
            or words(told.get("previous_owner_app_role"))
            or words(before.get("app_role")),
        )
    for holder in (told, value):
        if summary := read_summary(holder, customer, waba_id=waba_id, phone_number_id=phone_number_id, at=when):
            yield summary
            break


def read_preferences(value: Json, *, waba_id: str, at: datetime) -> Iterator[Update]:
    """People use the stop button of WhatsApp, or take it back."""
    phone_number_id = words(mapping(value.get("metadata")).get("phone_number_id"))
    contacts = [read_contact(contact) for contact in mappings(value.get("contacts"))]
    for one in mappings(value.get("user_preferences")):
        who = party(wa_id=words(one.get("wa_id")), bsuid=words(one.get("user_id")))
        yield Preference(
            waba_id=waba_id,
            phone_number_id=phone_number_id,
            customer=introduced(who, contacts),
            category=words(one.get("category")),
            choice=words(one.get("value")).lower(),
            wording=words(one.get("detail")),
            at=moment(one.get("timestamp"), otherwise=at),
        )


def read_moves(value: Json, *, waba_id: str, at: datetime) -> Iterator[Update]:
    """The people behind user ids have others now."""
    phone_number_id = words(mapping(value.get("metadata")).get("phone_number_id"))
    for moved in mappings(value.get("user_id_update")):
        user, parent = mapping(moved.get("user_id")), mapping(moved.get("parent_user_id"))
        before = party(wa_id="", bsuid=words(user.get("previous")), parent_bsuid=words(parent.get("previous")))
        after = party(
            wa_id=words(moved.get("wa_id")), bsuid=words(user.get("current")), parent_bsuid=words(parent.get("current"))
        )
        if before.is_nobody or after.is_nobody:
            yield Change(waba_id, "user_id_update", at, moved)
            continue
        when = moment(moved.get("timestamp"), otherwise=at)
        yield IdentityChange(waba_id, phone_number_id, before, after, when, wamid="")
