"""One row of the file becomes one person, or a reason why not."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from contacts import languages, numbers
from contacts.fields import Unfit, clean
from contacts.fields.cleaning import Value
from contacts.imports import columns
from contacts.models import Field
from contacts.problems import Problem
from nxtchat.whatsapp.phones import looks_like_bsuid

YES = {"yes", "y", "true", "1", "x", "ok", "sim", "s", "si", "sí", "ja", "oui", "да", "हाँ", "हां", "نعم"}
NO = {"", "no", "n", "false", "0", "não", "nao", "nein", "non", "нет", "नहीं", "لا"}
SPLIT = re.compile(r"[,;|\n]")
LONGEST = 200
LONGEST_LABEL = 60


@dataclass(slots=True)
class Entry:
    """What a row says."""

    line: int
    cells: list[str]
    name: str = ""
    phone: str = ""  # digits, with the country code
    bsuid: str = ""
    external: str = ""
    language: str = ""
    labels: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    fields: dict[str, Value] = field(default_factory=dict)  # {slot: value}
    agrees: bool | None = None  # None: the file does not say
    why: str = ""  # not taken, for this reason
    column: int | None = None  # the cell that is wrong


Reader = Callable[[Entry, str], None]


def reader(targets: Sequence[str], *, country: str) -> Callable[[int, list[str]], Entry]:
    """A function that reads rows with these columns."""
    own = {target: _of_field(each) for target, each in columns.fields(targets).items()}
    known = _READERS | own
    readers = [(index, known[target]) for index, target in enumerate(targets) if target in known]
    place = targets.index(columns.NUMBER) if columns.NUMBER in targets else -1

    def read(line: int, cells: list[str]) -> Entry:
        entry = Entry(line, cells)
        if len(cells) > len(targets) and any(cells[len(targets) :]):
            entry.why = "too_many_cells"
            return entry
        index = place
        try:
            if 0 <= place < len(cells) and cells[place]:
                entry.phone = numbers.digits(cells[place], country=country)
            for index, take in readers:
                if index < len(cells) and (cell := cells[index]):
                    if "\ufffd" in cell:
                        raise Problem("letters")
                    take(entry, cell)
        except Problem as problem:
            entry.why, entry.column = problem.why, index
            return entry
        if not (entry.phone or entry.bsuid or entry.external):
            entry.why, entry.column = "nobody", place if place >= 0 else None
        return entry

    return read


def _name(entry: Entry, cell: str) -> None:
    entry.name = _short(f"{entry.name} {' '.join(cell.split())}".strip(), LONGEST)


def _bsuid(entry: Entry, cell: str) -> None:
    if not looks_like_bsuid(cell):
        raise Problem("bsuid")
    entry.bsuid = _short(cell, LONGEST)


def _external(entry: Entry, cell: str) -> None:
    entry.external = _short(cell, LONGEST)


def _language(entry: Entry, cell: str) -> None:
    entry.language = languages.code(cell)


def _labels(entry: Entry, cell: str) -> None:
    _add_words(entry.labels, cell)


def _groups(entry: Entry, cell: str) -> None:
    _add_words(entry.groups, cell)


def _add_words(words: list[str], cell: str) -> None:
    for part in SPLIT.split(cell):
        if (word := " ".join(part.split())) and word.lower() not in map(str.lower, words):
            words.append(_short(word, LONGEST_LABEL))


def _of_field(field: Field) -> Reader:
    def take(entry: Entry, cell: str) -> None:
        try:
            entry.fields[field.slot] = clean(field, cell)
        except Unfit as error:
            raise Problem(_UNFIT[Field.Kind(field.kind)]) from error

    return take


def _agrees(entry: Entry, cell: str) -> None:
    said = cell.lower()
    if said not in YES | NO:
        raise Problem("not_yes_or_no")
    entry.agrees = said in YES


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise Problem("too_long")
    return text


_UNFIT = {
    Field.Kind.TEXT: "too_long",
    Field.Kind.NUMBER: "not_a_number",
    Field.Kind.DATE: "not_a_date",
    Field.Kind.CHOICE: "not_a_choice",
    Field.Kind.YES_NO: "not_yes_or_no",
}
_READERS: dict[str, Reader] = {
    columns.NAME: _name,
    columns.BSUID: _bsuid,
    columns.EXTERNAL: _external,
    columns.LANGUAGE: _language,
    columns.LABELS: _labels,
    columns.GROUPS: _groups,
    columns.CONSENT: _agrees,
}
