from django.apps import AppConfig


class WhatsApp(AppConfig):
    name = "nxtchat.whatsapp"
