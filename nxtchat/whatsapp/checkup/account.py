"""What Meta says about the business account and the number in it."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nxtchat.whatsapp import details
from nxtchat.whatsapp.checkup import links
from nxtchat.whatsapp.checkup.answers import Answers
from nxtchat.whatsapp.checkup.check import check, phone, refused
from nxtchat.whatsapp.checkup.result import Result, fail, ok, wait, warn
from nxtchat.whatsapp.client import GraphRefused
from nxtchat.whatsapp.errors import explain


@check("account", gettext_lazy("Can the business account be read?"), needs=("token",))
def account(answers: Answers) -> Result:
    try:
        found = answers.details()
    except GraphRefused as refusal:
        fix = _("Compare the account id with the one in WhatsApp Manager, and give the system user this account.")
        return refused(refusal, fix, links.SYSTEM_USERS)
    if found.review and found.review != "APPROVED":
        return warn(
            _("“%(name)s”; Meta's review of it says %(status)s.") % {"name": found.name, "status": found.review},
            _("Until Meta has approved the account it may write to few people. See what Meta asks for."),
            link=links.numbers(answers.account),
        )
    return ok(_("“%(name)s” answers.") % {"name": found.name or found.waba_id})


@check("number", gettext_lazy("Does the number belong to the account?"), needs=("account",))
def number(answers: Answers) -> Result:
    there = answers.numbers()
    ours = next((found for found in there if found.phone_number_id == answers.number.phone_number_id), None)
    if ours is None:
        listed = ", ".join(f"{phone(found.display_phone)} ({found.phone_number_id})" for found in there) or _("none")
        return fail(
            _("The account has these numbers: %(numbers)s.") % {"numbers": listed},
            _("Connect the number again with one of these phone number ids."),
            link=links.numbers(answers.account),
        )
    details.note(answers.number, ours)
    said = _("%(phone)s, shown as “%(name)s”, quality %(quality)s.") % {
        "phone": phone(ours.display_phone),
        "name": ours.name,
        "quality": ours.quality or _("unknown"),
    }
    if ours.quality == "RED":
        fix = _("Many people blocked or reported this number. Send only what was asked for, or Meta will limit it.")
        return warn(said, fix, link=links.numbers(answers.account))
    return ok(said)


@check("registered", gettext_lazy("Is the number registered and reachable?"), needs=("number",))
def registered(answers: Answers) -> Result:
    found = answers.number_details()
    link = links.numbers(answers.account)
    said = _("WhatsApp says: %(status)s.") % {"status": found.status or _("nothing")}
    if found.status in {"BANNED", "RESTRICTED", "FLAGGED", "RATE_LIMITED"}:
        return fail(said, _("Meta limits this number. Open it in WhatsApp Manager and ask for a review."), link=link)
    if found.status != "CONNECTED":
        fix = _("Open the number in WhatsApp Manager, verify it and register it for the Cloud API.")
        return fail(said, fix, link=link)
    if found.can_send == "BLOCKED":
        said = _("WhatsApp says that it cannot send: %(troubles)s") % {"troubles": " ".join(found.troubles)}
        return fail(said, _("Open the number in WhatsApp Manager and do what it asks for."), link=link)
    return ok(_("WhatsApp says that it is connected."))


@check("sending", gettext_lazy("Are we sending?"), is_ours=True)
def sending(answers: Answers) -> Result:
    if answers.number.stopped_at is None:
        return ok(_("Nothing holds our messages back."))
    problem = explain(answers.number.stopped_code)
    return fail(
        _("We stopped sending: %(problem)s") % {"problem": problem.title},
        str(problem.remedy),
        button="resume",
    )


@check("templates", gettext_lazy("Can templates be read?"), needs=("account",))
def templates(answers: Answers) -> Result:
    found = answers.templates()
    if not found:
        return wait(
            _("There are none yet."),
            _("Without an approved template nobody can be written to first. Make one in WhatsApp Manager."),
            link=links.templates(answers.account),
        )
    counts = Counter(template.status.lower() for template in found)
    return ok(", ".join(f"{status}: {count}" for status, count in sorted(counts.items())))
