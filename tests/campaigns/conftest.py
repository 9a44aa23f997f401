"""Who prepares campaigns and one of hers, and rate cards whose every figure is made up."""

import io

import pytest

from campaigns.models import Campaign
from nxtchat.team.roles import Role
from templates_app.models import Template

# Made-up figures: none of them is, or ever was, a price of Meta's.
MADE_UP = """WhatsApp rate card (made up for tests)

Market,Currency,Marketing,Utility,Authentication,Authentication-International,Service
Brazil,$US,0.1,0.02,0.03,n/a,0.02
India,$US,0.0125,0.0025,0.0025,0.05,
Rest of Latin America,$US,0.2,0.04,0.04,n/a,0.04
North America,$US,0.3,0.005,0.005,n/a,0.005
Other,$US,0.4,0.1,0.1,n/a,0.1
"""
MADE_UP_TIERS = """Market,Currency,Category,From,To,Rate
Brazil,$US,Utility,1,"1,000",0.02
Brazil,$US,Utility,"1,001","5,000",0.015
Brazil,$US,Utility,"5,001",,0.01
"""


def card(text: str = MADE_UP) -> io.BytesIO:
    file = io.BytesIO(text.encode())
    file.name = "card.csv"
    return file


@pytest.fixture
def mara(agent_of):
    """Writes campaigns."""
    return agent_of("Mara Díaz", Role.MARKETER)


@pytest.fixture
def marketer(client, mara):
    client.force_login(mara)
    return client


@pytest.fixture
def template(account):
    return Template.objects.create(
        account=account,
        meta_id="1",
        name="order_ready",
        language="pt_BR",
        category="UTILITY",
        status="APPROVED",
        components=[{"type": "BODY", "text": "Olá {{1}}, seu pedido está pronto."}],
    )


@pytest.fixture
def campaign(number, template, mara):
    return Campaign.objects.create(name="Orders of May", template=template, number=number, created_by=mara)
