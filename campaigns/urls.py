from django.urls import path

from campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("<int:campaign_id>/removal/", views.removal, name="removal"),
]
