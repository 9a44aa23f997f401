from django.urls import include, path

from nxtchat.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("nxtchat.health_urls")),
    path("", include("nxtchat.team.urls")),
    path("setup/", include("nxtchat.whatsapp.urls")),
    path("pretend/", include("nxtchat.whatsapp.pretend.urls")),
    path("inbox/", include("inbox.urls")),
    path("contacts/", include("contacts.urls")),
    path("templates/", include("templates_app.urls")),
    path("campaigns/", include("campaigns.urls")),
    path("webhooks/", include("webhooks.urls")),
    path("privacy/", include("privacy.urls")),
    path("api/", include("nxtchat.api_urls")),
]
