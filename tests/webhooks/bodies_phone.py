"""Bodies about a number that is used in the WhatsApp Business app, too."""

from tests.webhooks.bodies import NOON, PHONE_NUMBER_ID, envelope, value

OURS, ANA = "15550783881", "5511987654321"


def echo(text: str = "From my phone", *, wamid: str, at: int = NOON, to: str = ANA, **more) -> dict:
    words = {"type": "text", "text": {"body": text}}
    return {"from": OURS, "to": to, "id": wamid, "timestamp": str(at), **words, **more}


def echoes(*several: dict) -> bytes:
    return envelope(value(message_echoes=list(several)), field="smb_message_echoes")


def past(text: str = "", *, wamid: str, at: int, by: str = ANA, status: str = "READ", **more) -> dict:
    words = {"type": "text", "text": {"body": text}} if text else {"type": "media_placeholder"}
    return {"from": by, "id": wamid, "timestamp": str(at), "history_context": {"status": status}, **words, **more}


def history(*messages: dict, thread: str = ANA, **more) -> bytes:
    chunk = {"phase": 0, "chunk_order": 1, "progress": 55}
    threads = [{"id": thread, "messages": list(messages)}]
    return envelope(value(history=[{"metadata": chunk, "threads": threads}], **more), field="history")


def history_files(*messages: dict) -> bytes:
    """What Meta sends after the threads: the files of the placeholders."""
    return envelope(value(messages=list(messages)), field="history")


def phonebook(*entries: dict) -> bytes:
    return envelope(value(state_sync=list(entries)), field="smb_app_state_sync")


def entry(name: str = "Ana Padaria", *, phone: str = ANA, action: str = "add", at: int = NOON) -> dict:
    contact = {"full_name": name, "first_name": name.split()[0] if name else "", "phone_number": phone}
    return {"type": "contact", "contact": contact, "action": action, "metadata": {"timestamp": str(at)}}


def preference(
    choice: str = "stop", *, at: int = NOON, wa_id: str = ANA, category: str = "marketing_messages"
) -> bytes:
    detail = f"User requested to {choice} marketing messages"
    told = {"wa_id": wa_id, "detail": detail, "category": category, "value": choice, "timestamp": NOON}
    return envelope(value(contacts=[{"wa_id": wa_id}], user_preferences=[told]), field="user_preferences")


def standby(*, contacts: tuple = (), **parts) -> bytes:
    """While another app has the conversation."""
    return envelope(value(standby={"contacts": list(contacts), **parts}), field="standby")


def handover(kind: str = "control_passed", *, at: int = NOON, wa_id: str = ANA, **told) -> bytes:
    recipient = {"display_phone_number": OURS, "phone_number_id": PHONE_NUMBER_ID}
    about = {"sender": {"phone_number": wa_id}, "recipient": recipient, "timestamp": str(at), "type": kind}
    return envelope({"messaging_product": "whatsapp", **about, kind: told}, field="messaging_handovers")
