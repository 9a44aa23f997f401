import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nxtchat.team import services
from nxtchat.team.models import Agent
from nxtchat.team.roles import CAPABILITIES


class Command(BaseCommand):
    help = "Give a person an API token. It is printed once, as the last word."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="whom it acts for")
        parser.add_argument("--name", required=True, help="what it is for")
        scopes = ["all", *sorted(CAPABILITIES)]
        parser.add_argument(
            "--scope",
            required=True,
            action="extend",
            nargs="+",
            choices=scopes,
            metavar="SCOPE",
            help=f"what it may do; one or more of: {', '.join(scopes)}",
        )
        parser.add_argument("--json", action="store_true", help="print it as JSON")

    def handle(self, *args, **options) -> None:
        agent = Agent.objects.filter(email=options["email"].strip().lower(), is_active=True).first()
        if agent is None:
            raise CommandError(f"Nobody active has the e-mail {options['email']}.")
        token = services.issue_token(agent=agent, name=options["name"], scopes=options["scope"])
        if options["json"]:
            self.stdout.write(json.dumps({"token": token, "scopes": options["scope"]}))
        else:
            self.stdout.write(f"The token for {options['name']}: {token}")
