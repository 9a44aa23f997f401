"""Connect a number from the command line, as the set-up page does."""

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from nxtchat.whatsapp import connecting
from nxtchat.whatsapp.addresses import callback_url
from nxtchat.whatsapp.forms import ConnectForm


class Command(BaseCommand):
    help = (
        "Connect a WhatsApp number, or bring what is known of it up to date. "
        "Unless --no-checks is given, Meta is asked first whether the keys fit; if not, nothing is changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--phone-number-id", required=True, help="Meta's id of the number")
        parser.add_argument("--waba-id", required=True, help="Meta's id of the WhatsApp business account")
        parser.add_argument("--display-phone", required=True, help="the number as customers know it")
        parser.add_argument("--app-id", required=True, help="id of the Meta app")
        parser.add_argument("--app-secret", required=True, help="secret of the Meta app")
        parser.add_argument("--token", required=True, help="access token of a system user")
        parser.add_argument("--verify-token", default="", help="for Meta's handshake; generated when left out")
        parser.add_argument("--no-checks", action="store_true", help="do not ask Meta whether the keys fit")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, **options) -> None:
        form = ConnectForm({name: options[name] for name in ConnectForm.base_fields})
        if not form.is_valid():
            raise CommandError("\n".join(_told(form)))
        try:
            connected = connecting.connect(**form.cleaned_data, checks=not options["no_checks"])
        except connecting.CredentialsRefused as refusal:
            lines = [f"{result.question} {result.said} {result.fix}" for result in refusal.results]
            raise CommandError("\n".join([_("Nothing was changed."), *lines])) from None
        self.stdout.write(_as_json(connected) if options["json"] else _in_words(connected))


def _told(form: ConnectForm) -> list[str]:
    """The form's complaints under the names of the options, without what was typed."""
    return [f"--{field.replace('_', '-')}: {' '.join(map(str, errors))}" for field, errors in form.errors.items()]


def _as_json(connected: connecting.Connected) -> str:
    number = connected.number
    return json.dumps(
        {
            "id": number.pk,
            "phone_number_id": number.phone_number_id,
            "waba_id": number.account.waba_id,
            "is_new": connected.is_new,
            "callback_url": callback_url(number.account),
            "verify_token": connected.verify_token,
        }
    )


def _in_words(connected: connecting.Connected) -> str:
    told = _("%(phone)s is connected.") if connected.is_new else _("%(phone)s was known; it is up to date now.")
    return "\n".join(
        [
            told % {"phone": connected.number.display_phone},
            _("Paste these at Meta, then see what `checkup` says:"),
            _("Callback URL: %(url)s") % {"url": callback_url(connected.number.account)},
            _("Verify token: %(token)s") % {"token": connected.verify_token},
        ]
    )
