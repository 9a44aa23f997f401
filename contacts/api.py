"""Contacts for programs: find them, put them on file, change what is known of them."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contacts import access, queries, registering, services
from contacts.api_shapes import PersonAsked, PersonChange, PersonFilter, PersonShape
from contacts.consent.services import write_down
from contacts.models import ConsentEvent, Contact, Group
from contacts.problems import WORDS
from contacts.segments.conditions import Wrong
from contacts.segments.queries import people_in
from nxtchat.api import Asked, Conflict
from nxtchat.team.models import Agent


class Contacts(ListAPIView):
    """The people that the agent may know of, the newest first."""

    request: Asked
    capability = {"GET": "contacts.read", "POST": "contacts.edit"}
    serializer_class = PersonShape

    @extend_schema(parameters=[PersonFilter])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        request=PersonAsked,
        responses={201: PersonShape, 200: PersonShape},
        description="Put somebody on file by their number. Who is on file in any spelling stays as they are (200); "
        "only `consent` is written down.",
    )
    def post(self, request: Asked) -> Response:
        asked = PersonAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        contact, is_new = _put(request.user, **asked.validated_data)
        return Response(_shown(request.user, contact.pk), status=201 if is_new else 200)

    def get_queryset(self) -> list[QuerySet[Contact]]:  # type: ignore[override]  # Pages takes parts, too
        asked = PersonFilter(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        true_of_them = _asked(self.request.user, **asked.validated_data)
        return [_with_what_is_shown(part.filter(true_of_them)) for part in access.parts(self.request.user)]


class OneContact(APIView):
    """One contact: see what is known of them, and change it."""

    capability = {"GET": "contacts.read", "PATCH": "contacts.edit"}

    @extend_schema(responses=PersonShape)
    def get(self, request: Asked, contact_id: int) -> Response:
        return Response(_shown(request.user, contact_id))

    @extend_schema(request=PersonChange, responses=PersonShape)
    def patch(self, request: Asked, contact_id: int) -> Response:
        contact = access.contact(request.user, contact_id, to="contacts.edit")
        change = PersonChange(data=request.data)
        change.is_valid(raise_exception=True)
        _change(contact, request.user, change.validated_data)
        return Response(_shown(request.user, contact_id))


@transaction.atomic
def _put(by: Agent, *, number: str, consent: dict[str, Any] | None = None, **known: Any) -> tuple[Contact, bool]:
    """With their consent, or not at all."""
    try:
        found = registering.register(number=number, by=by)
    except registering.CannotRegister as refusal:
        raise Conflict(refusal.code, refusal.reason) from refusal
    if found.is_new:
        _change(found.contact, by, known)
    if consent:
        _write_down(found, consent, by)
    return found.contact, found.is_new


def _write_down(found: registering.Found, said: dict[str, Any], by: Agent) -> None:
    turns = said["is_given"] and said["source"] == ConsentEvent.Source.IMPORT
    if turns and registering.said_no(found, said["purpose"]):
        raise Conflict("opted_out", str(WORDS["opted_out"]))
    if refused := write_down(contact=found.contact, by=by, **said):
        raise Conflict(refused[0].code, refused[0].reason)


def _change(contact: Contact, by: Agent, change: dict[str, Any]) -> None:
    known = {**change}
    values = known.pop("fields", None)
    try:
        services.change(contact=contact, by=by, values=values, **known)
    except Contact.DoesNotExist as error:
        raise Http404 from error


def _asked(agent: Agent, *, q: str = "", label: str = "", group: str = "", segment: int | None = None) -> Q:
    found = queries.named(q, seen=access.seen_by(agent)) if q else Q()
    if label:
        found &= Q(pk__in=Contact.labels.through._default_manager.filter(label__name=label).values("contact"))
    if group:
        found &= Q(pk__in=Group.members.through._default_manager.filter(group__name=group).values("contact"))
    if segment:
        try:
            found &= Q(pk__in=people_in(access.segment(agent, segment, to_change=False)).values("pk"))
        except Http404 as error:
            words = ErrorDetail(_("This is none of the things to choose from."), "does_not_exist")
            raise ValidationError({"segment": [words]}) from error
        except Wrong as wrong:
            raise ValidationError({"segment": [str(wrong)]}) from wrong
    return found


def _shown(agent: Agent, contact_id: int) -> dict[str, Any]:
    found = _with_what_is_shown(access.contacts(agent)).filter(pk=contact_id).first()
    if found is None:
        raise Http404
    return dict(PersonShape(found).data)


def _with_what_is_shown(found: QuerySet[Contact]) -> QuerySet[Contact]:
    return found.prefetch_related("identities", "labels", "groups")
