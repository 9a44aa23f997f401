from django.apps import AppConfig


class Live(AppConfig):
    name = "nxtchat.live"
