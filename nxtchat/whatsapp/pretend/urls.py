from django.urls import path

from nxtchat.whatsapp.pretend import views

app_name = "pretend"
urlpatterns = [
    path("start/", views.start, name="start"),
    path("stop/", views.stop, name="stop"),
    path("phone/", views.phone, name="phone"),
    path("phone/bubbles/", views.bubbles, name="bubbles"),
    path("phone/messages/", views.say, name="say"),
    path("phone/people/", views.people, name="people"),
    path("mischief/", views.mischief, name="mischief"),
    path("news/", views.news, name="news"),
]
