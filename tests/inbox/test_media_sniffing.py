"""What a file is, by its content alone."""

import io
import zipfile

import pytest

from nxtchat import sniffing
from nxtchat.sealing import Opened
from tests.inbox.files import HTML, PDF, SVG, moving, noise, picture
from tests.inbox.test_media_sealing import KEY, sealed


def mime(content, filename=""):
    closed = sealed(content)
    return sniffing.mime_of(Opened(io.BytesIO(closed), key=KEY, size=len(closed)), filename=filename)


def packed(*names):
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return into.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (picture(), "image/jpeg"),
        (picture(form="PNG"), "image/png"),
        (moving("WEBP"), "image/webp"),
        (moving("GIF"), "image/gif"),
        (PDF, "application/pdf"),
        (SVG, "image/svg+xml"),
        (b"\xef\xbb\xbf  <svg onload=alert(1)>", "image/svg+xml"),
        (HTML, "text/html"),
        (b"GIF is a word, <SCRIPT>alert(1)</SCRIPT>", "text/html"),
        (b"<?xml version='1.0'?><a/>", "application/xml"),
        ("Olá, tudo bem?\n".encode() * 2000, "text/plain"),
        ("é".encode() * 5000, "text/plain"),
        (b"", "text/plain"),
        (b"name;phone\nAna;1\n", "text/plain"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "video/mp4"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0", "audio/mp4"),
        (b"\0\0\0\x18ftyp3gp4\0\0\0\0", "video/3gpp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
        (b"OggS\0\2" + b"\0" * 22 + b"OpusHead", "audio/ogg"),
        (b"#!AMR\n\0\0", "audio/amr"),
        (b"\xff\xf1\x50\x80\0\0", "audio/aac"),
        (b"\xff\xfb\x90\x64\0\0", "audio/mpeg"),
        (b"ID3\4\0\0\0\0\0\0", "audio/mpeg"),
        (b"\x1aE\xdf\xa3\0\0", "video/webm"),
        (packed("[Content_Types].xml", "word/document.xml"), sniffing.OFFICE + "wordprocessingml.document"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), sniffing.OFFICE + "spreadsheetml.sheet"),
        (packed("index.html"), "application/zip"),
        (b"PK\3\4 and then nothing", "application/zip"),
        (b"\0" + noise(3000), sniffing.UNKNOWN),
    ],
)
def test_the_content_decides(content, expected):
    assert mime(content) == expected
    assert mime(content, filename="holiday.jpg") == expected


def test_a_name_only_chooses_among_what_the_content_allows():
    old_office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert mime(old_office, "prices.xls") == "application/vnd.ms-excel"
    assert mime(old_office, "letter.doc") == "application/msword"
    assert mime(old_office, "page.html") == "application/x-ole-storage"
