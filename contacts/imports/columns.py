"""What the columns of a file hold: guessed from their names and what stands in them, remembered from last time."""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts import numbers
from contacts.models import Field, Import
from contacts.problems import Problem

IGNORE = ""
NAME, NUMBER, BSUID, EXTERNAL = "name", "number", "bsuid", "external"
LANGUAGE, LABELS, GROUPS, CONSENT = "language", "labels", "groups", "consent"
FIELD = "field:"  # and the id of a field of ours
TARGETS = {
    IGNORE: _("Leave it out"),
    NAME: _("Name"),
    NUMBER: _("Phone number"),
    BSUID: _("WhatsApp user id"),
    EXTERNAL: _("Id of another system"),
    LANGUAGE: _("Language"),
    LABELS: _("Labels, divided by commas"),
    GROUPS: _("Groups, divided by commas"),
    CONSENT: _("Whether they agreed (yes or no)"),
}
SEVERAL = {IGNORE, NAME, LABELS, GROUPS}  # of the others, a file has one column
IDS = {NUMBER, BSUID, EXTERNAL}

# Words of headers, without spaces and accents, in the languages of the interface and their neighbours.
_KNOWN = {
    NAME: "name fullname firstname lastname surname givenname familyname contactname nome nomecompleto primeironome "
    "sobrenome nombre apellido apellidos nombrecompleto prenom nom nachname vorname cognome नाम पूरानाम الاسم "
    "الاسمالكامل اسم",
    NUMBER: "number phone phonenumber mobile mobilephone mobilenumber cell cellphone tel telephone whatsapp "
    "whatsappnumber whatsappphone waid msisdn telefone celular numero numerodetelefone telefono movil numerodetelefono "
    "telefonnummer telefon handy portable cellulare फोन मोबाइल फ़ोन नंबर الهاتف رقمالهاتف جوال الجوال موبايل",
    BSUID: "bsuid userid whatsappuserid whatsappid businessscopeduserid",
    EXTERNAL: "id externalid customerid clientid contactid crmid codigo codigocliente idcliente kundennummer reference",
    LANGUAGE: "language lang locale idioma lingua langue sprache भाषा اللغة",
    LABELS: "label labels tag tags etiqueta etiquetas marcador marcadores लेबल وسم وسوم",
    GROUPS: "group groups grupo grupos gruppe gruppen groupe समूह مجموعة مجموعات",
    CONSENT: "consent optin optedin subscribed agreed consentimento aceite consentimiento aceptado सहमति موافقة",
}
_OF_HEADER = {word: target for target, words in _KNOWN.items() for word in words.split()}
_ACCENTS = str.maketrans("áàâãäéèêëíìîïóòôõöúùûüçñ", "aaaaaeeeeiiiiooooouuuucn")
SAMPLES = 3


def headers_key(headers: Sequence[str]) -> str:
    """Files with the same columns have the same, however they write them."""
    return sha256("\0".join(map(_plain, headers)).encode()).hexdigest()


def remembered(key: str, *, apart_from: int | None) -> list[str] | None:
    """What the columns of the last file with these headers held."""
    last = Import.objects.filter(headers_key=key).exclude(pk=apart_from or 0).exclude(state__in=Import.OPEN)
    return last.order_by("-pk").values_list("columns", flat=True).first()


def guess(headers: Sequence[str], samples: Sequence[Sequence[str]], *, country: str) -> list[str]:
    """`samples`: some rows below the header."""
    found: list[str] = []
    ours = {_plain(name): f"{FIELD}{field.slot}" for field in Field.objects.all() for name in (field.name, field.key)}
    for index, header in enumerate(headers):
        target = ours.get(_plain(header)) or _OF_HEADER.get(_plain(header), IGNORE)
        if target not in SEVERAL and target in found:
            target = IGNORE
        found.append(target)
        if target == IGNORE and NUMBER not in found and not _OF_HEADER.keys() & set(map(_plain, headers[index + 1 :])):
            cells = [row[index] for row in samples if index < len(row) and row[index]]
            if cells and sum(_is_number(cell, country) for cell in cells) >= len(cells) * 0.8:
                found[index] = NUMBER
    return found


def choices() -> list[tuple[str, Any]]:
    return [*TARGETS.items(), *((f"{FIELD}{field.slot}", field.name) for field in Field.objects.all())]


def fields(targets: Sequence[str]) -> dict[str, Field]:
    """{target: the field of ours that it means}. One that was removed meanwhile is missing."""
    ids = [target.removeprefix(FIELD) for target in targets if target.startswith(FIELD)]
    return {f"{FIELD}{field.slot}": field for field in Field.objects.filter(pk__in=ids)}


def problems(columns: Sequence[str]) -> list[str]:
    """Sentences about a choice of columns that makes no sense."""
    wrong = []
    if not IDS & set(columns):
        wrong.append(
            gettext("Say which column holds the phone number, or another id. Without one nobody can be found.")
        )
    twice = {target for target in columns if target not in SEVERAL and columns.count(target) > 1}
    wrong += [
        gettext("Two columns cannot both be “%(what)s”.") % {"what": dict(choices()).get(what, what)} for what in twice
    ]
    return wrong


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", "", header.lower().translate(_ACCENTS))


def _is_number(cell: str, country: str) -> bool:
    try:
        return bool(numbers.digits(cell, country=country)) and sum(map(str.isdecimal, cell)) >= numbers.SHORTEST
    except Problem:
        return False
