"""What can be wrong with an account, a number or a template, by Meta's code."""

from django.utils.translation import gettext_lazy as _

_PERMISSION = (3, 10, *range(200, 300), 131005)

# (codes, action, what happened, what helps, button), as in problems.py.
WITH_THE_ACCOUNT = (
    ((0, 190), "A", _("Our access to WhatsApp has expired."),
     _("An admin makes a new token at Meta and enters it in the set-up."), "set_up"),
    (_PERMISSION, "A", _("We lack a permission."),
     _("An admin gives the system user both WhatsApp permissions and this business account."), "set_up"),
    ((368, 131031), "A", _("Meta has blocked or locked this account."),
     _("An admin opens the account at Meta, which says why and how to appeal."), "meta"),
    ((131042,), "A", _("There is a problem with payment at Meta."),
     _("An admin checks the payment method."), "billing"),
    ((134011,), "A", _("The payment terms at Meta are not accepted."), _("An admin accepts them at Meta."), "billing"),
    ((131037,), "A", _("The number's display name is not approved."), _("An admin has it approved at Meta."), "set_up"),
    ((131045, 133010), "A", _("This number is not registered at WhatsApp."), _("An admin registers it."), "set_up"),
    ((33,), "A", _("This number no longer exists at WhatsApp."), _("An admin connects another number."), "set_up"),
    # Registering numbers
    ((133000,), "F", _("The number was not completely taken off WhatsApp."), _("Take it off again."), "set_up"),
    ((133005,), "F", _("The PIN is wrong."), _("Enter the PIN of the two-step verification."), "set_up"),
    ((133008, 133009), "W", _("Too many wrong PINs."), _("Wait for the time that the details name."), ""),
    ((133006,), "F", _("The number must be verified first."), _("Ask Meta for a code and enter it."), "set_up"),
    ((133015,), "W", _("The number was deleted a moment ago."), _("Wait five minutes."), ""),
    ((133016,), "W", _("The number was registered too often."), _("Wait 72 hours."), ""),
    ((136024, 136025), "F", _("The verification code could not be sent or is wrong."),
     _("Ask for a new code."), "set_up"),
    (tuple(range(2388001, 2388104)), "F", _("The number cannot be moved yet."), _("The details say why."), "copy"),
    (tuple(range(2494164, 2494180)), "F", _("The sign-up at Meta could not be finished."),
     _("The details say why."), "copy"),
    ((2494191,), "F", _("Meta does not let us take over this conversation."), _("Write a message instead."), ""),
    (tuple(range(138000, 138024)), "F", _("The call was not possible."), _("The details say why."), "copy"),
    (tuple(range(147001, 147005)), "F", _("WhatsApp refused this username."), _("Choose another."), ""),
    # Block list
    ((139100,), "F", _("Some people could not be blocked."), _("The details name them."), "copy"),
    ((139101,), "F", _("The block list is full."), _("Unblock somebody first."), ""),
    ((139102, 139103), "R", _("The block list is busy."), _("Try again in a moment."), "retry"),
    # Templates
    ((2388019,), "F", _("The account has as many templates as it may have."), _("Delete one first."), "copy"),
    ((2388040,), "F", _("A part of the template is too long."), _("Shorten it."), "open_template"),
    ((2388047, 2388072, 2388073), "F", _("A part of the template is not as Meta wants it."),
     _("The details name the part."), "open_template"),
    ((2388293,), "F", _("The template has too many values for so short a text."), _("Write more text."),
     "open_template"),
    ((2388299,), "F", _("A template may not begin or end with a value."), _("Add words around it."), "open_template"),
    ((200005, 200006, 200007), "F", _("Template figures are not available."), _("Switch them on at Meta."), "meta"),
    # History of the phone app
    ((2593107, 2593108), "F", _("The history can only be fetched once, within 24 hours."),
     _("Disconnect and connect the number again."), "set_up"),
    ((2593109,), "F", _("The owner of the phone declined to share the history."), _("Ask them."), ""),
    ((1752041,), "N", _("This was asked of Meta already."), _("Nothing needs to be done."), ""),
)  # fmt: skip

# Whoever meets one of these meets it on every number of the account.
OF_THE_WHOLE_ACCOUNT = frozenset({0, 190, *_PERMISSION, 368, 131031, 131042, 134011})
