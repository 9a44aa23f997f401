import json
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from nxtchat.team import services
from nxtchat.team.models import Agent
from nxtchat.team.roles import Role


class Command(BaseCommand):
    help = "Add a person who can sign in. The password is read from the first line of standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--password-stdin", action="store_true", required=True, help="read it from standard input")
        parser.add_argument("--json", action="store_true", help="print the new person as JSON")

    def handle(self, *args, **options) -> None:
        email, name, password = options["email"].strip(), options["name"].strip(), sys.stdin.readline().rstrip("\r\n")
        if not name:
            raise CommandError("--name must not be empty.")
        try:
            validate_email(email)
            validate_password(password, Agent(email=email, name=name))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        try:
            agent = services.add_agent(email=email, name=name, role=Role(options["role"]), password=password)
        except services.AlreadyHere as error:
            raise CommandError(f"Somebody with the e-mail {email} exists already.") from error
        if options["json"]:
            self.stdout.write(json.dumps({"id": agent.pk, "email": agent.email, "role": agent.role}))
        else:
            self.stdout.write(f"{agent.name} can sign in as {agent.email}.")
