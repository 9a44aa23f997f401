"""What a request needs that Django does not bring."""

from django.utils import translation


class AgentPreferences:
    """Speak the signed-in agent's language; otherwise the browser's, or the one picked on the page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.user.language if request.user.is_authenticated else ""
        translation.activate(chosen or translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response
