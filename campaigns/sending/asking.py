"""Whom of a batch it may go to now, and what it says to each: a fixed number of questions, however many they are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from campaigns import capping, quiet
from campaigns.models import Campaign, Recipient
from campaigns.sending.claiming import Claim, Claimed
from contacts.models import Contact, Identity
from inbox import gate
from inbox.models import Conversation
from templates_app.filling import Filling, shown
from templates_app.filling.sources import read
from templates_app.models import Template

Rule = Recipient.Rule
LATER = 60.0  # seconds, where the number has to be mended first


@dataclass(slots=True)
class Ready:
    """Somebody to whom it may go, and the words."""

    recipient: Claimed
    conversation: Conversation  # perhaps not saved yet
    to: Identity
    text: str
    content: dict[str, Any]


@dataclass(slots=True)
class Asked:
    ready: list[Ready] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    later: list[tuple[int, float]] = field(default_factory=list)


def ask(campaign: Campaign, claim: Claim) -> Asked:
    """The gate, the cap, the quiet hours, and the words of each."""
    asked = Asked()
    people = Contact.objects.in_bulk([one.contact for one in claim.people if one.contact])
    asked.left_out += [(one.id, Rule.ERASED) for one in claim.people if one.contact not in people]
    here = [one for one in claim.people if one.contact in people]
    here = _awake(campaign, here, people, asked)
    conversations = _conversations(campaign, people)
    capped = capping.capped(campaign, [one.contact for one in here])
    for template, sources, some in _by_words(campaign, here, people):
        _ask_for(campaign, template, sources, some, conversations, capped, asked)
    return asked


def _awake(campaign: Campaign, here: list[Claimed], people: dict[int, Contact], asked: Asked) -> list[Claimed]:
    """Those for whom it is no quiet hour."""
    awake = []
    for one in here:
        wait = quiet.seconds_left(campaign, country=people[one.contact].country)
        if wait:
            asked.later.append((one.id, wait))
        else:
            awake.append(one)
    return awake


def _conversations(campaign: Campaign, people: dict[int, Contact]) -> dict[int, Conversation]:
    """That of each person with this number; a new one, not saved, where there is none."""
    known = Conversation.objects.filter(number=campaign.number_id, contact__in=people).select_related("peer")
    found = {one.contact_id: one for one in known}
    for pk, contact in people.items():
        one = found.setdefault(pk, Conversation(number=campaign.number, contact=contact))
        one.number, one.contact = campaign.number, contact
    return found


def _by_words(
    campaign: Campaign, here: list[Claimed], people: dict[int, Contact]
) -> Iterable[tuple[Template | None, dict[str, Any], list[Claimed]]]:
    """Everybody by the template that they get: of their variant, in their language where it exists."""
    words: dict[int, tuple[Template, dict[str, Any]]] = {0: (campaign.template, campaign.values)}
    words |= {one.place: (one.template, one.values) for one in campaign.variants.select_related("template")}
    names = {template.name for template, _values in words.values()}
    account = Template.objects.filter(account=campaign.number.account_id, name__in=names)
    languages: dict[str, dict[str, Template]] = {}
    for known in account:
        languages.setdefault(known.name, {})[known.language] = known
    groups: dict[tuple[int, int], tuple[Template | None, dict[str, Any], list[Claimed]]] = {}
    for one in here:
        main, values = words.get(one.variant, words[0])
        template = _in_language(people[one.contact].language, main, languages.get(main.name, {}))
        key = (one.variant, template.pk if template else 0)
        groups.setdefault(key, (template, values, []))[2].append(one)
    return groups.values()


def _in_language(language: str, main: Template, known: dict[str, Template]) -> Template | None:
    """Theirs as it is, else any of their language that can be sent, else the one that was chosen."""
    chosen = known.get(main.language)
    wanted = language.replace("-", "_")
    near = [one for name, one in sorted(known.items()) if wanted and name.partition("_")[0] == wanted.partition("_")[0]]
    for one in (known.get(wanted), chosen if chosen in near else None, *near):
        if one and one.status == "APPROVED" and chosen and one.category == chosen.category:
            return one
    return chosen


def _ask_for(
    campaign: Campaign,
    template: Template | None,
    sources: dict[str, Any],
    some: list[Claimed],
    conversations: dict[int, Conversation],
    capped: set[int],
    asked: Asked,
) -> None:
    refusals = gate.why_not_all([conversations[one.contact] for one in some], template)
    filled = _filled(campaign, template, sources, [one.contact for one in some])
    for one, refusal in zip(some, refusals, strict=True):
        conversation = conversations[one.contact]
        to, words = gate.addressee(conversation), filled.get(one.contact)
        if refusal and refusal.code in gate.PERSONAL:
            asked.left_out.append((one.id, refusal.code))
        elif to is None:
            asked.left_out.append((one.id, Rule.NUMBER_UNAVAILABLE))
        elif refusal or template is None:
            asked.later.append((one.id, LATER))
        elif one.contact in capped:
            asked.left_out.append((one.id, Rule.CAPPED))
        elif words is None or words.faults:
            asked.left_out.append((one.id, Rule.UNFILLED))
        else:
            content: dict[str, Any] = {"name": template.name, "language": {"code": template.language}}
            if components := words.components:
                content["components"] = components
            asked.ready.append(Ready(one, conversation, to, shown(template, components), content))


def _filled(campaign: Campaign, template: Template | None, sources: dict[str, Any], contacts: list[int]):
    """Without faults of the filling itself, which stop the campaign before anybody is asked about."""
    if template is None:
        return {}
    filling = Filling(template, read(sources), agent=campaign.created_by.name)
    return {} if filling.faults else filling.of(contacts)
