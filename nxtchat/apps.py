from django.apps import AppConfig


class NxtChat(AppConfig):
    name = "nxtchat"
    verbose_name = "NxtChat"

    def ready(self) -> None:
        from nxtchat import celery, checks  # noqa: F401  (tasks and checks register themselves on import)
