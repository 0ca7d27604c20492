"""Mappings: saved, read by people, strict, and used again."""

from pathlib import Path

import pytest
from tests.enterprises.builders import code, column, csv_file, frame, workbook

from kejin.enterprises.importing import (
    ColumnMapping,
    FileMapping,
    SheetMapping,
    dry_run,
    import_file,
    load_mapping,
    mapping_text,
    parse_mapping,
    save_mapping,
    shipped_mapping,
    shipped_mappings,
)
from kejin.errors import MappingError
from kejin.facts import Grain

TABLE = f"公司,代码,收入,比例,备注\n甲,{code(1)},5,3.15,x\n"
MAPPING = """
kejin_mapping: "1"
sheets:
  - sheet: ""
    grain: enterprise
    constants: {city_code: "4401", is_listed: 否}
    columns:
      - {header: 代码, fact: credit_code}
      - {header: 公司, fact: enterprise_name}
      - {header: 收入, fact: revenue_fen, year: "2024", unit: 10k yuan}
      - {header: 比例, fact: market_share, unit: "%"}
      - {header: 备注, ignore: 不是事实}
"""


def errors_of(path: Path, text: str) -> str:
    return str(dry_run(path, parse_mapping(text, where="m.yaml")).errors)


def test_a_proposed_mapping_is_saved_and_gives_the_same_facts_again(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"企业名称,信用代码,2024年营业收入（万元）,备注\n甲,{code(1)},5,x\n")
    first = import_file(path)
    saved = tmp_path / "m.yaml"
    save_mapping(first.mapping, saved)
    assert load_mapping(saved) == first.mapping
    second = import_file(path, saved)
    assert frame(second, Grain.FILING).equals(frame(first, Grain.FILING))
    assert frame(second, Grain.ENTERPRISE).equals(frame(first, Grain.ENTERPRISE))
    # A header that nobody mapped is said again every time.
    assert [notice.code for notice in second.notices] == ["header.unknown"]


def test_a_mapping_written_by_hand_is_followed(tmp_path: Path) -> None:
    result = import_file(csv_file(tmp_path, TABLE), parse_mapping(MAPPING, where="m.yaml"))
    assert column(result, Grain.FILING, "revenue_fen") == [5 * 10**6]
    assert column(result, Grain.ENTERPRISE, "market_share") == [31_500_000]
    assert column(result, Grain.ENTERPRISE, "city_code") == ["4401"]
    assert column(result, Grain.ENTERPRISE, "is_listed") == [False]
    assert result.notices == ()


def test_a_constant_has_no_cell(tmp_path: Path) -> None:
    result = import_file(csv_file(tmp_path, TABLE), parse_mapping(MAPPING, where="m.yaml"))
    row = frame(result, Grain.ENTERPRISE).row(0, named=True)
    assert result.factset.locate("city_code", row) is None
    assert result.factset.locate("market_share", row) is not None


def test_the_same_table_with_a_title_line_or_other_blanks_still_fits(tmp_path: Path) -> None:
    mapping = parse_mapping(
        MAPPING.replace("grain: enterprise", 'grain: enterprise\n    header_row: "1"'), where="m.yaml"
    )
    moved = csv_file(tmp_path, "情况表\n" + TABLE.replace("公司,代码", " 公 司,代　码"))
    assert column(import_file(moved, mapping), Grain.FILING, "revenue_fen") == [5 * 10**6]


def test_a_column_that_is_read_and_missing_is_an_error(tmp_path: Path) -> None:
    text = errors_of(csv_file(tmp_path, TABLE.replace("收入", "营收")), MAPPING)
    assert "the sheet lacks columns that the mapping reads: expected 收入" in text


