from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from nxtchat.team.views import entrance

app_name = "team"
urlpatterns = [
    path("sign-in/", entrance.SignIn.as_view(), name="sign_in"),
    path("sign-out/", login_not_required(LogoutView.as_view()), name="sign_out"),
    path("welcome/<str:token>/", entrance.welcome, name="welcome"),
]
