"""Labels, groups and fields: which there are."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts import vocabulary
from contacts.fields import defining
from contacts.models import Field, Group, Label
from nxtchat.guard import SignedIn, may

MODELS: dict[str, type[Label] | type[Group]] = {"labels": Label, "groups": Group}


@require_GET
@may("contacts.edit")
def words(request: SignedIn) -> HttpResponse:
    context = {
        "sets": [
            ("labels", _("Labels"), _("New label"), Label.objects.order_by("name")),
            ("groups", _("Groups"), _("New group"), Group.objects.all()),
        ],
        "fields": Field.objects.all(),
        "field_kinds": Field.Kind.choices,
        "may_define": request.user.may("team.manage"),
    }
    return render(request, "contacts/words.html", context)


@require_POST
@may("contacts.edit")
def add(request: SignedIn, kind: str) -> HttpResponse:
    try:
        vocabulary.add(_model(kind), name=request.POST.get("name", ""))
    except vocabulary.CannotName as refusal:
        messages.error(request, str(refusal))
    return redirect("contacts:words")


@require_POST
@may("contacts.edit")
def rename(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    try:
        vocabulary.rename(_row(kind, pk), name=request.POST.get("name", ""))
    except vocabulary.CannotName as refusal:
        messages.error(request, str(refusal))
    return redirect("contacts:words")


@require_POST
@may("contacts.edit")
def remove(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    vocabulary.remove(_row(kind, pk))
    messages.success(request, _("It is gone. The people are still there."))
    return redirect("contacts:words")


@require_POST
@may("team.manage")
def define(request: SignedIn) -> HttpResponse:
    kind = request.POST.get("kind", "")
    if kind not in Field.Kind.values:
        raise Http404
    try:
        defining.define(
            name=request.POST.get("name", ""),
            kind=Field.Kind(kind),
            choices=request.POST.get("choices", "").splitlines(),
        )
    except defining.CannotDefine as refusal:
        messages.error(request, str(refusal))
    return redirect("contacts:words")


@require_POST
@may("team.manage")
def redefine(request: SignedIn, field_id: int) -> HttpResponse:
    try:
        defining.change(
            _field(field_id), name=request.POST.get("name", ""), choices=request.POST.get("choices", "").splitlines()
        )
    except defining.CannotDefine as refusal:
        messages.error(request, str(refusal))
    return redirect("contacts:words")


@require_POST
@may("team.manage")
def forget(request: SignedIn, field_id: int) -> HttpResponse:
    defining.remove(_field(field_id))
    messages.success(request, _("The field is gone, and what was known by it goes with it."))
    return redirect("contacts:words")


def _model(kind: str) -> type[Label] | type[Group]:
    if kind not in MODELS:
        raise Http404
    return MODELS[kind]


def _row(kind: str, pk: int) -> Label | Group:
    found = _model(kind)._default_manager.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _field(field_id: int) -> Field:
    found = Field.objects.filter(pk=field_id).first()
    if found is None:
        raise Http404
    return found
