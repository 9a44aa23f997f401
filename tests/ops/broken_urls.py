from django.contrib.auth.decorators import login_not_required
from django.urls import path

from nxtchat.urls import urlpatterns as ours


@login_not_required
def broken(request):
    raise ValueError("secret")


urlpatterns = [*ours, path("broken/", broken)]
