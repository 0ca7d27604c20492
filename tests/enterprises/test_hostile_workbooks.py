"""Workbooks made to harm: each gives one clear error of ours, soon, and nothing of it is imported."""

import contextlib
import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from tests.enterprises.builders import (
    Cell,
    code,
    column,
    csv_file,
    frame,
    packed,
    parts_of,
    reasons,
    refusal,
    workbook,
)

from kejin.enterprises.importing import Limits, Reason, dry_run, import_file
from kejin.enterprises.importing.workbook import _texts, cell_text
from kejin.errors import FileError, KejinError
from kejin.facts import Grain

SHEET = "xl/worksheets/sheet1.xml"
ROWS: list[list[Cell]] = [["统一社会信用代码", "2024年营业收入"], [code(1), 5]]


def good(folder: Path) -> Path:
    return workbook(folder, {"a": ROWS})


def changed(folder: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """A good workbook with its parts changed."""
    parts = parts_of(good(folder))
    change(parts)
    return packed(folder / "changed.xlsx", parts)


def put(folder: Path, name: str, data: bytes) -> Path:
    return changed(folder, lambda parts: parts.update({name: data}))


def in_sheet(folder: Path, old: bytes, new: bytes) -> Path:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(old, new, 1)

    return changed(folder, change)


def test_the_workbook_that_the_others_are_made_from_is_good(tmp_path: Path) -> None:
    again = changed(tmp_path, lambda _: None)
    assert column(import_file(again), Grain.FILING, "revenue_fen") == [500]


def test_a_part_that_expands_a_thousandfold_is_refused_before_it_is_expanded(tmp_path: Path) -> None:
    path = put(tmp_path, "xl/media/zeros.bin", bytes(64 << 20))
    assert path.stat().st_size < 1 << 20
    started = time.monotonic()
    assert "expands suspiciously" in str(refusal(path))
    assert time.monotonic() - started < 5


def test_a_workbook_that_expands_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 4096
    path = changed(tmp_path, lambda parts: parts.update({f"xl/media/{at}.bin": noise for at in range(30)}))
    with pytest.raises(FileError, match="too large"):
        import_file(path, limits=Limits(expanded_bytes=20 << 20, ratio=10_000))
    assert import_file(path, limits=Limits(ratio=10_000)).errors is None


def lying(path: Path, name: str, claimed: int) -> Path:
    """The same file with another expanded size written for one part, in both places where it stands."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(name)
        start = data.index(b"PK\x01\x02")
        while data[start + 46 : start + 46 + len(name)] != name.encode():
            start = data.index(b"PK\x01\x02", start + 4)
    struct.pack_into("<I", data, info.header_offset + 22, claimed)
    struct.pack_into("<I", data, start + 24, claimed)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("claimed", [10, 5_000_000])
def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path, claimed: int) -> None:
    path = lying(put(tmp_path, "xl/media/a.bin", bytes(range(256)) * 400), "xl/media/a.bin", claimed)
    assert (
        "larger than it says" in str(refusal(path))
        or "ends too early" in str(refusal(path))
        or "expands" in str(refusal(path))
    )


def test_an_archive_inside_is_refused(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a", "b")
    assert "an archive inside" in str(refusal(put(tmp_path, "xl/embeddings/a.zip", inner.getvalue())))


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = changed(tmp_path, lambda parts: parts.update({f"xl/x/{at}.xml": b"<a/>" for at in range(1000)}))
    assert "too many parts" in str(refusal(path))


@pytest.mark.parametrize(
    "name", ["../evil.xml", "xl/../../evil.xml", "/etc/evil.xml", "C:/evil.xml", "xl\\..\\evil.xml"]
)
def test_a_part_named_outside_the_file_is_refused(tmp_path: Path, name: str) -> None:
    assert "unsafe name" in str(refusal(put(tmp_path, name, b"<a/>")))


def test_a_link_inside_is_refused(tmp_path: Path) -> None:
    path = good(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("xl/link.xml")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "link to another file" in str(refusal(path))


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = good(tmp_path)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET, "<a/>")
    assert "one name" in str(refusal(path))


def test_an_unusual_packing_and_a_password_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, data in parts_of(good(tmp_path)).items():
            archive.writestr(name, data)
    assert "unusual way" in str(refusal(path))
    locked = bytearray(good(tmp_path).read_bytes())
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    path.write_bytes(locked)
    assert "encrypted" in str(refusal(path))


@pytest.mark.parametrize("where", ["before", "behind"])
def test_bytes_around_the_file_are_refused(tmp_path: Path, where: str) -> None:
    data = good(tmp_path).read_bytes()
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04junk" + data if where == "before" else data + b"junk")
    refusal(path)


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]><a>&y;</a>'
)


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/core.xml"])
def test_entities_are_refused_wherever_they_are_declared(tmp_path: Path, part: str) -> None:
    assert "declares entities" in str(refusal(put(tmp_path, part, BOMB)))


def test_an_entity_declared_far_inside_a_large_part_or_in_another_encoding_is_refused(tmp_path: Path) -> None:
    noise = b"".join(b"<c r='%d'/>" % zlib.crc32(str(at).encode()) for at in range(120_000))
    straddling = b"<a>" + noise[: (1 << 20) - 8] + b"<!DOCTYPE b>" + noise
    assert "declares entities" in str(refusal(put(tmp_path, "xl/theme.xml", straddling)))
    assert "not UTF-8" in str(refusal(put(tmp_path, "xl/theme.xml", BOMB.decode().encode("utf-16"))))


def test_macros_are_refused_and_links_to_other_files_are_said(tmp_path: Path) -> None:
    assert "macros" in str(refusal(put(tmp_path, "xl/vbaProject.bin", b"\xd0\xcf")))
    linked = import_file(put(tmp_path, "xl/externalLinks/externalLink1.xml", b"<externalLink/>"))
    assert [notice.code for notice in linked.notices if notice.code == "workbook.links"] == ["workbook.links"]


@pytest.mark.parametrize("place", [b"XFD1048576", b"A1048576", b"ZZZ1", b"AAA5", b"A99999999"])
def test_one_cell_at_the_far_end_does_not_lay_out_the_whole_grid(tmp_path: Path, place: bytes) -> None:
    cell = b'<c r="%s"><v>1</v></c></row></sheetData>' % place
    path = in_sheet(tmp_path, b"</row></sheetData>", cell)
    started = time.monotonic()
    with pytest.raises(FileError):
        import_file(path, limits=Limits(rows=1_000_000))
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<c r="B2">', b"<c r='XFD1048576'>"),
        (b'<c r="B2">', b'<c s="0" r="XFD1048576">'),
        (b'<c r="B2">', b'<c r = "xfd1048576">'),
        (b'<c r="B2">', b'<c\nr="XFD1048576">'),
    ],
)
def test_a_far_cell_is_found_however_its_place_is_spelled(tmp_path: Path, old: bytes, new: bytes) -> None:
    assert "is too large" in str(refusal(in_sheet(tmp_path, old, new)))


def test_cells_without_a_place_are_counted(tmp_path: Path) -> None:
    cells = b"<c/>" * 800
    path = in_sheet(
        tmp_path, b"</row></sheetData>", b"</row>" + (b"<row>" + cells + b"</row>") * 9000 + b"</sheetData>"
    )
    with pytest.raises(FileError, match="is too large"):
        import_file(path, limits=Limits(ratio=100_000))


def test_a_formula_without_its_value_is_an_error_that_names_the_cell(tmp_path: Path) -> None:
    path = in_sheet(tmp_path, b'<c r="B2"><v>5</v></c>', b'<c r="B2"><f>1+1</f></c>')
    assert reasons(path) == [("B2", Reason.NO_CACHED_VALUE)]
    computed = in_sheet(tmp_path, b'<c r="B2"><v>5</v></c>', b'<c r="B2"><f>1+1</f><v>2</v></c>')
    assert column(import_file(computed), Grain.FILING, "revenue_fen") == [200]
    empty = in_sheet(tmp_path, b'<c r="B2"><v>5</v></c>', b'<c r="B2" t="str"><f>""</f><v></v></c>')
    assert Grain.FILING not in import_file(empty).factset.frames


def test_a_formula_without_value_in_a_column_that_is_not_read_does_no_harm(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"a": [[*ROWS[0], "备注"], [*ROWS[1], 7]]})
    parts = parts_of(path)
    parts[SHEET] = parts[SHEET].replace(b'<c r="C2"><v>7</v></c>', b'<c r="C2"><f>X1</f></c>')
    assert import_file(packed(path, parts)).errors is None


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#VALUE!", "#NAME?"])
def test_an_excel_error_is_an_error_and_not_unknown(tmp_path: Path, error: str) -> None:
    cell = f'<c r="B2" t="e"><f>1/0</f><v>{error}</v></c>'.encode()
    assert reasons(in_sheet(tmp_path, b'<c r="B2"><v>5</v></c>', cell)) == [("B2", Reason.EXCEL_ERROR)]


def test_not_available_is_unknown(tmp_path: Path) -> None:
    path = in_sheet(tmp_path, b'<c r="B2"><v>5</v></c>', b'<c r="B2" t="e"><v>#N/A</v></c>')
    assert Grain.FILING not in import_file(path).factset.frames


@pytest.mark.parametrize(("epoch_1904", "serial"), [(False, 45296), (True, 43834)])
def test_serial_dates_are_counted_from_the_epoch_of_the_workbook(
    tmp_path: Path, serial: int, *, epoch_1904: bool
) -> None:
    # 2024-01-05, formatted as a date and as a bare number.
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": epoch_1904}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["统一社会信用代码", "成立日期"])
        sheet.write_row(1, 0, [code(1), serial])
        sheet.write_string(2, 0, code(2))
        sheet.write_number(2, 1, serial, book.add_format({"num_format": "yyyy-mm-dd"}))
    assert [str(day) for day in column(import_file(path), Grain.ENTERPRISE, "founded_on")] == [
        "2024-01-05"
    ] * 2


def test_dates_from_the_time_when_the_calendars_differ_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["统一社会信用代码", "成立日期"])
        for at, serial in enumerate((59, 60, 61), start=1):
            sheet.write_string(at, 0, code(at))
            sheet.write_number(at, 1, serial, book.add_format({"num_format": "yyyy-mm-dd"}))
    assert reasons(path) == [("B2", Reason.EARLY_SERIAL), ("B3", Reason.EARLY_SERIAL)]


def test_a_code_stored_as_a_number_has_lost_digits_and_says_so(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"a": [["统一社会信用代码"], [914401010000000160.0]]})
    assert reasons(path) == [("A2", Reason.LOST_DIGITS)]


def test_binary_noise_of_a_number_does_not_make_it_finer_than_a_fen(tmp_path: Path) -> None:
    path = in_sheet(tmp_path, b'<c r="B2"><v>5</v></c>', b'<c r="B2"><v>0.30000000000000004</v></c>')
    assert column(import_file(path), Grain.FILING, "revenue_fen") == [30]


def test_hidden_sheets_are_said_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("a", "b"):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(ROWS):
                sheet.write_row(at, 0, row)
        book.get_worksheet_by_name("b").hide()
    result = import_file(path)
    assert len(frame(result, Grain.ENTERPRISE)) == 1
    assert [notice.code for notice in result.notices if notice.code == "sheet.hidden"] == ["sheet.hidden"]


@pytest.mark.parametrize(
    ("name", "head", "message"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .xls workbook"),
        ("a.pdf", b"%PDF-1.7 ...", "a PDF"),
        ("a.gz", b"\x1f\x8b\x08\x00", "compressed"),
        ("a.xlsx", b"<html><table><tr><td>x</td></tr></table></html>", "markup"),
        ("a.xml", b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "markup"),
        ("a.xlsx", b"PK\x03\x04" + bytes(40), "not a readable workbook"),
        ("a.xlsx", b"PK", "not a readable workbook"),
        ("a.parquet", b"PAR1" + bytes(40) + b"PAR1", "Parquet file cannot be read"),
        ("a.csv", b"", "the file is empty"),
    ],
)
def test_other_kinds_of_files_are_named(tmp_path: Path, name: str, head: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(head)
    assert message in str(refusal(path))


def test_zip_files_that_are_no_workbooks_are_named(tmp_path: Path) -> None:
    assert "no workbook" in str(refusal(packed(tmp_path / "a.xlsx", {"word/document.xml": b"<a/>"})))
    assert "binary format" in str(refusal(packed(tmp_path / "a.xlsb", {"xl/workbook.bin": b"x"})))


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in str(refusal(tmp_path / "nowhere.csv"))
    assert "not a file" in str(refusal(tmp_path))
    with pytest.raises(FileError, match="too large"):
        import_file(csv_file(tmp_path, "x" * 2000), limits=Limits(file_bytes=1000))


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return good(tmp_path_factory.mktemp("seed")).read_bytes()


@given(st.data())
def test_whatever_bytes_are_flipped_the_answer_is_facts_or_an_error_of_ours(
    seed: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    damaged = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        damaged = damaged[: data.draw(st.integers(4, len(damaged)))]
    path = tmp_path_factory.mktemp("flipped") / "a.xlsx"
    path.write_bytes(damaged)
    with contextlib.suppress(KejinError):
        result = dry_run(path)
        assert result.errors is not None or result.factset.frames


def test_two_parts_whose_names_differ_only_in_case_are_refused(tmp_path: Path) -> None:
    assert "one name" in str(refusal(put(tmp_path, "xl/worksheets/Sheet1.xml", b"<a/>")))


def test_a_sheet_whose_part_is_missing_or_no_xml_is_refused(tmp_path: Path) -> None:
    assert "is missing" in str(refusal(changed(tmp_path, lambda parts: parts.pop(SHEET))))
    assert "damaged" in str(refusal(put(tmp_path, "xl/workbook.xml", b"<workbook")))
    assert "no worksheet" in str(refusal(put(tmp_path, "xl/workbook.xml", b"<workbook/>")))


def test_a_part_stored_unpacked_is_held_to_its_size_too(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts_of(good(tmp_path)).items():
            archive.writestr(name, data)
    assert column(import_file(path), Grain.FILING, "revenue_fen") == [500]
    assert "ends too early" in str(refusal(lying(path, SHEET, 10)))


def test_a_workbook_without_a_single_cell_is_an_empty_file(tmp_path: Path) -> None:
    assert "no rows" in str(refusal(workbook(tmp_path, {"a": []})))


def test_times_and_truths_in_the_wrong_column_are_wrong_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["统一社会信用代码", "成立日期", "2024年营业收入", "高新技术企业"])
        sheet.write_string(1, 0, code(1))
        sheet.write_number(1, 1, 0.5, book.add_format({"num_format": "hh:mm"}))
        sheet.write_boolean(1, 2, True)
        sheet.write_boolean(1, 3, True)
    assert reasons(path) == [("B2", Reason.NOT_A_DATE), ("C2", Reason.NOT_A_NUMBER)]


def test_tiny_numbers_are_written_out_and_found_too_fine(tmp_path: Path) -> None:
    path = in_sheet(tmp_path, b'<c r="B2"><v>5</v></c>', b'<c r="B2"><v>1E-7</v></c>')
    assert reasons(path) == [("B2", Reason.TOO_FINE)]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.just(""), max_size=20))
def test_a_column_of_numbers_reads_as_its_cells_do(cells: list[float | str]) -> None:
    # An empty cell is null in the one way and "" in the other; both are unknown.
    assert [text or "" for text in _texts(cells)] == [cell_text(cell) for cell in cells]


@given(st.lists(st.integers(1, 10**15 - 1), min_size=1, max_size=20), st.integers(0, 8))
def test_a_column_of_amounts_reads_as_its_cells_do(cells: list[int], places: int) -> None:
    amounts = [cell / 10**places for cell in cells]
    assert list(_texts(amounts)) == [cell_text(amount) for amount in amounts]
