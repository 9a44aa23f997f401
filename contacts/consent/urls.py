from django.urls import path

from contacts.consent import views

urlpatterns = [
    path("<int:contact_id>/consent/", views.consent, name="consent"),
    path("<int:contact_id>/marks/", views.marks, name="marks"),
]
