"""Templates for programs: see them, write them, and have them read from Meta now."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from nxtchat.api import Asked, Conflict
from nxtchat.whatsapp.client import GraphError
from nxtchat.whatsapp.models import Account
from templates_app import queries, samples, services, syncing
from templates_app.api_places import field_of
from templates_app.api_shapes import (
    DraftShape,
    NewSample,
    NewTemplate,
    SampleShape,
    SyncedShape,
    TemplateChange,
    TemplateFilter,
    TemplateShape,
)
from templates_app.models import Draft, Template
from templates_app.rules import Problem
from templates_app.views import finding
from templates_app.views.answers import in_words

ANSWERS = {201: TemplateShape, 202: DraftShape}


class Templates(ListAPIView):
    """The templates that Meta has, the newest first; and a way to write one."""

    request: Asked
    capability = {"GET": "templates.read", "POST": "templates.edit"}
    serializer_class = TemplateShape
    newest_by = "id"

    @extend_schema(parameters=[TemplateFilter])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        request=NewTemplate,
        responses=ANSWERS,
        description="Lay a new template before Meta's reviewers (201), or keep it as a draft (202). What Meta would "
        "refuse is told by field, before it is asked.",
    )
    def post(self, request: Asked) -> Response:
        wanted = NewTemplate(data=request.data)
        wanted.is_valid(raise_exception=True)
        asked = {**wanted.validated_data}
        submit, account = asked.pop("submit"), _account(asked.pop("account", None))
        return _laid_before_meta(services.propose(account=account, asked=asked, by=request.user), request, submit)

    def get_queryset(self) -> QuerySet[Template]:
        asked = TemplateFilter(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = {**asked.validated_data}
        found = queries.templates(q=wanted.pop("q", ""))
        return found.filter(**{column: word.upper() for column, word in wanted.items()})


class OneTemplate(APIView):
    """One language of one template: see it, change it, take it away."""

    capability = {"GET": "templates.read", "PATCH": "templates.edit", "DELETE": "templates.edit"}

    @extend_schema(responses=TemplateShape)
    def get(self, request: Asked, template_id: int) -> Response:
        return Response(TemplateShape(finding.template(template_id)).data)

    @extend_schema(
        request=TemplateChange,
        responses={200: TemplateShape, 202: DraftShape},
        description="Meta looks through the change. An approved template keeps its category, and can be changed once "
        "in 24 hours and ten times in 30 days.",
    )
    def patch(self, request: Asked, template_id: int) -> Response:
        found = finding.template(template_id)
        wanted = TemplateChange(data=request.data)
        wanted.is_valid(raise_exception=True)
        asked = {**wanted.validated_data}
        submit = asked.pop("submit")
        try:
            draft = services.propose(account=found.account, asked=asked, by=request.user, template=found)
        except services.AlreadyOnItsWay as refusal:
            words = _("Somebody is writing a change to this template. Submit it or delete it first.")
            raise Conflict("draft_exists", words) from refusal
        return _laid_before_meta(draft, request, submit, status=200)

    @extend_schema(responses={204: None}, description="At Meta too. An approved name cannot be used for 30 days then.")
    def delete(self, request: Asked, template_id: int) -> Response:
        try:
            services.take_away(finding.template(template_id), by=request.user)
        except GraphError as error:
            raise Conflict("refused_by_whatsapp", in_words(error)) from error
        return Response(status=204)


class Samples(APIView):
    """Leave a file with Meta that its reviewers may look at. A header names it by its handle."""

    capability = {"POST": "templates.edit"}
    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": NewSample}, responses={201: SampleShape})
    def post(self, request: Asked) -> Response:
        wanted = NewSample(data=request.data)
        wanted.is_valid(raise_exception=True)
        asked = wanted.validated_data
        try:
            handle = samples.leave(_account(asked.get("account")), asked["file"], kind=asked["format"])
        except samples.NoSample as refusal:
            raise _not_so([("file", str(refusal))]) from refusal
        return Response({"handle": handle}, status=201)


class Sync(APIView):
    """Ask Meta now which templates there are. Otherwise this happens every hour."""

    capability = {"POST": "templates.edit"}

    @extend_schema(request=None, responses=SyncedShape)
    def post(self, request: Request) -> Response:
        return Response(SyncedShape(syncing.sync_all()).data)


def _laid_before_meta(draft: Draft, request: Asked, submit: bool, *, status: int = 201) -> Response:
    """The program has what it wrote, so what cannot be submitted does not stay here."""
    if not submit:
        return Response(DraftShape(_kept(draft)).data, status=202)
    try:
        template = services.submit(draft, by=request.user)
    except services.NotReady as refusal:
        services.drop(draft)
        told = [_shown(problem, draft) for problem in refusal.problems]
        raise _not_so([(problem["field"], problem["detail"]) for problem in told]) from refusal
    except GraphError as error:
        services.drop(draft)
        raise Conflict("refused_by_whatsapp", in_words(error)) from error
    return Response(TemplateShape(template).data, status=status)


def _kept(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.pk,
        "account": draft.account.waba_id,
        "template": draft.template_id,
        "name": draft.name,
        "language": draft.language,
        "problems": [_shown(problem, draft) for problem in services.problems(draft)],
    }


def _shown(problem: Problem, draft: Draft) -> dict[str, Any]:
    field = field_of(problem.where, draft.content.get("components") or [])
    return {"field": field, "stops": problem.stops, "detail": f"{problem.why} {problem.fix}".strip()}


def _account(asked: Account | None) -> Account:
    accounts = queries.accounts()[:2]
    if asked or len(accounts) == 1:
        return asked or accounts[0]
    raise _not_so([("account", _("Say for which of your business accounts.") if accounts else _("None is connected."))])


def _not_so(faults: Iterable[tuple[str, str]]) -> ValidationError:
    found: dict[str, list[ErrorDetail]] = {}
    for field, words in faults:
        found.setdefault(field, []).append(ErrorDetail(words, "invalid"))
    return ValidationError(found)
