"""Does what customers write reach us, and what we answer reach them?"""

import re
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nxtchat.whatsapp import alarm_words
from nxtchat.whatsapp.addresses import callback_url, is_public
from nxtchat.whatsapp.checkup import links
from nxtchat.whatsapp.checkup.answers import Answers
from nxtchat.whatsapp.checkup.check import check, phone, when
from nxtchat.whatsapp.checkup.result import Result, fail, ok, wait, warn


@check("address", gettext_lazy("Can WhatsApp reach us?"), is_ours=True)
def address(answers: Answers) -> Result:
    url = callback_url(answers.account)
    if answers.account.is_pretend:
        return ok(_("The pretend WhatsApp runs beside us."))
    if urlsplit(url).scheme != "https":
        return fail(
            _("Our address is %(url)s, which is not https.") % {"url": url},
            _("Set PUBLIC_URL to the https address of this installation and start it again."),
        )
    if not is_public(urlsplit(url).hostname or ""):
        return fail(
            _("Our address is %(url)s, which means nothing on the internet.") % {"url": url},
            _("Set PUBLIC_URL to an address with a name that the whole internet can look up."),
        )
    return ok(_("%(url)s is a public https address.") % {"url": url})


@check("handshake", gettext_lazy("Has WhatsApp shaken hands with us?"), is_ours=True)
def handshake(answers: Answers) -> Result:
    if at := answers.account.webhook_verified_at:
        return ok(_("Yes, on %(date)s.") % {"date": when(at)})
    return wait(
        _("Not yet."),
        _("At Meta, open your app, “WhatsApp”, “Configuration”, paste these two and press “Verify and save”."),
        link=links.webhooks(answers.account),
        copy=((_("Callback URL"), callback_url(answers.account)), (_("Verify token"), answers.account.verify_token)),
    )


@check("subscribed", gettext_lazy("Does the business account tell our app what happens?"), needs=("account",))
def subscribed(answers: Answers) -> Result:
    apps = answers.subscribed_apps()
    if any(app.app_id == answers.account.app_id for app in apps):
        return ok(_("Our app is subscribed to the account."))
    said = _("Subscribed are: %(apps)s.") % {"apps": ", ".join(app.name or app.app_id for app in apps) or _("none")}
    return fail(said, _("Press “Subscribe our app”."), button="subscribe")


@check("fields", gettext_lazy("Does our app pass messages on to us?"), needs=("secret", "number"))
def fields(answers: Answers) -> Result:
    link, here = links.webhooks(answers.account), callback_url(answers.account)
    ours = [found for found in answers.app_subscriptions() if found.about == "whatsapp_business_account"]
    if not ours:
        fix = _("At Meta, open your app, “WhatsApp”, “Configuration”, set the callback URL, subscribe to “messages”.")
        return fail(_("The app has no webhook for WhatsApp."), fix, link=link)
    if not any("messages" in found.fields for found in ours):
        there = ", ".join(sorted({name for found in ours for name in found.fields})) or _("none")
        fix = _("At Meta, open your app, “WhatsApp”, “Configuration”, and subscribe to the field “messages”.")
        return fail(_("These fields are on: %(fields)s. “messages” is not.") % {"fields": there}, fix, link=link)
    special = answers.number_details().callback_urls  # a number or an account may have an address of its own
    to = special.get("phone_number") or special.get("whatsapp_business_account") or ours[0].callback_url
    if to and to != here:
        fix = _("At Meta, open your app, “WhatsApp”, “Configuration”, and set the callback URL to %(url)s.")
        return fail(_("Messages go to another address: %(url)s.") % {"url": to}, fix % {"url": here}, link=link)
    return ok(_("The field “messages” is on and leads to us."))


@check("first_event", gettext_lazy("Did a message arrive?"), is_ours=True)
def first_event(answers: Answers) -> Result:
    if at := answers.account.first_event_at:
        return ok(_("The first event came on %(date)s.") % {"date": when(at)})
    number = answers.number.display_phone
    return wait(
        _("Nothing yet."),
        _("Write “hello” to %(phone)s from your own phone. This page will notice.") % {"phone": phone(number)},
        link=reverse("pretend:phone") if answers.account.is_pretend else "https://wa.me/" + re.sub(r"\D", "", number),
        label=_("Open the pretend phone") if answers.account.is_pretend else _("Open WhatsApp"),
    )


@check("flow", gettext_lazy("Does as much arrive as usual?"), is_ours=True)
def flow(answers: Answers) -> Result:
    if not (notice := alarm_words.silence(answers.number)):
        return ok(_("Nothing seems to be missing."))
    fix = _("Look at the answers above. If all are “Yes”, write to the number yourself and see whether it arrives.")
    return warn(alarm_words.in_words(notice), fix, link=reverse("webhooks:events"), label=_("Open the events"))


@check("first_reply", gettext_lazy("Did an answer of ours arrive?"), is_ours=True)
def first_reply(answers: Answers) -> Result:
    if at := answers.number.first_reply_delivered_at:
        return ok(_("The first one was delivered on %(date)s.") % {"date": when(at)})
    return wait(
        _("Nothing yet."),
        _("Answer the message in the inbox. This page notices when two ticks come back."),
        link=reverse("inbox:inbox"),
        label=_("Open the inbox"),
    )
