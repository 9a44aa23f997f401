"""What Meta tells of accounts and numbers. None: the value does not say what its field is about."""

from nxtchat.whatsapp.events_news_types import (
    AccountWord,
    Alert,
    Ban,
    Capability,
    NumberName,
    NumberQuality,
    Partner,
    Payment,
    Restriction,
    Restrictions,
    Review,
    Security,
    Told,
    Username,
    Violation,
)
from nxtchat.whatsapp.events_reading import Json, mapping, mappings, whole, words

PARTNER_EVENTS = frozenset(
    {"PARTNER_ADDED", "PARTNER_REMOVED", "PARTNER_APP_INSTALLED", "PARTNER_APP_UNINSTALLED"}
    | {"ACCOUNT_OFFBOARDED", "ACCOUNT_RECONNECTED", "ACCOUNT_DELETED"}
)
# Words that only `account_update` uses, by which it is known where its field is missing.
ACCOUNT_EVENTS = PARTNER_EVENTS | {
    *("ACCOUNT_VIOLATION", "ACCOUNT_RESTRICTION", "DISABLED_UPDATE", "VERIFIED_ACCOUNT", "AD_ACCOUNT_LINKED"),
    *("AUTH_INTL_PRICE_ELIGIBILITY_UPDATE", "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE", "MM_LITE_TERMS_SIGNED"),
    *("VOLUME_BASED_PRICING_TIER_UPDATE", "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE"),
}
NUMBER_EVENTS = frozenset({"ONBOARDING", "THROUGHPUT_UPGRADE", "UPGRADE", "DOWNGRADE", "FLAGGED", "UNFLAGGED"})
PIN_EVENTS = frozenset({"PIN_CHANGED", "PIN_RESET_REQUEST", "PIN_REQUEST_SUCCESS"})
# Meta writes some limits as a count of people.
_TIERS = {50: "TIER_50", 250: "TIER_250", 1000: "TIER_1K", 2000: "TIER_2K", 10_000: "TIER_10K", 100_000: "TIER_100K"}
_DETAILS = ("pricing_category", "tier", "effective_month", "region", "country", "violation_type", "status")
_LONGEST = 500  # of Meta's own sentences


def word(value: object) -> str:
    """One of Meta's words; it writes them in upper and lower case, and is sometimes lost for one."""
    return words(value).strip().upper()[:60]


def sentence(value: object) -> str:
    return words(value).strip()[:_LONGEST]


def tier(value: object) -> str:
    """A limit, whether it came as a word or as a count."""
    count = whole(value)
    if count is None:
        return word(value)[:20]
    if count < 0:
        return "TIER_UNLIMITED"
    return _TIERS.get(count, f"TIER_{count}")[:20]


def account_update(value: Json) -> Told | None:
    event = word(value.get("event"))
    if ban := mapping(value.get("ban_info")):
        return Ban(word(ban.get("waba_ban_state"))[:30], sentence(ban.get("waba_ban_date"))[:60])
    if restrictions := mappings(value.get("restriction_info")):
        return Restrictions(tuple(_restriction(each) for each in restrictions))
    if event == "ACCOUNT_VIOLATION":
        return Violation(word(mapping(value.get("violation_info")).get("violation_type")))
    if event in PARTNER_EVENTS:
        return Partner(event, words(mapping(value.get("waba_info")).get("partner_app_id")))
    if not event:
        return None
    inside = [mapping(value), *(mapping(each) for each in value.values())]
    details = ((name, words(part.get(name))[:100]) for part in inside for name in _DETAILS)
    return AccountWord(event, tuple((name, said) for name, said in details if said))


def _restriction(value: Json) -> Restriction:
    return Restriction(word(value.get("restriction_type")), whole(value.get("expiration")))


def account_review(value: Json) -> Told | None:
    decision = word(value.get("decision"))[:20]
    return Review(decision) if decision else None


def account_alert(value: Json) -> Told | None:
    info = mapping(value.get("alert_info")) or value
    kind = word(info.get("alert_type"))
    if not kind:
        return None
    return Alert(
        kind,
        word(info.get("alert_severity")),
        word(info.get("alert_status")),
        sentence(info.get("alert_description")),
        f"{word(value.get('entity_type'))} {words(value.get('entity_id'))}".strip()[:100],
    )


def account_settings(value: Json) -> Told | None:
    """Calling was switched on or off by somebody at Meta."""
    settings = mapping(value.get("phone_number_settings"))
    if not settings:
        return None
    return AccountWord("NUMBER_SETTINGS", (("calling", word(mapping(settings.get("calling")).get("status"))),))


def capability(value: Json) -> Told | None:
    limit = value.get("max_daily_conversations_per_business", value.get("max_daily_conversation_per_phone"))
    numbers = value.get("max_phone_numbers_per_waba", value.get("max_phone_numbers_per_business"))
    if limit is None and numbers is None:
        return None
    return Capability(tier(limit), whole(numbers))


def number_quality(value: Json) -> Told | None:
    limit = value.get("max_daily_conversations_per_business") or value.get("current_limit")
    told = NumberQuality(word(value.get("event")), tier(limit), tier(value.get("old_limit")))
    return told if told.event or told.limit_tier else None


def number_name(value: Json) -> Told | None:
    decision = word(value.get("decision"))[:20]
    if not decision:
        return None
    name = words(value.get("requested_verified_name"))[:200]
    return NumberName(decision, name, sentence(value.get("rejection_reason")))


def security(value: Json) -> Told | None:
    """Who asked for it is a person's id at Meta; nobody here could tell who that is, so it is not kept."""
    event = word(value.get("event"))
    return Security(event) if event else None


def username(value: Json) -> Told | None:
    status = word(value.get("status"))
    return Username(words(value.get("username")).lstrip("@")[:100], status) if status else None


def payment(value: Json) -> Told | None:
    name = words(value.get("configuration_name"))[:100]
    return Payment(name, sentence(value.get("status"))) if name else None
