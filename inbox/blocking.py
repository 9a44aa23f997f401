"""Whoever an agent blocks is blocked at WhatsApp too, by every number they wrote to; and let in again likewise.

What shall be, the marks say. Asking WhatsApp twice does no harm, so whatever was not answered is asked again.
"""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Mark
from inbox.gate import recipient
from inbox.models import Block, Conversation
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.whatsapp import patience
from nxtchat.whatsapp.block_list import NOT_HEARD_OF_LATELY, BlockList
from nxtchat.whatsapp.client import GraphError, GraphRefused
from nxtchat.whatsapp.errors import Action, explain

LEASE = timedelta(seconds=60)  # longer than all timeouts of a question
A_WHILE = 3600.0  # seconds, for what a person has to mend
BATCH = 200


def wish(conversations: QuerySet[Conversation]) -> None:
    """Let what is asked of WhatsApp about these follow the marks."""
    theirs = Block.objects.filter(conversation__in=conversations)
    blocked, marked = _is_marked("contact"), _is_marked("conversation__contact")
    new = conversations.filter(blocked, last_inbound_at__isnull=False, block=None).values_list("pk", flat=True)
    Block.objects.bulk_create([Block(conversation_id=pk) for pk in new], ignore_conflicts=True)
    now = {"due_at": timezone.now(), "tries": 0, "code": None}
    theirs.filter(marked, is_wanted=False).update(is_wanted=True, **now)
    lifted = theirs.filter(~marked, is_wanted=True)
    lifted.filter(due_at=None, held_until=None, code__isnull=False).delete()  # they never were on the list
    lifted.update(is_wanted=False, **now)


def wish_all() -> None:
    """The same for everybody, and for those who could not be blocked, but have written since."""
    everyone = Block.objects.values("conversation")
    with_mark = Mark.objects.filter(kind=Mark.Kind.BLOCKED, lifted_at=None).values("contact")
    wish(Conversation.objects.filter(Q(contact__in=with_mark) | Q(pk__in=everyone)))
    silent = Block.objects.filter(is_wanted=True, due_at=None, code=NOT_HEARD_OF_LATELY)
    silent.filter(conversation__last_inbound_at__gt=F("asked_at")).update(due_at=timezone.now())


def due() -> list[int]:
    found = Block.objects.filter(_is_free(), due_at__lte=timezone.now())
    return list(found.order_by("due_at").values_list("pk", flat=True)[:BATCH])


def tell(block_id: int) -> None:
    """Ask WhatsApp, and write down what it says."""
    now = timezone.now()
    row = Block.objects.filter(pk=block_id)
    if not row.filter(_is_free(), due_at__lte=now).update(held_until=now + LEASE, asked_at=now, tries=F("tries") + 1):
        return
    block = row.select_related("conversation__number__account").get()
    number, who = block.conversation.number, recipient(block.conversation)
    if who is None:  # a group, or nobody any more
        row.delete()
        return
    graph, code, wait = BlockList(number.account), None, None
    try:
        (graph.block if block.is_wanted else graph.unblock)(number=number, who=who)
    except GraphError as problem:
        code, wait = problem.code, _wait(problem, tries=block.tries)
    _write_down(block, code=code, due_at=None if wait is None else timezone.now() + timedelta(seconds=wait))


def words(contact_id: int) -> list[str]:
    """What WhatsApp said to our blocking them, for people."""
    found = Block.objects.filter(conversation__contact=contact_id).order_by("pk")
    return list(dict.fromkeys(in_words(block) for block in found))


def in_words(block: Block) -> str:
    """What WhatsApp said to that."""
    if block.is_wanted and block.due_at is None and block.code is None:
        return _("Also blocked at WhatsApp")
    said = _("Not yet blocked at WhatsApp") if block.is_wanted else _("Still blocked at WhatsApp")
    if block.code == NOT_HEARD_OF_LATELY:
        why = _("It only blocks people who wrote in the last 24 hours. It is asked again when they write.")
    else:
        why = str(explain(block.code).title) if block.code is not None else ""
    return f"{said}. {why}" if why else said


def _wait(problem: GraphError, *, tries: int) -> float | None:
    """Seconds until it is asked again; None: asking again does not help."""
    if not isinstance(problem, GraphRefused):
        return patience.without_connection(tries=tries)
    action = explain(problem.code, http_status=problem.http_status).action
    if action == Action.RETRY:
        return patience.after_refusal(problem.code, tries=tries) or A_WHILE
    return A_WHILE if action in {Action.STOP, Action.WAIT} else None


def _write_down(block: Block, *, code: int | None, due_at: object) -> None:
    """If something else is wanted by now, that is asked next."""
    ours = Block.objects.filter(pk=block.pk, held_until=block.held_until)
    still = ours.filter(is_wanted=block.is_wanted)
    if not block.is_wanted and code is None and due_at is None:
        still.delete()  # off the list: there is nothing more to know
    else:
        still.update(code=code, due_at=due_at, held_until=None)
    ours.update(held_until=None)
    publish_many_on_commit([("contact.changed", block.conversation.number_id, {"c": block.conversation_id})])


def _is_free() -> Q:
    return Q(held_until=None) | Q(held_until__lt=timezone.now())


def _is_marked(contact: str) -> Exists:
    return Exists(Mark.objects.filter(contact=OuterRef(contact), kind=Mark.Kind.BLOCKED, lifted_at=None))
