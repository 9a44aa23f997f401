from django.urls import include, path

from campaigns import views
from campaigns.drafting import views as drafting
from campaigns.drafting import views_confirming as confirming
from campaigns.reporting import moving
from campaigns.reporting import views as reporting

app_name = "campaigns"
urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("prices/", include("campaigns.rates.urls")),
    path("<int:campaign_id>/", reporting.campaign, name="campaign"),
    path("<int:campaign_id>/removal/", views.removal, name="removal"),
    path("<int:campaign_id>/audience/", drafting.who, name="audience"),
    path("<int:campaign_id>/audience/count/", drafting.count, name="count"),
    path("<int:campaign_id>/audience/left-out/<str:rule>/", drafting.left_out, name="left_out"),
    path("<int:campaign_id>/message/", drafting.message, name="message"),
    path("<int:campaign_id>/message/template/", drafting.template, name="template"),
    path("<int:campaign_id>/message/faces/", drafting.faces, name="faces"),
    path("<int:campaign_id>/timing/", drafting.timing, name="timing"),
    path("<int:campaign_id>/timing/estimate/", drafting.estimate, name="estimate"),
    path("<int:campaign_id>/trial/", confirming.trial, name="trial"),
    path("<int:campaign_id>/confirmation/", confirming.confirmation, name="confirmation"),
    path("<int:campaign_id>/progress/", reporting.live, name="progress"),
    path("<int:campaign_id>/report/", reporting.report, name="report"),
    path("<int:campaign_id>/replies/", reporting.replies, name="replies"),
    path("<int:campaign_id>/recipients.csv", reporting.sheet, name="recipients"),
    path("<int:campaign_id>/moves/<str:to>/", moving.move, name="move"),
    path("<int:campaign_id>/copies/", reporting.copies, name="copies"),
]
