"""A machine reads the description and tries what it promises, and much that it does not."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as promised

from campaigns import audience
from campaigns import services as campaigning
from contacts import merging
from contacts.models import Contact
from inbox.models import Conversation
from nxtchat.team import services
from templates_app.models import Template
from tests.inbox.files import stored
from webhooks.models import WebhookEvent

DESCRIBED = SchemaGenerator().get_schema(public=True)
OPERATIONS = [f"{method.upper()} {path}" for path, methods in DESCRIBED["paths"].items() for method in methods]
PROMISES = [
    checks.not_a_server_error,
    promised.status_code_conformance,
    promised.content_type_conformance,
    promised.response_schema_conformance,
]
# The machine sends parts without a file's name, and has no Meta: test_media.py and test_templates.py bring real ones.
NEED_MORE = {"POST /api/v1/media/", "POST /api/v1/templates/samples/", "DELETE /api/v1/templates/{template_id}/"}
GREETING = {"client_id": "5d7f0d5e-30a5-4f0e-9f9c-3ff0d4f2a001", "kind": "text", "text": "Hello"}
TEMPLATE = {"name": "hello", "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": "Hello"}]}
# What the machine hardly ever makes up by itself, since much that is said must fit together.
MADE_UP = {
    "POST /api/v1/campaigns/": {"name": "May", "template": 0, "number": 0},
    "POST /api/v1/campaigns/{campaign_id}/recipients/": {"contacts": [0]},
    "POST /api/v1/campaigns/{campaign_id}/schedule/": {"at": "2090-05-04T10:30:00Z"},
    "POST /api/v1/contacts/": {"number": "+5511987654321"},
    "PATCH /api/v1/contacts/{contact_id}/": {"name": "Ana"},
    "POST /api/v1/conversations/{conversation_id}/messages/": GREETING,
    "POST /api/v1/templates/": TEMPLATE | {"submit": False},
    "PATCH /api/v1/templates/{template_id}/": {"submit": False},
    "POST /api/v1/messages/": GREETING | {"to": 0, "number": 0},
}
PATIENTLY = settings(
    max_examples=30,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


pytestmark = pytest.mark.django_db(transaction=True)  # requests close their connections, as on a server


def somebody(number):
    contact = Contact.objects.create(name="Ana, too")
    Conversation.objects.create(number=number, contact=contact, last_message_at=timezone.now())
    return contact


def campaign_for(label, *, conversation, template, by):
    """In the state in which this can be asked of it."""
    made = campaigning.prepare(name="May", template=template, number=conversation.number, by=by)
    audience.name(made, [conversation.contact_id])
    if label.endswith(("/pause/", "/resume/", "/cancel/")):
        campaigning.start(campaign=made, by=by)
    if label.endswith("/resume/"):
        campaigning.pause(campaign=made, by=by)
    return made


def test_the_description_is_whole():
    found = [operation for methods in DESCRIBED["paths"].values() for operation in methods.values()]
    assert len(found) >= 8
    assert all(operation["description"] for operation in found)
    assert DESCRIBED["components"]["securitySchemes"] == {"bearer": {"type": "http", "scheme": "bearer"}}


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_is_as_described(ada, conversation, says, label):
    says("Olá")
    event = WebhookEvent.objects.create(body=b"{}", sha256=b"1" * 32)
    headers = {"Authorization": f"Bearer {services.issue_token(agent=ada, name='Machine', scopes=['all'])}"}
    ours = {"conversation_id": conversation.pk, "event_id": event.pk, "assignee": ada.pk}
    ours |= {"to": conversation.contact_id, "number": conversation.number_id, "contact_id": conversation.contact_id}
    twin, second = (somebody(conversation.number) for _ in range(2))
    ours |= {"other": twin.pk, "merge_id": merging.merge(keep=conversation.contact, drop=second, by=ada).pk}
    if label == "POST /api/v1/contacts/":  # there it is not one of our own
        ours["number"] = "+551187654321"
    template = Template.objects.create(account=conversation.number.account, status="APPROVED", **TEMPLATE)
    ours |= {"template_id": template.pk, "contacts": [conversation.contact_id]}
    if label == "POST /api/v1/campaigns/":
        ours["template"] = template.pk
    if "/campaigns/{" in label:
        ours["campaign_id"] = campaign_for(label, conversation=conversation, template=template, by=ada).pk
    file = stored(conversation, b"hello", author=ada)
    ours |= {"public_id": str(file.public_id)}
    described = schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())
    [operation] = (found.ok() for found in described.get_all_operations() if found.ok().label == label)
    seen = set()

    @PATIENTLY
    @given(
        sensible=operation.as_strategy(GenerationMode.POSITIVE), silly=operation.as_strategy(GenerationMode.NEGATIVE)
    )
    def try_both(sensible, silly):
        for name in sensible.path_parameters or {}:
            sensible.path_parameters[name] = ours.get(name, 1)
        if not seen and label in MADE_UP:
            sensible.body = {**MADE_UP[label]}
        if isinstance(sensible.body, dict):
            sensible.body |= {name: ours[name] for name in sensible.body if name in ours}
        for case in (sensible, silly):
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=PROMISES)
            seen.add(answer.status_code)

    try_both()
    if label not in NEED_MORE:
        assert seen & {200, 201, 202, 204}, seen
