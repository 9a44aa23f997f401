"""Why a campaign cannot be moved: a code for programs, words for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CannotStart(Exception):
    """Something has to be mended first."""

    code = "not_possible"
    words: Promise = _("This is not possible as things stand: somebody else may have changed it.")

    @property
    def reason(self) -> str:
        return str(self.words)


class NotPossible(CannotStart):
    """The campaign is not in a state for this, or somebody else was faster."""


class TemplateUnavailable(CannotStart):
    """It is not approved, or belongs to another account than the number."""

    code = "template_unavailable"
    words = _("This template cannot be sent from this number. Choose another.")


class DoesNotFit(CannotStart):
    """Something that the template asks for is not given."""

    code = "unfilled"
    words = _("Say what goes into each place of the template, and what stands there where nothing is known.")


class NobodyInIt(CannotStart):
    """No audience was chosen."""

    code = "no_audience"
    words = _("Choose who gets it first.")


class NeedsSecond(CannotStart):
    """Another person than who confirmed it has to agree first."""

    code = "needs_second"
    words = _("A second person has to agree before this is sent.")
