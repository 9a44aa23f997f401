from django.apps import AppConfig


class Campaigns(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        from campaigns import following, guards
        from campaigns.queries import uses
        from inbox import above as above_inbox
        from templates_app import above

        above.uses_templates(uses)
        above.hears_of_templates(lambda events: guards.hear_of_templates([event.template_id for event in events]))
        above_inbox.stands(above_inbox.Above(moved=following.follow, heard=following.hear))
