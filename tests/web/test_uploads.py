"""Hostile files through the upload: no mistake of ours, nothing kept, and a file that is too large is not read."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.records.players import Cast
from tests.web.site import browser

from kejin.records.tapes.models import Tape
from kejin.web.uploads import MOST_BYTES


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def hostile() -> Iterator[tuple[str, bytes]]:
    yield "empty.csv", b""
    yield "nothing.xlsx", b"PK\x03\x04"
    yield "no-workbook.xlsx", zipped(a=b"x")
    yield "bomb.xlsx", zipped(**{"xl/workbook.xml": b"0" * 30_000_000})
    entities = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>'
    )
    yield "entities.xlsx", zipped(**{"xl/workbook.xml": entities, "[Content_Types].xml": entities})
    yield "slip.xlsx", zipped(**{"../../../../tmp/slip": b"x"})
    yield "../../etc/passwd.csv", "合同号\n=1+1\n".encode()
    yield "formulas.csv", "合同号,余额\n=HYPERLINK(1),@SUM(1)\n".encode()
    yield "nul.csv", b"a,b\n\0,\0\n"
    yield "utf16.csv", "合同号\n1\n".encode("utf-16")
    yield "broken.csv", b"\xff\xfe\xfd,\xc0\xaf\n\xed\xa0\x80"
    yield "wide.csv", b",".join([b"x"] * 20_000)
    yield "one-cell.csv", b"a\n" + b"x" * 1_000_000
    yield "bidi.csv", "合同号\n\u202e123\n".encode()
    yield "program.exe", b"MZ" + b"\0" * 100
    yield "\u202egnp.csv", b"a\n1\n"
    yield "CON.csv", b"a\n1\n"
    yield "x" * 300 + ".csv", b"a\n1\n"


@pytest.mark.parametrize(
    ("name", "content"), [pytest.param(*one, id=str(n)) for n, one in enumerate(hostile())]
)
def test_a_hostile_file_is_refused_in_words(cast: Cast, name: str, content: bytes) -> None:
    file = SimpleUploadedFile(name, content)
    form = {"file": file, "month": "2026-02", "kind": "full", "as_of": "2026-02-28"}
    answer = browser(cast.handler).post(reverse("institution_tape_check"), form)
    assert answer.status_code in {200, 400, 413}
    assert b"Traceback" not in answer.content
    assert not Tape.objects.exists()


def test_a_file_that_is_too_large_does_not_arrive(cast: Cast) -> None:
    file = SimpleUploadedFile("large.csv", b"a\n" + b"1\n" * (MOST_BYTES // 2 + 1))
    answer = browser(cast.handler).post(
        reverse("institution_tape_check"), {"file": file, "month": "2026-02", "kind": "full"}
    )
    assert answer.status_code in {400, 413}
