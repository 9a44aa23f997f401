from django.urls import path

from nxtchat import health

urlpatterns = [
    path("up/", health.up, name="up"),
    path("ready/", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
]
