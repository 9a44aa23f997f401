"""What everybody may read: what is kept about them here, and what they may ask."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from privacy import policy


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    context = {
        "operator_name": settings.OPERATOR_NAME,
        "operator_email": settings.OPERATOR_EMAIL,
        "about_customers": policy.told("contact"),
        "about_colleagues": policy.told("agent"),
        "version": policy.VERSION,
        "since": policy.SINCE,
    }
    return render(request, "privacy/page.html", context)
