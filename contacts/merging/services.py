"""Putting two contacts together by hand, and taking them apart again."""

from django.db import transaction
from django.utils import timezone

from contacts.above import above
from contacts.consent.ledger import opened
from contacts.merging import moving
from contacts.merging.absorbing import carry_over, remove
from contacts.merging.blending import blend, restore
from contacts.models import ConsentEvent, ConsentState, Contact, Identity, Merge, Suggestion
from nxtchat.team.models import Agent


class Impossible(Exception):
    """There is nothing to be put together, or to be taken apart, any more."""


@transaction.atomic
def merge(*, keep: Contact, drop: Contact, by: Agent) -> Merge:
    """They are one person. What came of either is `keep`'s now; `drop` is gone, and can be brought back."""
    above().take_turn()
    keep, drop = _locked(keep.pk, drop.pk)
    if Identity.objects.filter(contact__in=(keep, drop), kind=Identity.Kind.GROUP).exists():
        raise Impossible
    said_no = _said_no(keep, drop)
    conversations = above().join(keep.pk, drop.pk)
    carried = carry_over(keep=keep.pk, drop=drop.pk)
    changed = blend(keep, drop)
    added = _say_no_again(keep, said_no, by)
    carried.taken["contacts.Contact"] = [moving.as_row(drop)]
    done = Merge.objects.create(
        survivor=keep,
        gone_id=drop.pk,
        gone_name=drop.display_name,
        moved=carried.moved,
        taken=carried.taken,
        changed=changed,
        above={"conversations": conversations, "consent": added},
        by=by,
    )
    remove(drop.pk)
    above().changed(keep)
    return done


@transaction.atomic
def undo(*, done: Merge, by: Agent) -> Contact:
    """They are two people after all. What was said since stays with the one who stayed."""
    above().take_turn()
    survivor = _locked(done.survivor_id)[0]
    found = Merge.objects.filter(pk=done.pk, survivor=survivor, at__gt=timezone.now() - Merge.KEPT).select_for_update()
    if not found:
        raise Impossible
    [done] = found
    [row] = done.taken.pop("contacts.Contact")
    back = moving.from_row(Contact, row)
    assert isinstance(back, Contact)
    back.save(force_insert=True)
    with opened():
        ConsentEvent.objects.filter(pk__in=done.above["consent"]).delete()
    moving.give_back(Contact, moved=done.moved, kept=survivor.pk, back=back.pk)
    moving.put_back(done.taken)
    above().part(survivor.pk, back.pk, done.above["conversations"])
    restore(survivor, done.changed)
    done.delete()
    above().changed(survivor)
    above().changed(back)
    return back


@transaction.atomic
def dismiss(*, suggestion: Suggestion, by: Agent) -> None:
    """They are two people, and nobody needs to be asked again."""
    both = Suggestion.objects.filter(one=suggestion.one_id, other=suggestion.other_id, state=Suggestion.State.OPEN)
    both.update(state=Suggestion.State.DISMISSED, decided_by=by, decided_at=timezone.now())


def _locked(*ids: int) -> list[Contact]:
    found = {one.pk: one for one in Contact.objects.filter(pk__in=ids).order_by("pk").select_for_update()}
    if len(found) < len(ids):
        raise Impossible
    return [found[pk] for pk in ids]


def _said_no(*contacts: Contact) -> set[str]:
    refused = ConsentState.objects.filter(contact__in=contacts, is_given=False)
    return set(refused.values_list("purpose", flat=True))


def _say_no_again(keep: Contact, purposes: set[str], by: Agent) -> list[int]:
    """Who had forbidden us something does not allow it by being put together with somebody who had allowed it."""
    allowed = ConsentState.objects.filter(contact=keep, purpose__in=purposes, is_given=True)
    return [
        ConsentEvent.objects.create(
            contact=keep,
            purpose=purpose,
            is_given=False,
            at=timezone.now(),
            source=ConsentEvent.Source.MERGE,
            by=by,
        ).pk
        for purpose in allowed.values_list("purpose", flat=True)
    ]
