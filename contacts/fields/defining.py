"""Which fields there are; an admin says so."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from contacts.models import Contact, Field

LONGEST_CHOICE, MOST_CHOICES = 100, 200
SOME = 5_000  # contacts at a time
# What a file, a form or a program calls something else.
RESERVED = {"id", "name", "number", "phone", "bsuid", "external", "language", "country", "labels", "groups", "consent"}


class CannotDefine(Exception):
    """A field cannot be like that, and why."""


@transaction.atomic
def define(*, name: str, kind: Field.Kind, choices: list[str] | None = None, key: str = "") -> Field:
    """A new field. Its index is made by a worker; until then filtering by it is slower."""
    from contacts import tasks  # tasks stand on this

    name = _named(name)
    if Field.objects.count() >= Field.MOST:
        raise CannotDefine(_("There may be %(most)d fields.") % {"most": Field.MOST})
    last = Field.objects.order_by("-position").values_list("position", flat=True).first() or 0
    field = Field.objects.create(
        name=name,
        key=_free_key(key or name, is_given=bool(key)),
        kind=kind,
        choices=_choices(choices or []) if kind == Field.Kind.CHOICE else [],
        position=last + 1,
    )
    tasks.index_fields_on_commit()
    return field


@transaction.atomic
def change(field: Field, *, name: str, choices: list[str] | None = None) -> None:
    """Another name, other choices. A choice that is gone stays with those who have it."""
    field.name = _named(name, apart_from=field)
    if choices is not None and field.kind == Field.Kind.CHOICE:
        field.choices = _choices(choices)
    field.save(update_fields=["name", "choices"])


@transaction.atomic
def remove(field: Field) -> None:
    """The field, and what is known by it: a worker takes the values from the contacts, unseen until then."""
    from contacts import tasks

    field.delete()
    tasks.index_fields_on_commit()


def forget_values(slot: str) -> None:
    """Take the values of a field that is gone from all contacts, some at a time."""
    there, last = Contact.objects.filter(fields__has_key=slot).order_by("pk"), 0
    while ids := list(there.filter(pk__gt=last).values_list("pk", flat=True)[:SOME]):
        with transaction.atomic():
            held = list(Contact.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))
            for contact in held:
                contact.fields.pop(slot, None)
            Contact.objects.bulk_update(held, ["fields"])
        last = ids[-1]


def _named(name: str, apart_from: Field | None = None) -> str:
    name = name.replace("\0", "").strip()
    if not name or len(name) > 60:
        raise CannotDefine(_("A field needs a name of at most 60 characters."))
    if Field.objects.filter(name__iexact=name).exclude(pk=apart_from.pk if apart_from else 0).exists():
        raise CannotDefine(_("There is a field of this name already."))
    return name


def _free_key(wanted: str, *, is_given: bool) -> str:
    key = slugify(wanted).replace("-", "_")[:50] or "field"
    if is_given:
        if key != wanted:
            raise CannotDefine(_("A key is made of small letters from a to z, digits and _."))
        if key in RESERVED or Field.objects.filter(key=key).exists():
            raise CannotDefine(_("This key is taken."))
        return key
    candidates = [key, *(f"{key}_{count}" for count in range(2, Field.MOST + 3))]
    taken = RESERVED | set(Field.objects.values_list("key", flat=True))
    return next(one for one in candidates if one not in taken)


def _choices(given: list[str]) -> list[str]:
    found: dict[str, str] = {}
    for choice in given:
        word = choice.replace("\0", "").strip()
        if word:
            found.setdefault(word.casefold(), word)
    if len(found) < 2:
        raise CannotDefine(_("A choice needs two things to choose from at least."))
    if len(found) > MOST_CHOICES or any(len(word) > LONGEST_CHOICE for word in found.values()):
        raise CannotDefine(
            _("At most %(most)d choices, of %(longest)d characters each.")
            % {"most": MOST_CHOICES, "longest": LONGEST_CHOICE}
        )
    return list(found.values())
