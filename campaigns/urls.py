from django.urls import include, path

from campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("prices/", include("campaigns.rates.urls")),
    path("<int:campaign_id>/removal/", views.removal, name="removal"),
]
