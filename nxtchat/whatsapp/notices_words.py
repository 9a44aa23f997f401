"""The words of every notice, and the link that helps."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from nxtchat.whatsapp import alarm_words, circuit
from nxtchat.whatsapp.checkup import links
from nxtchat.whatsapp.errors import explain
from nxtchat.whatsapp.models import Notice
from nxtchat.whatsapp.notices import PROBLEM
from nxtchat.whatsapp.notices_facts import Facts
from nxtchat.whatsapp.notices_table import TABLE


@dataclass(frozen=True)
class Words:
    """A notice as people read it."""

    title: str
    meaning: str
    todo: str
    quote: str = ""  # what Meta wrote itself, in its language
    url: str = ""
    label: str = ""

    @property
    def leads_away(self) -> bool:
        return self.url.startswith("https://")


def in_words(notice: Notice) -> Words:
    title, meaning, todo, link = TABLE.get(notice.code, TABLE["word"])
    facts = Facts(notice.facts)
    url, label = _link(link, notice)
    if notice.code in (circuit.STOPPED, PROBLEM):
        problem = explain(notice.facts.get("code"))
        return Words(str(title), str(problem.title), str(problem.remedy), facts["said"], url, label)
    if said := alarm_words.in_words(notice):
        return Words(str(title), said, alarm_words.remedy(notice), "", url, label)

    def filled(text: str | Promise) -> str:
        return str(text) % facts if text else ""

    quote = facts["said"] or facts["advice"]
    return Words(filled(title), " ".join(filled(meaning).split()), filled(todo), quote, url, label)


def _link(link: str, notice: Notice) -> tuple[str, str]:
    account = notice.account
    if link == "number":
        return (reverse("whatsapp:number", args=[notice.number_id]) if notice.number_id else reverse("whatsapp:setup"),
                _("Open the set-up"))  # fmt: skip
    if link in {"templates", "events"}:
        names = {"templates": ("templates_app:templates", _("Open the templates")),
                 "events": ("webhooks:events", _("Open the events"))}  # fmt: skip
        name, label = names[link]
        return reverse(name), label
    away = {"meta": links.numbers, "meta_templates": links.templates, "flows": links.flows, "quality": links.quality}
    if not link or account.is_pretend:
        return "", ""
    return away[link](account), _("Open at Meta")
