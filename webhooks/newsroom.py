"""What Meta tells of ourselves, brought to whoever keeps it."""

from nxtchat.live.stream import EVERYONE, publish_many_on_commit, publish_on_commit
from nxtchat.whatsapp import news
from nxtchat.whatsapp.events import AccountProblem, News
from nxtchat.whatsapp.events_news_types import Nothing, OfTemplates
from nxtchat.whatsapp.models import Account
from templates_app import receiving as templates
from webhooks import reasons
from webhooks.claims import Claimed


def note_problem(told: AccountProblem, *, event: Claimed) -> str:
    """Returns as what it is filed: nothing here can apply it, but the admins are told if it is about us."""
    account = Account.objects.filter(waba_id=told.waba_id).first()
    if account and event.app_id in ("", account.app_id):
        news.note_problem(told, account=account, at=event.received_at, event_id=event.id)
    return reasons.of_problem(told.fault.code)


def take(told: News, *, event: Claimed) -> str:
    """Returns why nobody could use it, or nothing."""
    if isinstance(told.told, Nothing):
        return ""
    account = news.account_of(told)
    if account is None:
        return reasons.ACCOUNT_NOT_CONNECTED
    if event.app_id and event.app_id != account.app_id:
        return reasons.FOREIGN_APP
    if isinstance(told.told, OfTemplates):
        templates.receive(told, account=account, event_id=event.id)
        publish_on_commit("template.changed", number=EVERYONE)
        return ""
    if news.is_about_another(told, account):
        return reasons.NOT_CONNECTED
    touched = news.receive(told, account=account, event_id=event.id)
    publish_many_on_commit([("number.changed", number, {}) for number in sorted(touched)])
    return ""