def test_a_column_that_the_mapping_does_not_know_is_a_notice(tmp_path: Path) -> None:
    path = csv_file(tmp_path, TABLE.replace("备注", "备注,研发费用").replace(",x", ",x,7"))
    result = import_file(path, parse_mapping(MAPPING, where="m.yaml"))
    (notice,) = result.notices
    assert notice.code == "header.unknown"
    assert "rd_expense_fen" in notice.text.en


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("fact: revenue_fen", "fact: revnue_fen", "revenue_fen"),
        ("fact: revenue_fen", "fact: loan_principal_fen", "does not belong in this sheet"),
        ('year: "2024", ', "", "a yearly fact without its year"),
        ('fact: market_share, unit: "%"', 'fact: market_share, year: "2024"', "a year where none belongs"),
        ("unit: 10k yuan", "unit: 公斤", "a unit does not go with its fact"),
        ('unit: "%"', "unit: 万元", "a unit does not go with its fact"),
        ("unit: 10k yuan", "currency: USD", "another currency are not converted"),
        ('year: "2024", unit', 'year: "1950", unit', "a year that no table is about"),
        ("fact: enterprise_name", "fact: enterprise_name, ignore: x", "both read and ignored"),
        (
            "fact: enterprise_name",
            "fact: enterprise_name, dates: dmy",
            "date form for something that is no date",
        ),
        ("fact: enterprise_name", "fact: enterprise_name, scheme: a", "scheme for something other"),
        (
            "{header: 备注, ignore: 不是事实}",
            '{header: 备注, fact: market_share, unit: "%"}',
            "two columns hold one fact",
        ),
        ('city_code: "4401"', "city_code: 月球", "a constant is not usable"),
        ('city_code: "4401"', "colour: red", "a constant is not usable"),
        ("- {header: 代码, fact: credit_code}", "- {header: 代码}", None),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused_before_any_cell(
    tmp_path: Path, old: str, new: str, message: str | None
) -> None:
    assert old in MAPPING
    text = errors_of(csv_file(tmp_path, TABLE), MAPPING.replace(old, new))
    assert (message in text) if message else text == "None"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (MAPPING.replace("grain: enterprise", "grain: planet"), "not well formed"),
        (MAPPING.replace("ignore:", "forget:"), "not well formed"),
        (MAPPING.replace('kejin_mapping: "1"', 'kejin_mapping: "9"'), "not well formed"),
        (MAPPING.replace("header: 公司", "header: 公司, header: 公司"), "a key stands twice"),
        (MAPPING.replace('year: "2024"', "year: 2024.0"), "not quoted"),
        (MAPPING.replace("scheme", "x") + "\nfoo: bar", "not well formed"),
        ("[", "not readable as YAML"),
        ("just text", "not well formed"),
    ],
)
def test_a_mapping_file_is_strict(text: str, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        parse_mapping(text, where="m.yaml")


def test_a_mapping_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="cannot be opened"):
        import_file(csv_file(tmp_path, TABLE), tmp_path / "nowhere.yaml")


def test_a_mapping_survives_its_own_text() -> None:
    mapping = FileMapping(
        description="甲: 乙 # 丙",
        complete=[Grain.LOAN],
        sheets=[
            SheetMapping(
                sheet="1.0",
                grain=Grain.LOAN,
                header_row=3,
                constants={"loan_enrolled": "是", "programme_id": "0123"},
                repeats="same",
                columns=[
                    ColumnMapping(header="no", fact="loan_id"),
                    ColumnMapping(header="0.5", ignore="~"),
                    ColumnMapping(header="- x: [1]", fact="loan_rate", unit="‰", note="'\""),
                ],
            ),
            SheetMapping(sheet="说明", ignore="no facts"),
        ],
    )
    assert parse_mapping(mapping_text(mapping), where="m.yaml") == mapping


def test_complete_grains_reach_the_fact_set(tmp_path: Path) -> None:
    mapping = parse_mapping(MAPPING.replace("sheets:", "complete: [patent]\nsheets:", 1), where="m.yaml")
    assert import_file(csv_file(tmp_path, TABLE), mapping).factset.complete == {Grain.PATENT}


def test_a_sheet_that_the_mapping_does_not_name_is_a_notice_and_one_that_is_missing_an_error(
    tmp_path: Path,
) -> None:
    sheets = {"a": [["公司", "代码"], ["甲", code(1)]], "b": [["x"], ["y"]]}
    path = workbook(tmp_path, sheets)
    text = MAPPING[: MAPPING.index("      - {header: 收入")].replace('sheet: ""', "sheet: a")
    result = import_file(path, parse_mapping(text, where="m.yaml"))
    assert [notice.code for notice in result.notices] == ["sheet.unmapped"]
    assert "lacks a sheet" in errors_of(path, text.replace("sheet: a", "sheet: c"))


def test_rows_that_say_the_same_may_count_once_if_the_mapping_says_so(tmp_path: Path) -> None:
    path = csv_file(tmp_path, TABLE + f"甲,{code(1)},5,3.15,y\n")
    assert "stands more than once" in errors_of(path, MAPPING)
    same = MAPPING.replace("grain: enterprise", "grain: enterprise\n    repeats: same")
    # Its filing stands twice as well, so the yearly column has to go for the rows to be one.
    same = same.replace('fact: revenue_fen, year: "2024", unit: 10k yuan', "ignore: x")
    result = import_file(path, parse_mapping(same, where="m.yaml"))
    assert len(frame(result, Grain.ENTERPRISE)) == 1
    assert [notice.code for notice in result.notices] == ["rows.same"]
    other = csv_file(tmp_path, TABLE + f"乙,{code(1)},5,3.15,y\n")
    assert "stands more than once" in errors_of(other, same)


def test_every_shipped_mapping_loads_and_names_only_known_facts(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "x\ny\n")
    assert shipped_mappings()
    for name in shipped_mappings():
        text = str(dry_run(path, shipped_mapping(name)).errors)
        assert "lacks columns" in text
        assert "1 problem" in text
