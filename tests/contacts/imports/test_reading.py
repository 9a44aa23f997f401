"""Files as they come out of programs: every kind of letters, every kind of table, and what is no table at all."""

import io
import zipfile
from datetime import date, datetime

import pytest

from contacts.imports import detecting
from contacts.models import Contact, Identity, Import
from contacts.problems import WORDS
from tests.contacts.imports.conftest import sheet

PEOPLE = "Nome;Telefone\nJosé Ñandú;+5511987654321\nZoë;+5521999990000\n"
AS_WRITTEN = {
    "utf-8": PEOPLE.encode(),
    "utf-8 with a mark": b"\xef\xbb\xbf" + PEOPLE.encode(),
    "utf-16 of Excel": PEOPLE.replace(";", "\t").encode("utf-16"),
    "utf-16 without a mark": PEOPLE.encode("utf-16-le"),
    "utf-16, high byte first": PEOPLE.encode("utf-16-be"),
    "windows-1252": PEOPLE.encode("windows-1252"),
    "commas": PEOPLE.replace(";", ",").encode(),
    "vertical lines": PEOPLE.replace(";", "|").encode(),
    "Windows line ends": PEOPLE.replace("\n", "\r\n").encode(),
    "old Mac line ends": PEOPLE.replace("\n", "\r").encode(),
    "empty lines between": PEOPLE.replace("\n", "\n\n;\n").encode(),
}


@pytest.mark.parametrize("written", AS_WRITTEN.values(), ids=AS_WRITTEN)
def test_the_same_people_however_they_are_written(mara, written):
    kept = mara.imports(written)
    assert kept.headers == ["Nome", "Telefone"] and kept.counts == {"new": 2}
    assert set(Contact.objects.values_list("name", flat=True)) == {"José Ñandú", "Zoë"}


def test_a_wrong_guess_is_seen_and_changed(mara):
    mara.bring("Имя;Телефон\nЮля;+79161234567\n".encode("windows-1251"))
    assert mara.last.encoding == "windows-1252" and "Юля" not in mara.client.get(mara.url("file")).text
    mara.says(encoding="windows-1251", to="again")
    assert "Юля" in mara.client.get(mara.url("file")).text
    mara.says(encoding="windows-1251", delimiter="|", to="again")
    assert mara.last.headers == ["Имя;Телефон"]


def test_a_file_without_names_of_columns_has_none(mara):
    kept = mara.imports("Ana,+5511987654321\nCaio,+5521999990000\n", "name", "number")
    assert not kept.has_header and kept.headers == ["Column 1", "Column 2"]
    assert kept.counts == {"new": 2}


def test_a_column_of_numbers_is_recognised_whatever_it_is_called(mara):
    mara.bring("who,where to\nAna,+5511987654321\nCaio,+5521999990000\n")
    assert mara.last.columns == ["", "number"]


def test_an_excel_file_is_read_with_its_numbers_and_dates(mara):
    rows = [["Name", "Phone", "Since"], ["Ana", 5511987654321, date(2026, 5, 1)], ["Caio", "+55 21 99999-0000", None]]
    kept = mara.checks(sheet(*rows), "name", "number", "", name="people.xlsx")
    assert kept.format == Import.Format.XLSX and kept.counts == {"new": 2}
    assert "2026-05-01" in mara.client.get(mara.url("columns")).text
    mara.runs()
    assert set(Identity.objects.values_list("value", flat=True)) == {"5511987654321", "5521999990000"}


def test_a_formula_is_its_last_value_and_never_run(mara):
    kept = mara.checks(sheet(["name", "phone"], ["=1+1", "+5511987654321"]), name="people.xlsx")
    assert kept.counts == {"new": 1}
    mara.runs()
    assert Contact.objects.get().name == ""  # no program has worked it out and written it down


