from django.urls import include, path

from contacts import views

app_name = "contacts"
urlpatterns = [
    path("imports/", include("contacts.imports.urls")),
    path("", include("contacts.merging.urls")),
    path("", views.contacts, name="contacts"),
    path("<int:contact_id>/", views.contact, name="contact"),
    path("<int:contact_id>/name/", views.name, name="name"),
]
