"""The file as a person sees it while saying how to read it: its columns, and its first rows."""

from collections import Counter
from dataclasses import dataclass
from io import BufferedReader

import phonenumbers
from django.utils.translation import gettext as _

from contacts.imports import columns, detecting, keeping, tables
from contacts.models import Import
from nxtchat.whatsapp.models import Number

LOOKED_AT = 20
SHOWN = 5


@dataclass(frozen=True)
class Sheet:
    headers: list[str]
    rows: list[list[str]]


def guess(kept: Import) -> None:
    """How the file is to be read, as far as it tells by itself."""
    with keeping.opened(kept) as opened:
        file = BufferedReader(opened)
        if detecting.is_spreadsheet(file):
            kept.format = Import.Format.XLSX
        else:
            kept.format, kept.encoding = Import.Format.TEXT, detecting.encoding(file)
            kept.delimiter = detecting.delimiter(detecting.beginning(file, encoding=kept.encoding))
    rows = tables.top(kept, rows=LOOKED_AT)
    if not any(map(any, rows)):
        raise tables.Unreadable("empty")
    kept.has_header = detecting.has_header(rows)
    kept.country, kept.scope = of_our_number()
    look_at_columns(kept)


def look_at_columns(kept: Import) -> None:
    """Name the columns, and say what they hold: as last time, or by a guess."""
    sheet = look(kept, rows=LOOKED_AT)
    kept.headers = sheet.headers
    kept.headers_key = columns.headers_key(sheet.headers)
    before = columns.remembered(kept.headers_key, apart_from=kept.pk) if kept.has_header else None
    kept.columns = before or columns.guess(sheet.headers, sheet.rows, country=kept.country)


def look(kept: Import, *, rows: int = SHOWN) -> Sheet:
    found = tables.top(kept, rows=rows + 1)
    usual = Counter(map(len, found[1:] or found)).most_common(1)
    width = max(usual[0][0] if usual else 0, len(found[0]) if found else 0)
    padded = [(row + [""] * (width - len(row)))[:width] for row in found]
    if kept.has_header and padded:
        names = [name or _numbered(index) for index, name in enumerate(padded[0])]
        return Sheet(names, padded[1 : rows + 1])
    return Sheet([_numbered(index) for index in range(width)], padded[:rows])


def samples(sheet: Sheet, index: int) -> list[str]:
    found = [row[index] for row in sheet.rows if row[index]]
    return found[: columns.SAMPLES]


def of_our_number() -> tuple[str, str]:
    """The country of the number that was connected first, and the business that it belongs to."""
    number = Number.objects.select_related("account").order_by("pk").first()
    if number is None:
        return "", ""
    try:
        parsed = phonenumbers.parse(f"+{number.display_phone.lstrip('+')}")
    except phonenumbers.NumberParseException:
        return "", number.account.identity_scope
    country = phonenumbers.region_code_for_number(parsed)
    country = country or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return (country if country in phonenumbers.SUPPORTED_REGIONS else ""), number.account.identity_scope


def countries() -> list[tuple[str, str]]:
    """Each with its code, as people know it from the beginning of numbers."""
    codes = {region: phonenumbers.country_code_for_region(region) for region in phonenumbers.SUPPORTED_REGIONS}
    return [(region, f"{region} +{code}") for region, code in sorted(codes.items())]


def _numbered(index: int) -> str:
    return _("Column %(number)s") % {"number": index + 1}
