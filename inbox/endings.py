"""How an attempt to send ended, and what follows for its message. Decided here, for one and for many alike."""

from dataclasses import dataclass

from inbox import gate
from inbox.models import Status
from nxtchat.whatsapp import errors, patience
from nxtchat.whatsapp.client import GraphError, GraphRefused, GraphUnavailable, GraphUnknown, Sent
from nxtchat.whatsapp.errors import Action, explain

# What we refuse ourselves has Meta's code where it has one: the same words, the same remedy.
REFUSED_BY_US = {
    gate.WINDOW_CLOSED: 131047,
    gate.BLOCKED: 130403,
    gate.RESTRICTED: errors.RESTRICTED,
    gate.ERASED: errors.ERASED,
    gate.OPTED_OUT: errors.OPTED_OUT,
    gate.NO_CONSENT: errors.NO_CONSENT,
    gate.TEMPLATE_UNAVAILABLE: 132001,
}
TEMPLATES = {"PAUSED": 132015, "DISABLED": 132016}  # by Meta's word for its status
PAIR_LIMIT = 131056  # too fast for one person; all other speed limits concern the whole number
TRIED = ("put_off", "not_begun")  # outcomes after which we try again by ourselves
FILE_GONE = "file_gone"  # once for a message: whoever brought the file anew and hears it again has another trouble
PASSING = (*TRIED, "handed_back")  # the last was no try at all


@dataclass(frozen=True, slots=True)
class Ending:
    """What to write down."""

    outcome: str  # of the attempt
    status: Status  # that the message moves to
    sent: Sent | None = None
    error: GraphError | None = None  # why, in Meta's words
    wait: float = 0.0  # in the queue: seconds until the next try
    hold: float = 0.0  # seconds that the whole number waits
    is_ours: bool = False  # we refused it ourselves, so it tells nothing new about the person or the number


# Without an answer of WhatsApp's:
HANDED_BACK = Ending("handed_back", Status.QUEUED)  # the POST had not begun; it is looked at anew
UNSAYABLE = Ending("refused", Status.FAILED, error=GraphRefused(title="a fault of NxtChat"))  # no body could be built


def file_gone(problem: GraphError) -> Ending:
    """WhatsApp has its file no more, and said so before it took the message: bring the file again, then send it."""
    return Ending(FILE_GONE, Status.QUEUED, error=problem)


def refused_by_us(refusal: gate.Refusal) -> Ending | None:
    """How a message ends that the gate refuses; None where it waits, for the number can be mended."""
    code = REFUSED_BY_US.get(refusal.code)
    if refusal.template:
        code = TEMPLATES.get(refusal.template.status, code)
    return Ending("refused", Status.FAILED, error=GraphRefused(code=code), is_ours=True) if code else None


def ending(result: Sent | BaseException | None, *, tries: int) -> Ending:
    """`tries`: how often in a row we tried by ourselves, this attempt included."""
    if isinstance(result, Sent):
        return Ending("accepted", Status.SENT, sent=result)
    if isinstance(result, GraphRefused):
        return _refusal(result, tries=tries)
    if isinstance(result, GraphUnavailable):
        return not_begun(tries=tries)
    # Anything else, a fault of ours included: the bytes may have left, so it is never sent again by itself.
    return Ending("unknown", Status.UNKNOWN, error=result if isinstance(result, GraphError) else None)


def not_begun(*, tries: int) -> Ending:
    """Nothing was said: try again, for as long as the window is open."""
    return Ending("not_begun", Status.QUEUED, wait=patience.without_connection(tries=tries))


def unprepared(problem: GraphError, *, tries: int) -> Ending:
    """What had to be at WhatsApp first is not there. That was no message, so even an unknown end may be repeated."""
    if isinstance(problem, GraphUnavailable | GraphUnknown):
        return not_begun(tries=tries)
    return ending(problem, tries=tries)


def _refusal(refusal: GraphRefused, *, tries: int) -> Ending:
    problem = explain(refusal.code, http_status=refusal.http_status)
    if problem.action == Action.RETRY or (problem.action == Action.WAIT and patience.waits_by_itself(refusal.code)):
        wait = patience.after_refusal(refusal.code, tries=tries)
        if wait is not None:
            hold = 0.0 if refusal.code == PAIR_LIMIT or problem.action == Action.WAIT else wait
            return Ending("put_off", Status.QUEUED, error=refusal, wait=wait, hold=hold)
    elif problem.action == Action.STOP and refusal.code is not None:
        return Ending("put_off", Status.QUEUED, error=refusal)  # it waits until the number goes on
    elif problem.action == Action.UNSURE:
        return Ending("unknown", Status.UNKNOWN, error=refusal)
    return Ending("refused", Status.FAILED, error=refusal)
