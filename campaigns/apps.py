from django.apps import AppConfig


class Campaigns(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        from campaigns.queries import uses
        from templates_app import above

        above.uses_templates(uses)
