"""What Meta tells of templates and of forms (WhatsApp Flows)."""

from nxtchat.whatsapp.events_news_accounts import sentence, word
from nxtchat.whatsapp.events_news_types import (
    Flow,
    TemplateCategory,
    TemplateEdited,
    TemplateQuality,
    TemplateRef,
    TemplateStatus,
    Told,
)
from nxtchat.whatsapp.events_reading import Json, mapping, whole, words


def template(value: Json) -> TemplateRef | None:
    """Which one, by its id or its name and language. Templates are listed as en_US where some webhooks say en-US."""
    found = TemplateRef(
        words(value.get("message_template_id"))[:40],
        words(value.get("message_template_name"))[:512],
        words(value.get("message_template_language")).replace("-", "_")[:20],
    )
    return found if found.meta_id or (found.name and found.language) else None


def status(value: Json) -> Told | None:
    which, event = template(value), word(value.get("event"))[:30]
    if not which or not event:
        return None
    rejection, other = mapping(value.get("rejection_info")), mapping(value.get("other_info"))
    reason = word(value.get("reason"))
    return TemplateStatus(
        which,
        event,
        "" if reason == "NONE" else reason,
        sentence(rejection.get("recommendation"))
        or sentence(rejection.get("reason"))
        or sentence(other.get("description")),
        word(other.get("title")),
        word(value.get("message_template_category"))[:30],
        sentence(mapping(value.get("disable_info")).get("disable_date"))[:60],
    )


def quality(value: Json) -> Told | None:
    which, score = template(value), word(value.get("new_quality_score"))[:20]
    return TemplateQuality(which, score) if which and score else None


def category(value: Json) -> Told | None:
    """`template_category_update`; a `correct_category` makes it an announcement."""
    which = template(value)
    told, correct = word(value.get("new_category"))[:30], word(value.get("correct_category"))[:30]
    if not which or not (told or correct):
        return None
    before, at = word(value.get("previous_category"))[:30], value.get("category_update_timestamp")
    return TemplateCategory(which, told, before, "" if correct == told else correct, whole(at))


def edited(value: Json) -> Told | None:
    which = template(value)
    return TemplateEdited(which) if which else None


def flow(value: Json) -> Told | None:
    flow_id, event = words(value.get("flow_id"))[:40], word(value.get("event"))
    if not flow_id or not event:
        return None
    said = sentence(value.get("warning")) or sentence(value.get("message"))
    return Flow(flow_id, event, word(value.get("new_status")), word(value.get("alert_state")), said)
