"""The API, version 1, put together."""

from django.urls import path, register_converter

from campaigns import api as campaigns
from contacts.api import Contacts, OneContact
from contacts.api_words import Fields, Groups, Labels, Segments
from contacts.consent.api import Consent
from contacts.merging import api as merging
from inbox.api.conversations import Conversations, Numbers, OneConversation
from inbox.api.media import OneMedia, Uploads
from inbox.api.messages import FirstMessages, Messages
from nxtchat.api_docs import Nothing, Schema, docs
from templates_app.api import OneTemplate, Samples, Sync, Templates
from webhooks.api import Body, Events, Replay

app_name = "api"


class Anything:
    """Whatever stands there: Django's own `path` stops at a line break."""

    regex = r"[\s\S]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Anything, "anything")

urlpatterns = [
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    path("v1/numbers/", Numbers.as_view(), name="numbers"),
    path("v1/contacts/", Contacts.as_view(), name="contacts"),
    path("v1/contacts/<int:contact_id>/", OneContact.as_view(), name="contact"),
    path("v1/labels/", Labels.as_view(), name="labels"),
    path("v1/groups/", Groups.as_view(), name="groups"),
    path("v1/fields/", Fields.as_view(), name="fields"),
    path("v1/segments/", Segments.as_view(), name="segments"),
    path("v1/contacts/<int:contact_id>/consent/", Consent.as_view(), name="consent"),
    path("v1/conversations/", Conversations.as_view(), name="conversations"),
    path("v1/conversations/<int:conversation_id>/", OneConversation.as_view(), name="conversation"),
    path("v1/conversations/<int:conversation_id>/messages/", Messages.as_view(), name="messages"),
    path("v1/messages/", FirstMessages.as_view(), name="first_messages"),
    path("v1/media/", Uploads.as_view(), name="media"),
    path("v1/media/<uuid:public_id>/", OneMedia.as_view(), name="one_media"),
    path("v1/templates/", Templates.as_view(), name="templates"),
    path("v1/templates/sync/", Sync.as_view(), name="templates_sync"),
    path("v1/templates/samples/", Samples.as_view(), name="templates_samples"),
    path("v1/templates/<int:template_id>/", OneTemplate.as_view(), name="template"),
    path("v1/campaigns/", campaigns.Campaigns.as_view(), name="campaigns"),
    path("v1/campaigns/<int:campaign_id>/", campaigns.OneCampaign.as_view(), name="campaign"),
    path("v1/campaigns/<int:campaign_id>/schedule/", campaigns.Schedule.as_view(), name="campaign_schedule"),
    path("v1/campaigns/<int:campaign_id>/start/", campaigns.Start.as_view(), name="campaign_start"),
    path("v1/campaigns/<int:campaign_id>/pause/", campaigns.Pause.as_view(), name="campaign_pause"),
    path("v1/campaigns/<int:campaign_id>/resume/", campaigns.Resume.as_view(), name="campaign_resume"),
    path("v1/campaigns/<int:campaign_id>/cancel/", campaigns.Cancel.as_view(), name="campaign_cancel"),
    path("v1/campaigns/<int:campaign_id>/recipients/", campaigns.Recipients.as_view(), name="campaign_recipients"),
    path("v1/campaigns/<int:campaign_id>/report/", campaigns.Report.as_view(), name="campaign_report"),
    path("v1/events/", Events.as_view(), name="events"),
    path("v1/events/<int:event_id>/body/", Body.as_view(), name="event_body"),
    path("v1/events/<int:event_id>/replay/", Replay.as_view(), name="replay"),
    path("v1/contacts/doubles/", merging.Doubles.as_view(), name="doubles"),
    path("v1/contacts/<int:contact_id>/merges/", merging.Merges.as_view(), name="merges"),
    path("v1/contacts/merges/<int:merge_id>/undo/", merging.Undo.as_view(), name="merge_undo"),
    path("v1/", Nothing.as_view()),
    path("v1/<anything:rest>", Nothing.as_view()),
]
