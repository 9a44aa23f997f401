from django.apps import AppConfig


class Team(AppConfig):
    name = "nxtchat.team"