def test_cells_of_excel_read_as_people_read_them():
    from contacts.imports.spreadsheets import text

    said = [None, True, 5.0, 5.5, datetime(2026, 5, 1), datetime(2026, 5, 1, 12, 30), "x"]  # noqa: DTZ001
    assert [text(value) for value in said] == ["", "yes", "5", "5.5", "2026-05-01", "2026-05-01 12:30:00", "x"]


def packed(parts: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return into.getvalue()


NO_TABLE = {
    "empty": (b"", "There is nothing in this file"),
    "only empty lines": (b"\n\n,,\n", "There is nothing in this file"),
    "no excel": (packed({"hello.txt": b"hello"}), "not an Excel file"),
    "half an excel": (sheet(["name"])[:300], "not an Excel file"),
    "a bomb": (packed({"xl/worksheets/sheet1.xml": b" " * 30_000_000}), "unpacks to far more"),
    "too many columns": (",".join(map(str, range(101))).encode(), "more than 100 columns"),
}


@pytest.mark.parametrize(("content", "why"), NO_TABLE.values(), ids=NO_TABLE)
def test_what_is_no_table_is_refused_at_the_door_and_not_kept(mara, tmp_path, content, why):
    answer = mara.bring(content)
    assert answer.status_code == 422 and why in answer.text
    assert not Import.objects.exists()
    assert not any(path.is_file() for path in tmp_path.rglob("imports/*"))


def test_a_file_too_large_is_refused(mara, monkeypatch):
    monkeypatch.setattr("contacts.imports.keeping.LARGEST", 1000)
    answer = mara.bring(b"x" * 1001)
    assert answer.status_code == 422 and "larger than 50 MB" in answer.text


def test_too_many_rows_are_told_when_they_are_counted(mara, monkeypatch):
    monkeypatch.setattr("contacts.imports.tables.MOST_ROWS", 2)
    rows = "name,phone\n" + "".join(f"P,+551198765432{i}\n" for i in range(3))
    kept = mara.checks(rows)
    assert (kept.state, kept.reason) == ("unreadable", "too_many_rows")
    assert "more than 500,000 rows" in mara.client.get(mara.url("file")).text
    assert mara.checks(rows.replace("P,+5511987654322\n", "")).counts == {"new": 2}


def test_a_quotation_mark_that_never_closes_is_told(mara):
    good = "".join(f"Ana,+55119876543{i}\n" for i in range(10, 50))
    torn = '"Caio,' + "+5521999990000\nX,1\n" * 10_000
    answer = mara.bring(f"name,phone\n{torn}")
    assert answer.status_code == 422 and "never closes" in answer.text
    kept = mara.checks(f"name,phone\n{good}{torn}")  # too far down to be seen at the door
    assert (kept.state, kept.reason) == ("unreadable", "quotes")
    assert "never closes" in mara.client.get(mara.url("file")).text


def test_what_lies_in_the_storage_is_closed(mara, tmp_path):
    mara.bring(PEOPLE)
    [file] = (tmp_path / "imports").iterdir()
    assert "José".encode() not in file.read_bytes() and b"987654321" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600


def test_letters_that_do_not_fit_refuse_their_row_alone(mara):
    mara.bring(PEOPLE.encode("windows-1252"))
    mara.says(encoding="utf-8-sig")
    mara.maps()
    mara.agrees()
    kept = mara.waits()
    assert kept.counts == {"refused": 2} and set(kept.rows.values_list("why", flat=True)) == {"letters"}


def test_a_row_with_more_cells_than_columns_is_refused(mara):
    kept = mara.checks("name,phone\nAna,+5511987654321\nPrado, Caio,+5521999990000\nEva,+5531988887777\n")
    assert kept.counts == {"new": 2, "refused": 1} and kept.rows.get().why == "too_many_cells"
    assert mara.client.get(mara.url("check")).status_code == 200


def test_every_reason_has_its_words():
    assert all(str(words).endswith((".", "?", "…")) for words in WORDS.values())


def test_every_kind_of_letters_is_one_that_python_knows():
    assert all("x".encode(name).decode(name) == "x" for name in detecting.ENCODINGS)
