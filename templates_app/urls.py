from django.urls import path

from templates_app import views

app_name = "templates_app"
urlpatterns = [
    path("", views.templates, name="templates"),
    path("syncs/", views.sync, name="sync"),
]
