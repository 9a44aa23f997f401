from django.apps import AppConfig


class Inbox(AppConfig):
    name = "inbox"

    def ready(self) -> None:
        from contacts import above
        from inbox.contacting import ABOVE

        above.stands(ABOVE)
