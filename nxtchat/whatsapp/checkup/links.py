"""Where at Meta a thing is mended."""

from nxtchat.whatsapp.models import Account

SYSTEM_USERS = "https://business.facebook.com/settings/system-users"


def app_secret(account: Account) -> str:
    return f"https://developers.facebook.com/apps/{account.app_id}/settings/basic/"


def webhooks(account: Account) -> str:
    return f"https://developers.facebook.com/apps/{account.app_id}/whatsapp-business/wa-settings/"


def numbers(account: Account) -> str:
    return f"https://business.facebook.com/wa/manage/phone-numbers/?waba_id={account.waba_id}"


def templates(account: Account) -> str:
    return f"https://business.facebook.com/wa/manage/message-templates/?waba_id={account.waba_id}"


def flows(account: Account) -> str:
    return f"https://business.facebook.com/wa/manage/flows/?waba_id={account.waba_id}"


def quality(account: Account) -> str:
    return f"https://business.facebook.com/business-support-home/{account.waba_id}/"
