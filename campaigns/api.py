"""Campaigns for programs: prepare one, name people, move it, and read what became of it."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns import access, api_shapes, audience, services, tallying
from campaigns.models import Campaign, Recipient
from contacts import access as contacts_access
from inbox import access as inbox_access
from nxtchat.api import Asked, Conflict
from nxtchat.whatsapp.errors import explain
from templates_app.models import Template

EDIT = "campaigns.edit"


class Campaigns(ListAPIView):
    """The campaigns on numbers that the agent may see, the newest first."""

    request: Asked
    capability = {"GET": "campaigns.read", "POST": EDIT}
    serializer_class = api_shapes.CampaignShape
    newest_by = "id"

    @extend_schema(request=api_shapes.NewCampaign, responses={201: api_shapes.CampaignShape})
    def post(self, request: Asked) -> Response:
        asked = api_shapes.NewCampaign(data=request.data)
        asked.is_valid(raise_exception=True)
        given = {**asked.validated_data}
        number = _found("number", inbox_access.numbers(request.user).select_related("account"), given.pop("number"))
        template = _found("template", Template.objects.filter(account=number.account_id), given.pop("template"))
        name = given.pop("name")
        try:
            made = services.prepare(name=name, template=template, number=number, by=request.user, **given)
        except services.CannotStart as refusal:
            raise _conflict(refusal) from refusal
        return Response(api_shapes.CampaignShape(made).data, status=201)

    def get_queryset(self) -> QuerySet[Campaign]:
        return access.campaigns(self.request.user)


class OneCampaign(APIView):
    """One campaign, and how far it has come."""

    capability = {"GET": "campaigns.read", "DELETE": EDIT}

    @extend_schema(responses=api_shapes.CampaignShape)
    def get(self, request: Asked, campaign_id: int) -> Response:
        return Response(api_shapes.CampaignShape(access.campaign(request.user, campaign_id)).data)

    @extend_schema(responses={204: None}, description="Throw a draft away.")
    def delete(self, request: Asked, campaign_id: int) -> Response:
        try:
            services.discard(campaign=access.campaign(request.user, campaign_id, to=EDIT))
        except services.CannotStart as refusal:
            raise _conflict(refusal) from refusal
        return Response(status=204)


class Schedule(APIView):
    """Let it start by itself."""

    capability = EDIT

    @extend_schema(request=api_shapes.ScheduleAsked, responses=api_shapes.CampaignShape)
    def post(self, request: Asked, campaign_id: int) -> Response:
        asked = api_shapes.ScheduleAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        return _moved(request, campaign_id, services.schedule, **asked.validated_data)


class Start(APIView):
    """Write the audience down and begin to send."""

    capability = EDIT

    @extend_schema(request=None, responses=api_shapes.CampaignShape)
    def post(self, request: Asked, campaign_id: int) -> Response:
        return _moved(request, campaign_id, services.start)


class Pause(APIView):
    """Claim nobody more; what is on its way arrives."""

    capability = EDIT

    @extend_schema(request=None, responses=api_shapes.CampaignShape)
    def post(self, request: Asked, campaign_id: int) -> Response:
        return _moved(request, campaign_id, services.pause)


class Resume(APIView):
    """Go on with whoever waits."""

    capability = EDIT

    @extend_schema(request=None, responses=api_shapes.CampaignShape)
    def post(self, request: Asked, campaign_id: int) -> Response:
        return _moved(request, campaign_id, services.resume)


class Cancel(APIView):
    """End it. What was sent stays sent."""

    capability = EDIT

    @extend_schema(request=None, responses=api_shapes.CampaignShape)
    def post(self, request: Asked, campaign_id: int) -> Response:
        return _moved(request, campaign_id, services.cancel)


class Recipients(ListAPIView):
    """The people of a campaign once it has started; before that, a way to name some one by one."""

    request: Asked
    capability = {"GET": "campaigns.read", "POST": EDIT}
    serializer_class = api_shapes.RecipientShape
    newest_by = "id"

    @extend_schema(parameters=[api_shapes.RecipientFilter])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(request=api_shapes.NamedPeople, responses=api_shapes.NamedShape)
    def post(self, request: Asked, campaign_id: int) -> Response:
        campaign = access.campaign(request.user, campaign_id, to=EDIT)
        asked = api_shapes.NamedPeople(data=request.data)
        asked.is_valid(raise_exception=True)
        named = asked.validated_data["contacts"]
        if campaign.state != Campaign.State.DRAFT:
            raise _conflict(services.NotPossible())
        known = set(contacts_access.contacts(request.user).filter(pk__in=named).values_list("pk", flat=True))
        added = audience.name(campaign, [one for one in named if one in known])
        return Response({"added": added, "unknown": sorted(set(named) - known)})

    def get_queryset(self) -> QuerySet[Recipient]:
        asked = api_shapes.RecipientFilter(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        campaign = access.campaign(self.request.user, self.kwargs["campaign_id"])
        return Recipient.objects.filter(campaign=campaign, **asked.validated_data).select_related("message")


class Report(APIView):
    """What became of a campaign."""

    capability = "campaigns.read"

    @extend_schema(responses=api_shapes.ReportShape)
    def get(self, request: Asked, campaign_id: int) -> Response:
        campaign = access.campaign(request.user, campaign_id)
        found = tallying.sums(campaign)
        failed = Recipient.objects.filter(campaign=campaign, state=Recipient.State.FAILED).order_by()
        counted = failed.values_list("error_code").annotate(count=Count("pk")).order_by("-count")
        failures = [
            {"code": code, "title": str(explain(code).title), "remedy": str(explain(code).remedy), "count": count}
            for code, count in counted
        ]
        places = [0, *campaign.variants.values_list("place", flat=True)]
        variants = {str(place): tallying.sums(campaign, variant=place).facts for place in places}
        shape = {**vars(found), "people": found.people, "failures": failures, "variants": variants}
        return Response(api_shapes.ReportShape(shape).data)


def _moved(request: Asked, campaign_id: int, verb: Any, **more: Any) -> Response:
    campaign = access.campaign(request.user, campaign_id, to=EDIT)
    try:
        verb(campaign=campaign, by=request.user, **more)
    except services.CannotStart as refusal:
        raise _conflict(refusal) from refusal
    return Response(api_shapes.CampaignShape(campaign).data)


def _conflict(refusal: services.CannotStart) -> Conflict:
    return Conflict(refusal.code, refusal.reason)


def _found(field: str, among: QuerySet, pk: int) -> Any:
    found = among.filter(pk=pk).first() if 0 < pk < 2**63 else None
    if found is None:
        raise ValidationError({field: [ErrorDetail(_("This is none of the things to choose from."), "does_not_exist")]})
    return found
