"""Mara, who brings files, and the worker who reads them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contacts.imports import working
from contacts.models import Import
from nxtchat.team.roles import Role

CONSENT = {
    "has_consent": "yes",
    "wording": "Yes, send me offers on WhatsApp.",
    "how": "A box to tick at the checkout",
    "on": "2026-05-01",
}


class Mara:
    """A marketer at the wizard. Each method is a press of a button, and what the server made of it."""

    def __init__(self, client) -> None:
        self.client = client

    @property
    def last(self) -> Import:
        return Import.objects.latest("pk")

    def url(self, step: str) -> str:
        return f"/contacts/imports/{self.last.pk}/{step}/"

    def bring(self, content: bytes | str, name: str = "people.csv"):
        data = content.encode() if isinstance(content, str) else content
        return self.client.post("/contacts/imports/", {"file": SimpleUploadedFile(name, data)})

    def says(self, **changes):
        kept = self.last
        said = {"encoding": kept.encoding, "delimiter": kept.delimiter, "country": kept.country, "to": "columns"}
        said |= {"has_header": "on"} if kept.has_header else {}
        return self.client.post(self.url("file"), {name: value for name, value in (said | changes).items() if value})

    def maps(self, *columns: str):
        chosen = columns or self.last.columns
        return self.client.post(
            self.url("columns"), {f"column_{index}": what for index, what in enumerate(chosen)} | {"to": "consent"}
        )

    def agrees(self, **changes):
        return self.client.post(self.url("consent"), CONSENT | changes | {"to": "check"})

    def waits(self) -> Import:
        """Until the workers are done."""
        for _turn in range(100):
            for import_id in working.waiting():
                working.work(import_id)
            if not working.waiting():
                return self.last
        raise AssertionError("the workers never end")

    def checks(self, content: bytes | str, *columns: str, name: str = "people.csv", **consent) -> Import:
        """From the file to what would happen."""
        assert self.bring(content, name).status_code == 302
        assert self.maps(*columns).status_code == 302
        assert self.agrees(**consent).status_code == 302
        return self.waits()

    def runs(self, doubles: str = "skip") -> Import:
        self.client.post(self.url("run"), {"doubles": doubles})
        return self.waits()

    def imports(self, content: bytes | str, *columns: str, doubles: str = "skip", **consent) -> Import:
        self.checks(content, *columns, **consent)
        return self.runs(doubles)

    def undoes(self) -> Import:
        self.client.post(self.url("undo"))
        return self.waits()


@pytest.fixture
def mara(client, agent_of, number):
    client.force_login(agent_of("Mara Lind", Role.MARKETER))
    return Mara(client)


@pytest.fixture
def in_brazil(number):
    number.display_phone = "+55 11 4002-8922"
    number.save()
    return number


def sheet(*rows: list) -> bytes:
    """An Excel file with these rows."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()
