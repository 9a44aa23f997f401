"""What WhatsApp tells us about our own accounts and numbers, in our words. Missing keys are normal."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, Self

from nxtchat.whatsapp.outcomes import GraphUnknown

Json = dict[str, Any]


class Readable(Protocol):
    @classmethod
    def read(cls, data: Json) -> Self: ...


def understand[T: Readable](kind: type[T], data: Any) -> T:
    """Read Meta's JSON as `kind`; nonsense counts as no usable answer."""
    try:
        return kind.read(data or {})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise GraphUnknown(title="an answer that makes no sense", http_status=200) from error


@dataclass(frozen=True)
class Sent:
    """WhatsApp took the message: it has an id now, and perhaps another id of the person."""

    wamid: str
    wa_id: str = ""
    bsuid: str = ""


@dataclass(frozen=True)
class Token:
    """What an access token is good for."""

    app_id: str
    kind: str  # SYSTEM_USER lasts, USER dies within hours
    is_valid: bool
    expires_at: datetime | None  # None: never
    scopes: tuple[str, ...] = ()
    targets: dict[str, tuple[str, ...]] = field(default_factory=dict)  # scope → ids it is limited to

    @classmethod
    def read(cls, data: Json) -> "Token":
        expires = data.get("expires_at") or 0
        limits = [scope for scope in data.get("granular_scopes") or [] if scope.get("target_ids")]
        return cls(
            app_id=str(data.get("app_id", "")),
            kind=data.get("type", ""),
            is_valid=data.get("is_valid") is True,
            expires_at=datetime.fromtimestamp(expires, UTC) if expires else None,
            scopes=tuple(data.get("scopes") or ()),
            targets={scope["scope"]: tuple(map(str, scope["target_ids"])) for scope in limits},
        )


@dataclass(frozen=True)
class AccountDetails:
    waba_id: str
    name: str = ""
    review: str = ""  # APPROVED, PENDING, REJECTED
    verification: str = ""  # of the business behind it

    @classmethod
    def read(cls, data: Json) -> "AccountDetails":
        return cls(
            waba_id=str(data.get("id", "")),
            name=data.get("name", ""),
            review=data.get("account_review_status", ""),
            verification=data.get("business_verification_status", ""),
        )


@dataclass(frozen=True)
class NumberDetails:
    """A number as Meta describes it; all words are Meta's, in capitals."""

    FIELDS = (
        "id,display_phone_number,verified_name,quality_rating,status,name_status,code_verification_status,"
        "platform_type,account_mode,throughput,is_official_business_account,"
        "whatsapp_business_manager_messaging_limit,webhook_configuration,health_status"
    )

    phone_number_id: str
    display_phone: str = ""
    name: str = ""
    quality: str = ""
    status: str = ""  # CONNECTED is the one that can send
    name_status: str = ""
    code_verification: str = ""
    platform: str = ""
    mode: str = ""  # LIVE or SANDBOX
    limit: str = ""  # TIER_250 …
    throughput: str = ""  # STANDARD or HIGH
    can_send: str = ""  # AVAILABLE, LIMITED or BLOCKED
    troubles: tuple[str, ...] = ()  # why it cannot
    callback_urls: dict[str, str] = field(default_factory=dict)  # by level: phone_number, whatsapp_business_account, …

    @classmethod
    def read(cls, data: Json) -> "NumberDetails":
        health = data.get("health_status") or {}
        errors = [error for entity in health.get("entities") or [] for error in entity.get("errors") or []]
        return cls(
            phone_number_id=str(data.get("id", "")),
            display_phone=data.get("display_phone_number", ""),
            name=data.get("verified_name", ""),
            quality=data.get("quality_rating", ""),
            status=data.get("status", ""),
            name_status=data.get("name_status", ""),
            code_verification=data.get("code_verification_status", ""),
            platform=data.get("platform_type", ""),
            mode=data.get("account_mode", ""),
            limit=data.get("whatsapp_business_manager_messaging_limit") or "",
            throughput=(data.get("throughput") or {}).get("level", ""),
            can_send=health.get("can_send_message", ""),
            troubles=tuple(error.get("error_description", "") for error in errors),
            callback_urls=dict(data.get("webhook_configuration") or {}),
        )


@dataclass(frozen=True)
class SubscribedApp:
    """An app that is sent the events of the business account."""

    app_id: str
    name: str = ""
    callback_url: str = ""  # of an override; empty: the app's own

    @classmethod
    def read(cls, data: Json) -> "SubscribedApp":
        app = data.get("whatsapp_business_api_data") or {}
        return cls(str(app.get("id", "")), app.get("name", ""), data.get("override_callback_uri", ""))


@dataclass(frozen=True)
class Subscription:
    """Where the app has its events sent, and which fields."""

    about: str  # whatsapp_business_account
    callback_url: str
    is_active: bool
    fields: tuple[str, ...]

    @classmethod
    def read(cls, data: Json) -> "Subscription":
        fields = (
            entry.get("name", "") if isinstance(entry, dict) else str(entry) for entry in data.get("fields") or []
        )
        return cls(data.get("object", ""), data.get("callback_url", ""), data.get("active") is True, tuple(fields))


@dataclass(frozen=True)
class TemplateDetails:
    meta_id: str
    name: str
    language: str
    category: str
    status: str
    components: list[Json]
    rejected_reason: str = ""
    is_named: bool = False  # its variables have names
    quality: str = ""  # GREEN, YELLOW, RED, UNKNOWN
    correct_category: str = ""  # where Meta is about to move it
    seconds_to_live: int | None = None

    @classmethod
    def read(cls, data: Json) -> "TemplateDetails":
        quality, seconds = data.get("quality_score"), data.get("message_send_ttl_seconds")
        return cls(
            meta_id=str(data.get("id", "")),
            name=data.get("name", ""),
            language=data.get("language", ""),
            category=(data.get("category") or "").upper(),  # the case varies in Meta's answers
            status=(data.get("status") or "").upper(),
            components=data.get("components") or [],
            rejected_reason=data.get("rejected_reason") or "",
            is_named=str(data.get("parameter_format")).upper() == "NAMED",
            quality=str(quality.get("score") or "").upper() if isinstance(quality, dict) else "",
            correct_category=str(data.get("correct_category") or "").upper(),
            seconds_to_live=seconds if isinstance(seconds, int) else None,
        )
