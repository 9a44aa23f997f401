"""A thread that holds every kind of message, files and all."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from inbox.models import Conversation, Direction, Media, Message, Origin, Status
from tests.inbox import kinds
from tests.inbox.files import PDF, picture, stored


def hear_everything(conversation: Conversation) -> list[tuple[Message, tuple[str, ...]]]:
    """Ana sends one message of every kind. Each with the words by which it is recognised."""
    return [(_say(conversation, said, place), said.seen) for place, said in enumerate(kinds.INBOUND)]


def say_everything(conversation: Conversation, me, colleague) -> list[tuple[Message, tuple[str, ...]]]:
    """And so do we; then files of every sort, and what is said about a message later."""
    found = [
        (_say(conversation, said, place, direction=Direction.OUT, author=(me, colleague)[place % 2]), said.seen)
        for place, said in enumerate(kinds.OUTBOUND)
    ]
    read = timezone.now() - timedelta(minutes=5)
    times = {"sent_at": read, "delivered_at": read, "read_at": read, "pricing": {"type": "free_customer_service"}}
    Message.objects.filter(pk=found[0][0].pk).update(status=Status.READ, **times)
    return found


def send_files(conversation: Conversation) -> dict[str, Message]:
    found = {}
    for place, kind in enumerate(("image", "image", "sticker", "video", "audio", "document", "document")):
        said = kinds.Said("", kind, "The pot arrived broken" if place == 0 else "", {kind: {}}, ())
        message = _say(conversation, said, 40 + place)
        size = {"image": (1200, 900) if place else (600, 1600), "sticker": (512, 512), "video": (640, 360)}.get(kind)
        drawn = picture(size) if size else PDF
        facts = {"width": size[0], "height": size[1], "thumbnail": drawn} if size else {}
        if kind == "audio":
            facts = {"seconds": 12.0, "is_voice": True}
        name = "offer for Ana.pdf" if kind == "document" else ""
        mime = {"image": "image/jpeg", "sticker": "image/jpeg", "video": "video/mp4", "audio": "audio/ogg"}
        file = stored(conversation, drawn, mime=mime.get(kind, "application/pdf"), kind=kind, filename=name, **facts)
        file.message = message
        if place == 6:
            file.state, file.meta_id_until = Media.State.WAITING, timezone.now() + timedelta(days=5, hours=1)
        file.save()
        found[f"{kind}{place}"] = message
    return found


def talk_about(conversation: Conversation, me) -> dict[str, Message]:
    """Reactions, an edit, a deletion."""
    plain = kinds.Said("", "text", "At ten then", None, ())
    edited, deleted, ours = (
        _say(conversation, plain._replace(text=text), 60 + place, **facts)
        for place, (text, facts) in enumerate(
            (
                ("At ten then", {}),
                ("Not for your eyes", {}),
                ("We will *bring* it", {"direction": Direction.OUT, "author": me, "origin": Origin.HERE}),
            )
        )
    )
    for place, (kind, text, about, facts) in enumerate(
        (
            ("reaction", "👍", ours, {}),
            ("reaction", "🎉", edited, {"direction": Direction.OUT, "author": me}),
            ("reaction", "❤️", edited, {}),
            ("edit", "At noon then", edited, {}),
            ("revoke", "", deleted, {}),
            ("reaction", "🙈", Message(wamid="w-unknown"), {}),
        )
    ):
        said = kinds.Said("", kind, text, None, ())
        _say(conversation, said, 70 + place, reply_to_wamid=about.wamid, **facts)
    return {"edited": edited, "deleted": deleted, "ours": ours}


def _say(conversation: Conversation, said: kinds.Said, place: int, **facts) -> Message:
    facts = {"direction": Direction.IN, "wamid": f"wamid.{uuid4()}", "event_id": 1, **facts}
    status = Status.RECEIVED if facts["direction"] == Direction.IN else Status.SENT
    return Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        kind=said.kind,
        text=said.text,
        payload=said.payload,
        status=status,
        created_at=timezone.now() - timedelta(hours=1) + timedelta(seconds=20 * place),
        **facts,
    )
