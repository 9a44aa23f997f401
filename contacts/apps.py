from django.apps import AppConfig


class Contacts(AppConfig):
    name = "contacts"

    def ready(self) -> None:
        from contacts.segments import field_kinds, kinds  # noqa: F401  (they register themselves)
