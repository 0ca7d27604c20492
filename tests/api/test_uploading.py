"""Files through the API: tables become one act; what is hostile is refused in words, and nothing is kept of it."""

import io
import json
import zipfile

import openpyxl
import pytest
from tests.api.programs import Program, problem, program
from tests.records.players import Cast

from kejin.enterprises.importing import Limits
from kejin.records.filings.models import Filing
from kejin.records.kept.models import Act
from kejin.records.parties.models import Organisation
from kejin.records.tapes.models import Tape

TAPE_HEAD = (
    "contract_number,credit_code,currency,principal_minor,rate_ppb,drawn_on,matures_on,repayment,balance_minor,"
    "principal_paid_minor,interest_paid_minor,days_past_due,status"
)


@pytest.fixture(scope="module")
def handler(cast: Cast) -> Program:
    return program(cast.handler)


@pytest.fixture(scope="module")
def code(cast: Cast) -> str:
    return str(Organisation.objects.get(pk=cast.firm.organisation_id).credit_code)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_table_of_facts_is_filed_once(cast: Cast, code: str) -> None:
    firm = program(cast.firm)
    table = f"统一社会信用代码,年度,营业收入（万元）\n{code},2024,3000\n".encode()
    done = firm.upload("/uploads/filings", "facts.csv", table)
    assert done.status_code == 200, done.content
    assert (
        Filing.objects.get(enterprise_id=cast.firm.organisation_id, grain="filing").facts["revenue_fen"]
        == 3_000_000_000
    )
    again = firm.upload("/uploads/filings", "facts.csv", table)
    assert again.json() == done.json() | {"repeated": True}


def test_a_tape_is_brought_from_a_workbook(handler: Program, code: str) -> None:
    row = (
        "HT-9",
        code,
        "CNY",
        100_000_000,
        "3.6%",
        "2026-01-05",
        "2027-01-05",
        "bullet",
        100_000_000,
        0,
        0,
        0,
        "normal",
    )
    file = workbook(tuple(TAPE_HEAD.split(",")), row)
    done = handler.upload("/uploads/tapes", "tape.xlsx", file, month="2026-01", kind="take_on")
    assert done.status_code == 200, done.content
    assert Tape.objects.get(pk=done.json()["content"]["tape_id"]).source == "tape.xlsx"


def test_every_wrong_cell_is_told(handler: Program) -> None:
    table = f"{TAPE_HEAD}\nHT-1,nonsense,CNY,many,1,2026-01-05,2027-01-05,bullet,1,0,0,0,odd\n".encode()
    held = problem(handler.upload("/uploads/tapes", "tape.csv", table, month="2026-01"), 422)
    assert len(held["problems"]) >= 2
    assert "many" in json.dumps(held["problems"])


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("xl/workbook.xml", b"0" * (64 * 2**20))
    return file.getvalue()


def with_macros() -> bytes:
    file = io.BytesIO(workbook(("a",)))
    with zipfile.ZipFile(file, "a") as made:
        made.writestr("xl/vbaProject.bin", b"\x00" * 100)
    return file.getvalue()


HOSTILE = {
    "a zip bomb": ("a.xlsx", bomb()),
    "a workbook with macros": ("a.xlsx", with_macros()),
    "a picture called a workbook": ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 500),
    "half a workbook": ("a.xlsx", workbook(("a", "b"))[:-300]),
    "a formula": ("a.xlsx", workbook(tuple(TAPE_HEAD.split(",")), ("=1+1",) * 13)),
    "a program": ("a.exe", b"MZ"),
    "an old workbook": ("a.xls", b"\xd0\xcf\x11\xe0"),
    "a name that leads elsewhere": ("../../etc/passwd", b"a"),
    "no table at all": ("a.csv", b"\xff\xfe\x00\xd8" * 100),
    "nothing": ("a.csv", b""),
    "a hundred thousand columns": ("a.csv", b"x," * 100_000 + b"\n" + b"1," * 100_000),
    "one endless line": ("a.csv", b"contract_number\n" + b"x" * 5_000_000),
    "a broken Parquet file": ("a.parquet", b"PAR1" + b"\x00" * 100 + b"PAR1"),
    "zero bytes": ("a.csv", b"\x00" * 1_000),
}


@pytest.mark.parametrize("path", ["/uploads/tapes", "/uploads/filings"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(handler: Program, path: str, name: str) -> None:
    before = Act.objects.count()
    file, content = HOSTILE[name]
    fields = {"month": "2026-02"} if path.endswith("tapes") else {}
    answer = handler.upload(path, file, content, **fields)
    assert 400 <= answer.status_code < 500, answer.content
    assert problem(answer, answer.status_code)["detail"]
    assert Act.objects.count() == before


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(handler: Program) -> None:
    large = b"x" * (Limits().file_bytes + 2**17)
    assert problem(handler.upload("/uploads/tapes", "a.csv", large, month="2026-02"), 413)


def test_a_form_that_does_not_fit_is_refused(handler: Program) -> None:
    assert problem(handler.upload("/uploads/tapes", "a.csv", b"a", month="soon"), 400)
    assert problem(handler.upload("/uploads/tapes", "a.csv", b"a"), 400)
    assert problem(handler.upload("/uploads/tapes", "a.csv", b"a", month="2026-02", other="1"), 400)
    assert problem(handler.post("/uploads/tapes", {"month": "2026-02"}), 415)
    two = handler.client.post("/api/v1/uploads/tapes", {"month": "2026-02"}, headers=handler.headers)
    assert problem(two, 400)["found"] == "0"
