from django.urls import path

from webhooks.views import desk, handshake

app_name = "webhooks"
urlpatterns = [
    path("whatsapp/", handshake.handshake, name="whatsapp"),
    path("events/", desk.events, name="events"),
    path("events/replays/", desk.replay_all, name="replay_all"),
    path("events/readings/", desk.all_readings, name="readings"),
    path("events/turned-away/", desk.turned_away, name="turned_away"),
    path("events/<int:event_id>/", desk.event, name="event"),
    path("events/<int:event_id>/readings/", desk.reading, name="reading"),
    path("events/<int:event_id>/replays/", desk.replay, name="replay"),
]
