"""What Meta tells us about ourselves. Its words are upper case here however it spelled them; none is an empty one."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Review:
    """Meta reviewed the account."""

    decision: str  # APPROVED, REJECTED, PENDING, DEFERRED


@dataclass(frozen=True, slots=True)
class Ban:
    """The account is disabled, will be, or is back."""

    state: str  # DISABLE, REINSTATE, SCHEDULE_FOR_DISABLE
    date: str  # as Meta writes it


@dataclass(frozen=True, slots=True)
class Restriction:
    """Something that the account may not do for a while."""

    kind: str  # RESTRICTED_BIZ_INITIATED_MESSAGING, …
    until: int | None  # Unix seconds


@dataclass(frozen=True, slots=True)
class Restrictions:
    """All that hold from now on."""

    all: tuple[Restriction, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """Meta found something against its policy."""

    kind: str


@dataclass(frozen=True, slots=True)
class Partner:
    """Our access to the account, or that of a partner, began or ended."""

    event: str  # PARTNER_ADDED, PARTNER_REMOVED, ACCOUNT_OFFBOARDED, ACCOUNT_RECONNECTED, ACCOUNT_DELETED, …
    app_id: str  # which app was installed or uninstalled


@dataclass(frozen=True, slots=True)
class AccountWord:
    """Something about the account for our information."""

    event: str  # VERIFIED_ACCOUNT, VOLUME_BASED_PRICING_TIER_UPDATE, …
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """A line that Meta also shows in its own account pages."""

    kind: str
    severity: str  # INFORMATIONAL, WARNING, CRITICAL
    status: str  # ACTIVE, NONE, …
    words: str  # Meta's own
    entity: str


@dataclass(frozen=True, slots=True)
class Capability:
    """How many people the account may write to first in a day, and how many numbers it may have."""

    limit_tier: str  # TIER_250 … TIER_UNLIMITED
    numbers: int | None


@dataclass(frozen=True, slots=True)
class NumberQuality:
    """How people take what the number sends, and what it may do."""

    event: str  # ONBOARDING, THROUGHPUT_UPGRADE, UPGRADE, DOWNGRADE, FLAGGED, UNFLAGGED
    limit_tier: str
    old_limit_tier: str


@dataclass(frozen=True, slots=True)
class NumberName:
    """Meta decided about the name that customers see."""

    decision: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Security:
    """Somebody changed the number's PIN, or wants to."""

    event: str  # PIN_CHANGED, PIN_RESET_REQUEST, …


@dataclass(frozen=True, slots=True)
class Username:
    """What became of the number's @name."""

    name: str
    status: str


@dataclass(frozen=True, slots=True)
class TemplateRef:
    """Which template."""

    meta_id: str
    name: str
    language: str  # as templates are listed: en_US, where some webhooks say en-US


@dataclass(frozen=True, slots=True)
class TemplateStatus:
    """Meta decided about a template."""

    template: TemplateRef
    event: str
    reason: str
    advice: str  # what Meta recommends
    title: str  # FIRST_PAUSE, SECOND_PAUSE, RATE_LIMITING_PAUSE, UNPAUSE, DISABLED
    category: str
    date: str  # of the disabling


@dataclass(frozen=True, slots=True)
class TemplateQuality:
    """How people take a template."""

    template: TemplateRef
    quality: str


@dataclass(frozen=True, slots=True)
class TemplateCategory:
    """Meta moved a template to another category, or (with `correct`) is about to."""

    template: TemplateRef
    category: str  # what it is from now on; still the old one while a change is only announced
    before: str
    correct: str
    change_at: int | None  # Unix seconds


@dataclass(frozen=True, slots=True)
class TemplateEdited:
    """A template has other words now."""

    template: TemplateRef


@dataclass(frozen=True, slots=True)
class Flow:
    """A form (WhatsApp Flow) changed its state, or has trouble."""

    flow_id: str
    event: str
    new_status: str
    alert: str  # ACTIVATED, DEACTIVATED
    words: str  # Meta's own


@dataclass(frozen=True, slots=True)
class Payment:
    """A way to be paid in chats was set up or changed."""

    name: str
    status: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Known, and nothing that anybody has to see to or that we keep."""


OfAccounts = Review | Ban | Restrictions | Violation | Partner | AccountWord | Alert | Capability | Flow | Payment
OfNumbers = NumberQuality | NumberName | Security | Username
OfTemplates = TemplateStatus | TemplateQuality | TemplateCategory | TemplateEdited
Told = OfAccounts | OfNumbers | OfTemplates | Nothing


@dataclass(frozen=True, slots=True)
class News:
    """One thing that Meta told us about ourselves."""

    waba_id: str
    field: str
    at: datetime
    phone: str  # digits of the number of ours that it is about, if of one
    phone_number_id: str  # the same, where Meta says it this way
    told: Told
