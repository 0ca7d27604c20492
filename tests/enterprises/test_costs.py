"""What a file from a stranger may cost: ten seconds and half a gigabyte, whatever it holds."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from tests.enterprises.builders import code, packed, parts_of, refusal, workbook

from kejin.enterprises.importing import dry_run, import_file

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
CORNER = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
Parts = dict[str, bytes]
Change = Callable[[Parts], None]


def exchanged(part: str, old: bytes, new: bytes) -> Change:
    def change(parts: Parts) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    return change


def inside(cells: bytes) -> Change:
    return exchanged(SHEET, b"</row></sheetData>", cells + b"</row></sheetData>")


def many_pointers_at_one_text(parts: Parts) -> None:
    text = b" ".join(b"%d" % (at * 7919 % 99991) for at in range(5000))
    at = parts[TEXTS].count(b"<si>")
    parts[TEXTS] = parts[TEXTS].replace(b"</sst>", b"<si><t>" + text + b"</t></si></sst>")
    rows = b"".join(b'<row r="%d"><c r="C%d" t="s"><v>%d</v></c></row>' % (r, r, at) for r in range(3, 9000))
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")


def pointers_behind_something_else(parts: Parts) -> None:
    many_pointers_at_one_text(parts)
    parts[SHEET] = parts[SHEET].replace(b'" t="s"><v>', b'" t="s"><f/><v>')


def a_link_that_two_readers_resolve_differently(parts: Parts) -> None:
    parts["xl/xl/worksheets/sheet1.xml"] = parts[SHEET]
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", CORNER)
    parts[LINKS] = parts[LINKS].replace(b'"worksheets/sheet1.xml"', b'"xl/worksheets/sheet1.xml"')


def a_second_sheet_of_the_same_name(parts: Parts) -> None:
    parts["xl/worksheets/large.xml"] = parts[SHEET].replace(b"</sheetData>", CORNER)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    link = b'<Relationship Id="rId99" Type="' + kind + b'" Target="worksheets/large.xml"/></Relationships>'
    parts[LINKS] = parts[LINKS].replace(b"</Relationships>", link)
    sheet = b'<sheets><sheet xmlns="" name="a" sheetId="9" r:id="rId99"/>'
    parts[BOOK] = parts[BOOK].replace(b"<sheets>", sheet)


def one_part_as_many_sheets(parts: Parts) -> None:
    sheets = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (at, at + 5) for at in range(5000))
    parts[BOOK] = parts[BOOK].replace(b"<sheets>", b"<sheets>" + sheets)


HOSTILE: dict[str, tuple[Change, str]] = {
    "a list that claims more texts than it holds": (
        exchanged(TEXTS, b"uniqueCount=", b'uniqueCount="4000000000" old='),
        "claims more texts",
    ),
    "one long text in thousands of cells": (many_pointers_at_one_text, "texts of the sheet"),
    "the same, with a formula before the number": (pointers_behind_something_else, "texts of the sheet"),
    "cells without a place in the last row": (
        exchanged(
            SHEET, b"</sheetData>", b'<row r="1048576">' + b"<c><v>1</v></c>" * 600 + b"</row></sheetData>"
        ),
        "is too large",
    ),
    "a row number of twenty digits": (
        exchanged(SHEET, b'r="B2"', b'r="B99999999999999999999"'),
        "is too large",
    ),
    "a row number with zeros before it": (
        exchanged(SHEET, b'r="B2"', b'r="B0000000000000000000001048576"'),
        "is too large",
    ),
    "a column of twenty letters": (
        exchanged(SHEET, b'r="B2"', b'r="BBBBBBBBBBBBBBBBBBBB2"'),
        "is too large",
    ),
    "openings of cells without an end": (
        inside(b"".join(b'<c r="C%d"><f>' % (at % 1000 + 1) for at in range(60_000))),
        "cannot be read",
    ),
    "openings of attributes without an end": (
        inside(b"<f/>" + b"".join(b'<c a="%d"' % at for at in range(60_000))),
        "cannot be read",
    ),
    "a link that two readers resolve differently": (
        a_link_that_two_readers_resolve_differently,
        "is too large",
    ),
    "two sheets of one name": (a_second_sheet_of_the_same_name, "one name"),
    "one part as many sheets": (one_part_as_many_sheets, "one part"),
    "a sheet outside its folder": (
        exchanged(LINKS, b'"worksheets/sheet1.xml"', b'"../xl/worksheets/sheet1.xml"'),
        "unusual place",
    ),
    "a sheet with two identifiers": (
        exchanged(BOOK, b'r:id="rId1"', b'r:id="rId1" xmlns:q="urn:q" q:id="rId2"'),
        "no worksheet",
    ),
    "a million elements, one in another": (
        inside(b"".join(b"<x%d>" % at for at in range(100_000))),
        "",
    ),
}


@pytest.fixture
def hostile(tmp_path: Path) -> dict[str, Path]:
    """The hostile workbooks by what is wrong with them."""
    good = workbook(tmp_path, {"a": [["统一社会信用代码", "2024年营业收入"], [code(1), 5]]})
    made = {}
    for at, (name, (change, _)) in enumerate(HOSTILE.items()):
        parts = parts_of(good)
        change(parts)
        made[name] = packed(tmp_path / f"{at}.xlsx", parts)
    return made


CHILD = """
import json, re, resource, sys, time
from pathlib import Path
from kejin.enterprises.importing import dry_run
from kejin.errors import KejinError
def most_memory():
    # Linux lets a new process inherit the largest memory of the one that started it, except in its own record.
    record = Path("/proc/self/status")
    if record.exists():
        return int(re.search(r"VmHWM:\\s+([0-9]+)", record.read_text())[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
for name in sys.argv[1:]:
    started = time.monotonic()
    try:
        told = str(dry_run(name).errors or "")
    except KejinError as error:
        told = str(error)
    print(json.dumps([told[:500], time.monotonic() - started, most_memory()]))
"""


def costs(paths: list[Path]) -> list[tuple[str, float, float]]:
    """What a process of its own said of each file, its seconds, and the largest memory so far in MiB."""
    command = [sys.executable, "-c", CHILD, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def test_hostile_workbooks_are_refused_before_they_cost_anything(hostile: dict[str, Path]) -> None:
    found = costs(list(hostile.values()))
    for (name, (_, said)), (told, seconds, peak) in zip(HOSTILE.items(), found, strict=True):
        assert said in told, (name, told)
        assert seconds < 10, name
        assert peak < 512, name


def test_texts_that_are_used_again_and_again_are_no_false_claim(tmp_path: Path) -> None:
    # A workbook tells how often its texts are used beside how many there are.
    rows = [["统一社会信用代码", "备注"], *([code(at), "甲"] for at in range(500))]
    path = workbook(tmp_path, {"a": rows})
    assert b'count="1002"' in parts_of(path)[TEXTS]
    assert import_file(path).errors is None
    many = [["统一社会信用代码", "高新技术企业"], *([code(1 + at % 3), "是"] for at in range(3000))]
    shared = workbook(tmp_path, {"a": many}, name="b.xlsx")
    assert b'uniqueCount="6"' in parts_of(shared)[TEXTS]
    assert "claims" not in str(dry_run(shared).errors)


def test_a_text_that_is_long_once_is_no_flood(tmp_path: Path) -> None:
    rows = [
        ["统一社会信用代码", "备注"],
        [code(1), "甲" * 30_000],
        *([code(at), "乙"] for at in range(2, 50)),
    ]
    assert import_file(workbook(tmp_path, {"a": rows})).errors is None


def repeated(folder: Path, dtype: type[pl.DataType]) -> Path:
    """A Parquet file of some kilobytes that keeps one long text for all its rows."""
    frame = pl.DataFrame({"统一社会信用代码": [code(1)], "备注": ["甲" * 3_000]})
    many = pl.concat([frame] * 9_000).with_columns(pl.col("备注").cast(dtype))
    many.write_parquet(folder / "a.parquet")
    return folder / "a.parquet"


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Binary])
def test_a_parquet_file_that_repeats_one_long_text_is_refused(
    tmp_path: Path, dtype: type[pl.DataType]
) -> None:
    path = repeated(tmp_path, dtype)
    assert path.stat().st_size < 1 << 20
    assert "texts of the Parquet file are too long" in str(refusal(path))


def test_more_fields_than_a_strangers_table_may_have_are_refused(tmp_path: Path) -> None:
    wide = pl.DataFrame({"统一社会信用代码": [code(1)]} | {f"x{at}": [1] for at in range(699)})
    pl.concat([wide] * 6_000).write_parquet(tmp_path / "a.parquet")
    assert "4,000,000 fields" in str(refusal(tmp_path / "a.parquet"))
    (tmp_path / "a.csv").write_text("统一社会信用代码" + ",x" * 699 + "\n" + ("," * 699 + "\n") * 6_000)
    assert "4,000,000 fields" in str(refusal(tmp_path / "a.csv"))


def numbers(path: Path, rows: int, columns: int) -> Path:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("a")
        sheet.write_row(0, 0, ["统一社会信用代码", *(f"{1990 + at}年营业收入" for at in range(columns - 1))])
        for row in range(1, rows):
            sheet.write_string(row, 0, code(row))
            for at in range(1, columns):
                sheet.write_number(row, at, row * at % 7919)
    return path


@pytest.mark.slow
def test_the_largest_tables_allowed_keep_within_the_limits(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - amounts to fill a table with
    rows = [f"{code(at)},甲{at}公司,{chance.randint(0, 10**6)}.{at % 100:02d},{at}" for at in range(290_000)]
    (tmp_path / "long.csv").write_text(
        "统一社会信用代码,企业名称,2024年营业收入（万元）,2023年营业收入\n" + "\n".join(rows)
    )
    (tmp_path / "wrong.csv").write_text("统一社会信用代码,2024年营业收入,成立日期\n" + "9,x,y\n" * 299_000)
    twice = "".join(f"{code(at // 2)},1\n" for at in range(299_000))
    (tmp_path / "twice.csv").write_text("统一社会信用代码,2024年营业收入\n" + twice)
    files = [
        numbers(tmp_path / "wide.xlsx", 33_000, 60),
        numbers(tmp_path / "long.xlsx", 299_999, 6),
        *(tmp_path / name for name in ("long.csv", "wrong.csv", "twice.csv")),
    ]
    for path in files:
        ((_, seconds, peak),) = costs([path])
        assert seconds < 10, path.name
        assert peak < 512, path.name
