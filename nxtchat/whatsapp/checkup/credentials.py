"""Do the keys fit: the app secret, the token, what the token may do."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nxtchat.crypto import Unreadable
from nxtchat.whatsapp.checkup import links
from nxtchat.whatsapp.checkup.answers import Answers
from nxtchat.whatsapp.checkup.check import check, lost, refused, when
from nxtchat.whatsapp.checkup.result import Result, fail, ok, wait, warn
from nxtchat.whatsapp.client import GraphRefused, GraphUnavailable, GraphUnknown

PERMISSIONS = ("whatsapp_business_messaging", "whatsapp_business_management")
SOON = timedelta(days=14)


def _doubts_secret(refusal: GraphRefused) -> bool:
    """Meta compares the proof that we send along with the token, and names it when it does not fit."""
    return "appsecret_proof" in f"{refusal.title} {refusal.details}"


@check("secret", gettext_lazy("Is the app secret right?"))
def secret(answers: Answers) -> Result:
    if isinstance(answers.account.app_secret, Unreadable):
        return lost()
    try:
        answers.token()
    except GraphRefused as refusal:
        if _doubts_secret(refusal):
            return fail(
                _("WhatsApp says that the app secret and the token do not belong together."),
                _("Is this the secret of another app? Copy the app secret of app %(app)s and replace it below.")
                % {"app": answers.account.app_id},
                link=links.app_secret(answers.account),
            )
        return wait(_("WhatsApp did not get as far as looking at it."), _("The next line says why."))
    except (GraphUnavailable, GraphUnknown):
        return wait(_("WhatsApp could not be asked."), _("The next line says why."))
    return ok(_("A request signed with it was accepted."))


@check("token", gettext_lazy("Does WhatsApp accept our token?"))
def token(answers: Answers) -> Result:
    if isinstance(answers.account.token, Unreadable):
        return lost()
    new = _("Make a token for a system user, for app %(app)s and without an end, and replace it below.") % {
        "app": answers.account.app_id
    }
    try:
        found = answers.token()
    except GraphRefused as refusal:
        if _doubts_secret(refusal):
            return wait(_("WhatsApp did not get as far as looking at it."), _("The line above says why."))
        return refused(refusal, new, links.SYSTEM_USERS)
    if not found.is_valid:
        return fail(_("WhatsApp says that the token is not valid any more."), new, link=links.SYSTEM_USERS)
    if found.app_id and found.app_id != answers.account.app_id:
        return fail(_("The token belongs to another app: %(app)s.") % {"app": found.app_id}, new)
    return ok(_("It is valid and belongs to our app."))


@check("expiry", gettext_lazy("Will the token last?"), needs=("token",))
def expiry(answers: Answers) -> Result:
    ends = answers.token().expires_at
    if ends is None:
        return ok(_("It has no end."))
    said = _("It ends on %(date)s.") % {"date": when(ends)}
    fix = _("Make a token for a system user (a user's own token ends within hours), choose no end, replace it below.")
    tell = fail if ends < timezone.now() + SOON else warn
    return tell(said, fix, link=links.SYSTEM_USERS)


@check("permissions", gettext_lazy("May the token do what is needed?"), needs=("token",))
def permissions(answers: Answers) -> Result:
    missing = [name for name in PERMISSIONS if name not in answers.token().scopes]
    if not missing:
        return ok(_("It may write messages and manage the account."))
    return fail(
        _("Missing: %(permissions)s.") % {"permissions": ", ".join(missing)},
        _("Make the token again, tick %(permissions)s while doing so, and replace it below.")
        % {"permissions": ", ".join(missing)},
        link=links.SYSTEM_USERS,
    )


@check("reach", gettext_lazy("Does the token cover this business account?"), needs=("permissions",))
def reach(answers: Answers) -> Result:
    ours = answers.account.waba_id
    for permission in PERMISSIONS:
        covered = answers.token().targets.get(permission, ())
        if covered and ours not in covered:  # no list at all means every account of the business
            return fail(
                _("%(permission)s covers other accounts, not %(account)s.")
                % {"permission": permission, "account": ours},
                _("Give the system user full control of the WhatsApp account %(account)s, then make the token again.")
                % {"account": ours},
                link=links.SYSTEM_USERS,
            )
    return ok(_("It covers %(account)s.") % {"account": ours})
