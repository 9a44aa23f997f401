"""What a request needs that Django does not bring."""

from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import translation

PROBES = {"/up/", "/ready/", "/metrics"}  # asked by machines; the first must answer without a database
UNUSED = "accelerometer camera display-capture geolocation gyroscope magnetometer midi payment usb"
OURS = "microphone=(self)"  # for voice messages; the browser asks whoever sits there
PERMISSIONS_POLICY = ", ".join([*(f"{feature}=()" for feature in UNUSED.split()), OURS])


class SafeHeaders:
    """Close the browser's doors that we never use."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class SignInRequired(LoginRequiredMiddleware):
    """Send strangers to the sign-in page, and afterwards back to where they were, if that is a page."""

    def handle_no_permission(self, request, view_func):
        sign_in = resolve_url(self.get_login_url(view_func))
        if request.headers.get("HX-Request"):  # a redirect would put the sign-in page inside the page
            page = urlsplit(request.headers.get("HX-Current-URL", "")).path
            to = redirect_to_login(page, sign_in) if page else redirect(sign_in)
            return HttpResponse(status=401, headers={"HX-Redirect": to.url})
        if request.method not in {"GET", "HEAD"}:
            return redirect(sign_in)
        return super().handle_no_permission(request, view_func)


class AgentPreferences:
    """Speak the signed-in agent's language; otherwise the browser's, or the one picked on the page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path in PROBES:
            return self.get_response(request)
        signed_in = request.user.is_authenticated
        chosen = request.user.language if signed_in else ""
        translation.activate(chosen or translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        # A shared browser keeps nothing, not even for the back button. Only files, which have a tag, may stay in it:
        # they are asked for again each time, and shown only to who may still see them.
        if signed_in and "ETag" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response
