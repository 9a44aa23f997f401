"""Templates that Meta approved, for those who send them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts import consent
from nxtchat.team.roles import Role
from templates_app import services, syncing
from templates_app.models import Template


@pytest.fixture
def approved(whatsapp, number, contact, agent_of):
    """`approved(design)`: Mara wrote it, Meta approved it, and Ana agreed to offers."""
    yes = consent.Said(
        contact=contact.pk, purpose="marketing", is_given=True, at=timezone.now() - timedelta(days=1), source="agent"
    )
    consent.record([yes])
    mara = agent_of("Mara Díaz", Role.MARKETER)

    def approve(design) -> Template:
        draft = services.begin(account=number.account, by=mara, design=design)
        template = services.submit(draft, by=mara)
        whatsapp.ask("POST", "review", template_id=template.meta_id, event="APPROVED")
        syncing.sync(number.account)
        template.refresh_from_db()
        return template

    return approve
