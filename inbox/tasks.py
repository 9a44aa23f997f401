"""What the workers do for the inbox. A task is a nudge: the row says what is to be done."""

from functools import partial
from itertools import batched

from celery import shared_task
from django.db import transaction

from inbox import blocking, consequences, delivery, reading, sending, sweeping
from inbox.media import fetching, tidying, uploading
from nxtchat.whatsapp.client import GraphUnavailable, GraphUnknown

SWEEP_EVERY, SWEEP_MEDIA_EVERY, SWEEP_BLOCKS_EVERY = 5, 10, 30  # seconds, as in the timetable
SILENT = (GraphUnavailable, GraphUnknown)


@shared_task(acks_late=True)
def deliver(message_id: int) -> None:
    if following := delivery.deliver(message_id):
        deliver.delay(following)


@shared_task(acks_late=True)
def sweep() -> None:
    sweeping.take_back()
    overdue = sweeping.overdue()
    for message_id in overdue:
        # Whatever no worker came to until the next sweep is found again by it.
        deliver.apply_async((message_id,), expires=SWEEP_EVERY)
    if len(overdue) >= sweeping.FEW:
        send_waiting.apply_async(expires=SWEEP_EVERY)


@shared_task(acks_late=True)
def send_waiting() -> None:
    if sending.send_waiting():
        send_waiting.apply_async(expires=SWEEP_EVERY)


@shared_task(acks_late=True)
def fetch_media(media_ids: list[int]) -> None:
    fetching.fetch_many(media_ids)


@shared_task(acks_late=True)
def sweep_media() -> None:
    fetching.give_up_expired()
    for media_ids in batched(fetching.overdue(), 25):
        fetch_media.apply_async((media_ids,), expires=SWEEP_MEDIA_EVERY)


@shared_task(acks_late=True)
def tidy_media() -> None:
    uploading.discard_unsaid()
    tidying.tidy()


# Once more if WhatsApp did not answer. If it stays silent, the next message that is read brings the ticks of all.
@shared_task(acks_late=True, autoretry_for=SILENT, max_retries=1, default_retry_delay=5, throws=SILENT)
def tell_read(conversation_id: int) -> None:
    reading.tell(conversation_id)


@shared_task(throws=SILENT)
def show_typing(conversation_id: int) -> None:
    reading.tell(conversation_id, is_typing=True)


@shared_task(acks_late=True)
def note_missed_opt_outs() -> None:
    consequences.note_missed_opt_outs()


@shared_task(acks_late=True)
def tell_block(block_id: int) -> None:
    blocking.tell(block_id)


@shared_task(acks_late=True)
def sweep_blocks() -> None:
    blocking.wish_all()
    for block_id in blocking.due():
        tell_block.apply_async((block_id,), expires=SWEEP_BLOCKS_EVERY)


def deliver_on_commit(message_id: int) -> None:
    """Nudge a worker. Without Redis nothing is lost: the sweep finds the message."""
    transaction.on_commit(partial(deliver.apply_async, (message_id,), retry=False), robust=True)


def tell_read_on_commit(conversation_id: int) -> None:
    transaction.on_commit(partial(tell_read.apply_async, (conversation_id,), retry=False), robust=True)


def tell_block_on_commit(block_id: int) -> None:
    """Nudge a worker. Without Redis nothing is lost: the sweep finds it."""
    transaction.on_commit(partial(tell_block.apply_async, (block_id,), retry=False), robust=True)
