"""Which teams answer a number, how it confirms a STOP, and letting it send again after a stop."""

from collections.abc import Iterable, Mapping

import structlog
from django.db import transaction

from inbox.models import Confirmation, NumberAccess
from inbox.services.turns import give_back
from nxtchat.live.stream import publish_many_on_commit, publish_on_commit
from nxtchat.team.models import Agent, Team
from nxtchat.whatsapp import circuit
from nxtchat.whatsapp.models import Number

log = structlog.get_logger(__name__)


@transaction.atomic
def give_number(*, number: Number, teams: Iterable[Team], by: Agent) -> None:
    """Only these teams see its conversations from now on; given to no team, everybody does."""
    wanted = {team.pk for team in teams}
    NumberAccess.objects.filter(number=number).exclude(team__in=wanted).delete()
    NumberAccess.objects.bulk_create(
        [NumberAccess(number=number, team_id=team) for team in sorted(wanted)], ignore_conflicts=True
    )
    log.info("inbox.number_given", number=number.pk, teams=len(wanted), by=by.pk)
    give_back()
    publish_on_commit("number.changed", number=number.pk)  # open pages are asked again what they may hear


@transaction.atomic
def set_confirmations(*, number: Number, is_on: bool, language: str, words: Mapping[str, str], by: Agent) -> None:
    """Whether STOP is confirmed, and in which words to people of this language; without words in the usual ones."""
    held, _is_new = Confirmation.objects.select_for_update().get_or_create(number=number)
    held.is_on = is_on
    given = {occasion: text.strip() for occasion, text in words.items() if text.strip()}
    held.words = {code: kept for code, kept in (held.words | {language: given}).items() if kept}
    held.save()
    log.info("inbox.confirmations_set", number=number.pk, is_on=is_on, by=by.pk)


@transaction.atomic
def resume_number(*, number: Number, by: Agent) -> None:
    """What stopped it was mended: the messages that waited leave with the next sweep."""
    going_on = circuit.resume(number)
    log.info("inbox.number_resumed", numbers=going_on, by=by.pk)
    publish_many_on_commit([("number.changed", each, {}) for each in going_on])
