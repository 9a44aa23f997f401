from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from nxtchat.team import services


class Command(BaseCommand):
    help = "Print the one-time link with which the first admin comes in. With an admin there is none to print."

    def handle(self, *args, **options) -> None:
        if token := services.make_set_up_link():
            link = settings.PUBLIC_URL + reverse("team:welcome", args=[token])
            self.stdout.write(f"Make the first admin here, within 24 hours: {link}")
        else:
            self.stderr.write("There is an admin already. Invite people on the page Team, or use create_agent.")
