"""Ask of every number whether it is set up well."""

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from nxtchat.whatsapp import checkup
from nxtchat.whatsapp.models import Number

SIGNS = {
    checkup.State.OK: "✓ ok  ",
    checkup.State.WARN: "! warn",
    checkup.State.WAIT: "… wait",
    checkup.State.FAIL: "✗ FAIL",
}


class Command(BaseCommand):
    help = "Ask of every connected number whether it is set up well. Ends with an error if a check fails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, **options) -> None:
        found = [
            (number, checkup.run_all(number)) for number in Number.objects.select_related("account").order_by("pk")
        ]
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(number, results) for number, results in found], indent=2))
        else:
            for number, results in found:
                self.stdout.write(_in_words(number, results))
        if not found:
            raise CommandError(_("No number is connected. Connect one on the set-up page or with connect_number."))
        failing = sum(result.state is checkup.State.FAIL for _number, results in found for result in results)
        if failing:
            raise CommandError(_("Checks that fail: %(count)d.") % {"count": failing})


def _as_json(number: Number, results: list[checkup.Result]) -> dict:
    return {
        "phone_number_id": number.phone_number_id,
        "state": checkup.overall(results),
        "checks": [result.as_json() for result in results],
    }


def _in_words(number: Number, results: list[checkup.Result]) -> str:
    lines = [f"{number.display_phone} {number.verified_name}".strip()]
    for result in results:
        lines.append(f"  {SIGNS[result.state]}  {result.question} {result.said}")
        if result.fix:
            lines.append(f"            {result.fix}")
    return "\n".join(lines)
