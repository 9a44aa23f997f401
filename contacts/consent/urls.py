from django.urls import path

from contacts.consent import views, views_wordings

urlpatterns = [
    path("set-aside/", views.set_aside, name="set_aside"),
    path("wordings/", views_wordings.all_of_them, name="wordings"),
    path("wordings/<int:wording_id>/retirement/", views_wordings.retire, name="wording_retirement"),
    path("<int:contact_id>/consent/", views.consent, name="consent"),
    path("<int:contact_id>/marks/", views.marks, name="marks"),
]
