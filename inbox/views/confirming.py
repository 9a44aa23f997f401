"""What a number says to somebody who writes STOP, or START again."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.consent.words import rows
from inbox import confirming
from inbox.models import Confirmation
from inbox.services.numbers import set_confirmations
from nxtchat.guard import SignedIn, may
from nxtchat.whatsapp.models import Number


class ConfirmationForm(forms.Form):
    """The usual words stand in the empty fields."""

    is_on = forms.BooleanField(label=gettext_lazy("Confirm it to whoever writes STOP or START"), required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for occasion, label in confirming.OCCASIONS.items():
            usual = confirming.usual(occasion, language=language)
            look = forms.Textarea({"rows": 2, "dir": "auto", "lang": language, "placeholder": usual})
            self.fields[occasion] = forms.CharField(
                label=label, max_length=confirming.LONGEST, required=False, widget=look
            )


@require_http_methods(["GET", "HEAD", "POST"])
@may("numbers.manage")
def confirmations(request: SignedIn, number_id: int) -> HttpResponse:
    """`?language=`: in whose language."""
    number = get_object_or_404(Number.objects.select_related("account"), pk=number_id)
    languages = _languages()
    language = request.GET.get("language", "")
    language = language if language in languages else settings.LANGUAGE_CODE
    kept = confirming.of_numbers([number.pk]).get(number.pk, Confirmation(number=number))
    initial = {"is_on": kept.is_on} | kept.words.get(language, {})
    form = ConfirmationForm(request.POST or None, language=language, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = {occasion: form.cleaned_data[occasion] for occasion in confirming.OCCASIONS}
        is_on = form.cleaned_data["is_on"]
        set_confirmations(number=number, is_on=is_on, language=language, words=words, by=request.user)
        messages.success(request, _("What we say to STOP was saved."))
        return redirect(reverse("inbox:number_confirmations", args=[number_id], query={"language": language}))
    context = {
        "number": number,
        "form": form,
        "language": language,
        "languages": sorted(languages.items(), key=lambda one: one[1].casefold()),
        "has_words": set(kept.words),
    }
    return render(request, "inbox/number_confirmations.html", context, status=422 if form.errors else 200)


def _languages() -> dict[str, str]:
    """Those that our own words are in, and those that we hear a STOP in, by their own names."""
    heard = {wish.language for _word, _source, wish in rows()}
    codes = {code for code, _name in settings.LANGUAGES} | heard
    covered = {code.partition("-")[0] for code in codes if "-" in code}
    return {code: _name(code) for code in codes - covered}


def _name(code: str) -> str:
    try:
        return get_language_info(code)["name_local"]
    except KeyError:
        return code
