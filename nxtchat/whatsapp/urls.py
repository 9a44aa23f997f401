from django.urls import path

from nxtchat.whatsapp import views, views_notices

app_name = "whatsapp"
urlpatterns = [
    path("", views.setup, name="setup"),
    path("notices/", views_notices.notices, name="notices"),
    path("notices/<int:notice_id>/seen/", views_notices.seen, name="notice_seen"),
    path("numbers/", views.numbers, name="numbers"),
    path("numbers/<int:number_id>/", views.number, name="number"),
    path("numbers/<int:number_id>/checks/<slug:key>/", views.check, name="check"),
    path("numbers/<int:number_id>/subscription/", views.subscription, name="subscription"),
    path("numbers/<int:number_id>/token/", views.token, name="token"),
    path("numbers/<int:number_id>/secret/", views.secret, name="secret"),
    path("numbers/<int:number_id>/previous-secret/", views.previous_secret, name="previous_secret"),
    path("numbers/<int:number_id>/removal/", views.removal, name="removal"),
]
