from django.urls import path

from webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("whatsapp/", views.handshake, name="whatsapp"),
    path("events/", views.events, name="events"),
    path("events/replays/", views.replay_failed, name="replay_failed"),
    path("events/<int:event_id>/", views.event, name="event"),
    path("events/<int:event_id>/replays/", views.replay, name="replay"),
]
