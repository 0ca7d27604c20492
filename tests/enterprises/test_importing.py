"""Tables as people have them, from file to facts."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from tests.enterprises.builders import Cell, code, column, csv_file, frame, problems, reasons, workbook

from kejin.enterprises.importing import (
    ImportErrors,
    Reason,
    dry_run,
    import_file,
    mapping_text,
    save_mapping,
    shipped_mapping,
)
from kejin.errors import MappingError
from kejin.facts import Grain, check_frame

WIDE = f"""企业名称,统一社会信用代码,成立日期,所在地市,是否高企,2023年营业收入（万元）,2024年营业收入（万元）,2024年研发费用
甲公司,{code(1)},2015/3/1,广州,是,"1,234.5",１２３４．５６,5000
乙公司,{code(2)},2016年4月2日,Shenzhen,否,-,N/A,3.2万
"""


def test_a_wide_table_becomes_enterprises_and_filings(tmp_path: Path) -> None:
    result = import_file(csv_file(tmp_path, WIDE))
    assert column(result, Grain.ENTERPRISE, "enterprise_id") == [code(1), code(2)]
    assert column(result, Grain.ENTERPRISE, "city_code") == ["4401", "4403"]
    assert column(result, Grain.ENTERPRISE, "hte_certified") == [True, False]
    assert column(result, Grain.ENTERPRISE, "founded_on") == [date(2015, 3, 1), date(2016, 4, 2)]
    filings = frame(result, Grain.FILING).sort("enterprise_id", "year")
    assert filings.select("enterprise_id", "year", "revenue_fen", "rd_expense_fen").rows() == [
        (code(1), 2023, 1_234_500_000, None),
        (code(1), 2024, 1_234_560_000, 500_000),
        (code(2), 2024, None, 3_200_000),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_encoding_and_separator_do_not_matter(tmp_path: Path, encoding: str, separator: str) -> None:
    text = f"企业名称,统一社会信用代码,职工总数2024\r\n甲公司,{code(1)},12\r\n".replace(",", separator)
    result = import_file(csv_file(tmp_path, text, encoding=encoding))
    assert column(result, Grain.FILING, "staff_count") == [12]
    assert column(result, Grain.ENTERPRISE, "enterprise_name") == ["甲公司"]


def test_a_title_and_a_unit_above_the_header_are_understood(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["2024年度企业情况表"],
        ["金额单位：万元"],
        ["企业名称", "统一社会信用代码", "营业收入", "职工总数"],
        ["甲公司", code(1), 12.5, 30],
    ]
    result = import_file(workbook(tmp_path, {"表一": rows}))
    assert frame(result, Grain.FILING).select("year", "revenue_fen", "staff_count").row(0) == (
        2024,
        12_500_000,
        30,
    )
    assert {notice.code for notice in result.notices} == {"year.assumed", "column.assumed"}
    row = frame(result, Grain.FILING).row(0, named=True)
    source = result.factset.locate("revenue_fen", row)
    assert source is not None
    assert (source.file, source.sheet, source.cell, source.header) == ("table.xlsx", "表一", "C4", "营业收入")


def test_a_header_in_two_rows_is_joined(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["企业名称", "统一社会信用代码", "营业收入（万元）", None, "研发费用（万元）", None],
        [None, None, "2023年", "2024年", "2023年", "2024年"],
        ["甲公司", code(1), 1, 2, 3, 4],
    ]
    filings = frame(import_file(workbook(tmp_path, {"a": rows})), Grain.FILING).sort("year")
    assert filings.select("year", "revenue_fen", "rd_expense_fen").rows() == [
        (2023, 10**6, 3 * 10**6),
        (2024, 2 * 10**6, 4 * 10**6),
    ]


def test_a_long_table_has_one_row_for_each_year_and_agrees_about_the_enterprise(tmp_path: Path) -> None:
    text = (
        f"企业名称,信用代码,年度,营业收入\n甲,{code(1)},2023,1\n甲,{code(1)},2024年,2\n乙,{code(2)},2024,3\n"
    )
    result = import_file(csv_file(tmp_path, text))
    assert frame(result, Grain.FILING).select("year", "revenue_fen").rows() == [
        (2023, 100),
        (2024, 200),
        (2024, 300),
    ]
    assert column(result, Grain.ENTERPRISE, "enterprise_name") == ["甲", "乙"]


def test_a_contradiction_about_one_enterprise_names_both_rows(tmp_path: Path) -> None:
    text = f"企业名称,信用代码,年度,营业收入\n甲,{code(1)},2023,1\n假甲,{code(1)},2024,2\n"
    (problem,) = problems(csv_file(tmp_path, text)).cells
    assert (problem.cell, problem.reason, problem.value) == ("A3", Reason.CONTRADICTION, "假甲")
    assert "row 2" in problem.expected.en


def test_an_unknown_unit_of_money_is_taken_as_yuan_and_said(tmp_path: Path) -> None:
    result = import_file(csv_file(tmp_path, f"信用代码,2024年营业收入\n{code(1)},5\n"))
    assert column(result, Grain.FILING, "revenue_fen") == [500]
    (notice,) = [notice for notice in result.notices if notice.code == "column.assumed"]
    assert "元" in notice.text.zh
    assert "not stated" in mapping_text(result.mapping) or "no unit is stated" in mapping_text(result.mapping)


def test_an_unknown_header_is_said_with_what_is_nearest_and_the_rest_is_read(tmp_path: Path) -> None:
    result = import_file(csv_file(tmp_path, f"信用代码,2024年营业收人,备注\n{code(1)},5,x\n"))
    texts = {notice.where: notice.text.en for notice in result.notices if notice.code == "header.unknown"}
    assert "revenue_fen" in texts["table.csv, column B “2024年营业收人”"]
    assert "table.csv, column C “备注”" in texts
    assert "备注" in mapping_text(result.mapping)


def test_a_header_that_fits_two_facts_is_asked_about(tmp_path: Path) -> None:
    errors = problems(csv_file(tmp_path, f"信用代码,2024年营业收入（主营业务收入）\n{code(1)},5\n"))
    assert "a header fits two facts" in str(errors)
    assert "main_business_revenue_fen" in str(errors)


def test_two_columns_of_one_fact_and_year_are_refused(tmp_path: Path) -> None:
    errors = problems(csv_file(tmp_path, f"信用代码,2024年营业收入,2024年营收\n{code(1)},5,6\n"))
    assert "two columns hold one fact" in str(errors)


def test_a_yearly_figure_without_its_year_is_asked_about(tmp_path: Path) -> None:
    errors = problems(csv_file(tmp_path, f"信用代码,营业收入\n{code(1)},5\n"))
    assert "it is not said of which year this is" in str(errors)


def test_a_year_that_no_table_is_about_is_refused_at_its_column(tmp_path: Path) -> None:
    errors = problems(csv_file(tmp_path, f"信用代码,1950年营业收入\n{code(1)},5\n"))
    assert "a year that no table is about: expected 1990 to 2100" in str(errors)
    assert "column B" in str(errors)


def test_amounts_in_another_currency_are_left_out_with_the_reason(tmp_path: Path) -> None:
    result = import_file(
        csv_file(tmp_path, f"信用代码,累计融资额（万美元）,注册资本（万元）\n{code(1)},5,6\n")
    )
    assert "funding_total_fen" not in frame(result, Grain.ENTERPRISE).columns
    assert column(result, Grain.ENTERPRISE, "registered_capital_fen") == [6 * 10**6]
    assert [notice.text.en for notice in result.notices if notice.code == "column.ignored"] == [
        "amounts in USD; nothing is converted"
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["3.15", "4.2"], [31_500_000, 42_000_000]),
        (["0.0315", "0.042"], [31_500_000, 42_000_000]),
        (["3.15%", "4.2%"], [31_500_000, 42_000_000]),
    ],
)
def test_shares_without_a_unit_are_read_as_their_values_prove(
    tmp_path: Path, cells: list[str], expected: list[int]
) -> None:
    text = "借据号,信用代码,利率\n" + "".join(f"L{at},{code(at)},{cell}\n" for at, cell in enumerate(cells))
    assert column(import_file(csv_file(tmp_path, text)), Grain.LOAN, "loan_rate") == expected


@pytest.mark.parametrize("cells", [["0.5", "3.15"], ["0.0315", "4.2"]])
def test_shares_that_prove_nothing_are_asked_about(tmp_path: Path, cells: list[str]) -> None:
    text = "借据号,信用代码,利率\n" + "".join(f"L{at},{code(at)},{cell}\n" for at, cell in enumerate(cells))
    assert "whether these are per cent" in str(problems(csv_file(tmp_path, text)))


def test_a_percent_column_of_a_workbook_that_never_passes_one_is_asked_about(tmp_path: Path) -> None:
    # A cell that shows 3.15% holds 0.0315, and a workbook's reader cannot tell it from 0.0315 under a header with %.
    path = workbook(tmp_path, {"a": [["信用代码", "市场占有率（%）"], [code(1), 0.0315], [code(2), 0.5]]})
    assert "whether these are per cent" in str(problems(path))
    sure = workbook(tmp_path, {"a": [["信用代码", "市场占有率（%）"], [code(1), 3.15], [code(2), 0.5]]})
    assert column(import_file(sure), Grain.ENTERPRISE, "market_share") == [31_500_000, 5_000_000]


def test_days_with_the_year_last_are_read_when_one_of_them_proves_the_order(tmp_path: Path) -> None:
    text = f"信用代码,成立日期\n{code(1)},3/4/2015\n{code(2)},3/14/2015\n"
    result = import_file(csv_file(tmp_path, text))
    assert column(result, Grain.ENTERPRISE, "founded_on") == [date(2015, 3, 4), date(2015, 3, 14)]
    assert any("month first" in notice.text.en for notice in result.notices)
    assert reasons(csv_file(tmp_path, f"信用代码,成立日期\n{code(1)},3/4/2015\n")) == [
        ("B2", Reason.AMBIGUOUS_DATE)
    ]


def test_a_workbook_of_several_sheets_gives_several_grains(tmp_path: Path) -> None:
    path = workbook(tmp_path, {
        "说明": [["填表说明"], ["请如实填写"]],
        "企业": [["企业名称", "统一社会信用代码"], ["甲", code(1)], ["乙", code(2)]],
        "贷款": [
            ["借据号", "借款人", "统一社会信用代码", "贷款银行", "合同签订日", "贷款金额（万元）", "贷款利率（%）"],
            ["L1", "甲", code(1), "某银行", "2025-05-01", 300, 3.15],
            ["L2", "丙", code(3), "某银行", "2025-06-01", 200, 3.2],
        ],
        "银行": [["贷款银行", "年度", "当年入池贷款本金（亿元）"], ["某银行", 2025, 12]],
        "专利": [["专利号", "统一社会信用代码", "专利类型"], ["CN1", code(1), "发明"]],
        "荣誉": [["统一社会信用代码", "资质类型", "认定日期"], [code(2), "高企", "2024-11-01"]],
        "融资": [["统一社会信用代码", "轮次序号", "轮次", "融资金额（万元）"], [code(2), 1, "天使轮", 500]],
    })  # fmt: skip
    result = import_file(path)
    assert {grain: len(frame(result, grain)) for grain in result.factset.frames} == {
        Grain.ENTERPRISE: 3, Grain.PATENT: 1, Grain.HONOUR: 1, Grain.FUNDING_ROUND: 1, Grain.LOAN: 2, Grain.INSTITUTION_YEAR: 1,
    }  # fmt: skip
    loans = frame(result, Grain.LOAN)
    assert loans["loan_year"].to_list() == [2025, 2025]
    assert loans.select("loan_principal_fen", "loan_rate", "institution_id").row(0) == (
        300_000_000,
        31_500_000,
        "某银行",
    )
    assert column(result, Grain.INSTITUTION_YEAR, "institution_enrolled_principal_fen") == [12 * 10**10]
    codes = [notice.code for notice in result.notices]
    assert "sheet.unread" in codes
    assert "enterprise.mentioned" in codes
    for grain, one in result.factset.frames.items():
        assert check_frame(one, grain) is not None


def test_loans_by_name_find_the_enterprise_of_that_name(tmp_path: Path) -> None:
    path = workbook(tmp_path, {
        "企业": [["企业名称", "统一社会信用代码"], ["（甲）公司", code(1)], ["乙", code(2)]],
        "贷款": [["借据号", "借款人", "贷款金额"], ["L1", "(甲)公司", 300], ["L2", "丙", 200]],
    })  # fmt: skip
    result = import_file(path)
    assert column(result, Grain.LOAN, "enterprise_id") == [code(1), "name:丙"]
    assert {"identity.by_name", "identity.linked", "enterprise.mentioned"} <= {
        notice.code for notice in result.notices
    }


def test_without_codes_enterprises_are_known_by_their_name_and_twins_are_found(tmp_path: Path) -> None:
    result = import_file(csv_file(tmp_path, "企业名称,所在地市\n甲公司,广州\n乙公司,深圳\n"))
    assert column(result, Grain.ENTERPRISE, "enterprise_id") == ["name:甲公司", "name:乙公司"]
    twins = csv_file(tmp_path, "企业名称,所在地市\nＡＢＣ公司,广州\nABC公司,深圳\n")
    (problem,) = problems(twins).cells
    assert (problem.cell, problem.reason) == ("A3", Reason.REPEATED_KEY)
    assert "row 2" in problem.expected.en


def test_a_repeated_code_names_both_rows(tmp_path: Path) -> None:
    (problem,) = problems(csv_file(tmp_path, f"信用代码\n{code(1)}\n{code(2)}\n{code(1)}\n")).cells
    assert (problem.cell, problem.reason, problem.value) == ("A4", Reason.REPEATED_KEY, code(1))
    assert "row 2" in problem.expected.en


def test_empty_rows_are_passed_over_and_keep_their_numbers(tmp_path: Path) -> None:
    text = f"信用代码,2024年营业收入\n\n{code(1)},1\n,\n , \n-,-\n{code(2)},2\n\n"
    result = import_file(csv_file(tmp_path, text))
    assert frame(result, Grain.ENTERPRISE).select("enterprise_id", "_row").rows() == [
        (code(1), 3),
        (code(2), 7),
    ]


def test_a_total_line_is_nobodys_and_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"信用代码,2024年营业收入\n{code(1)},1\n,1\n")
    assert reasons(path) == [("A3", Reason.NO_IDENTITY)]


def test_every_wrong_cell_is_named_at_once_and_nothing_is_imported(tmp_path: Path) -> None:
    bad = (
        WIDE.replace("2015/3/1", "15/3/1")
        .replace("3.2万", "x")
        .replace("Shenzhen", "Paris")
        .replace(code(2), code(2)[:-1])
    )
    assert sorted(reasons(csv_file(tmp_path, bad))) == [
        ("B3", Reason.CODE_LENGTH), ("C2", Reason.TWO_DIGIT_YEAR), ("D3", Reason.NOT_A_CHOICE), ("H3", Reason.NOT_A_NUMBER),
    ]  # fmt: skip
    with pytest.raises(ImportErrors, match="4 problems in the file") as caught:
        import_file(csv_file(tmp_path, bad))
    assert caught.value.as_dict()["problems"][0]["where"].startswith("table.csv, ")


def test_more_problems_than_are_listed_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"{code(at)},x,y\n" for at in range(1500))
    errors = problems(csv_file(tmp_path, "信用代码,2024年营业收入,2024年净利润\n" + rows))
    assert len(errors.cells) == 1000
    assert errors.total == 3000
    assert "of which 2000 are not listed" in str(errors)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = csv_file(tmp_path, WIDE)
    before = sorted(tmp_path.iterdir())
    assert dry_run(path).errors is None
    assert sorted(tmp_path.iterdir()) == before


def test_an_identifier_that_is_no_code_gets_a_scheme_and_one_with_a_scheme_keeps_it(tmp_path: Path) -> None:
    own = import_file(csv_file(tmp_path, "企业编号,2024年营业收入\nA-1,5\nA-2,6\n"))
    assert column(own, Grain.ENTERPRISE, "enterprise_id") == ["local:A-1", "local:A-2"]
    schemed = import_file(csv_file(tmp_path, f"企业编号,2024年营业收入\ncn-stock:688001,5\n{code(1)},6\n"))
    assert column(schemed, Grain.ENTERPRISE, "enterprise_id") == ["cn-stock:688001", code(1)]


def test_parquet_keeps_its_types_and_its_exactness(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pl.DataFrame(
        {
            "统一社会信用代码": [code(1), code(2)],
            "2024年营业收入（万元）": [1234.56, None],
            "2024年净利润": pl.Series(["-0.10", "3.20"]).cast(pl.Decimal(10, 2)),
            "2024年职工总数": pl.Series([12, None], dtype=pl.Int32),
            "高新技术企业": [True, None],
            "成立日期": [date(2015, 1, 2), None],
            "2024年研发费用": [0.1 + 0.2, 1e9],
            "专精特新认定时间": [datetime(2024, 1, 1), None],  # noqa: DTZ001
        }
    ).write_parquet(path)
    result = import_file(path)
    row = frame(result, Grain.FILING).row(0, named=True)
    assert (row["revenue_fen"], row["net_profit_fen"], row["staff_count"], row["rd_expense_fen"]) == (
        1_234_560_000,
        -10,
        12,
        30,
    )
    first = frame(result, Grain.ENTERPRISE).row(0, named=True)
    assert (first["hte_certified"], first["founded_on"], first["_row"]) == (True, date(2015, 1, 2), 1)


def test_nothing_but_a_header_is_no_table(tmp_path: Path) -> None:
    assert "no rows" in str(problems(csv_file(tmp_path, "信用代码,2024年营业收入\n")))


def test_a_table_about_nobody_is_refused_with_its_headers(tmp_path: Path) -> None:
    errors = problems(csv_file(tmp_path, "颜色,大小\n红,3\n"))
    assert "no header of the file is a known fact" in str(errors)
    assert "颜色" in str(errors)


def test_what_belongs_to_another_grain_or_year_is_left_out_with_the_reason(tmp_path: Path) -> None:
    header = "信用代码,年度,2024年营业收入,2024年是否高企,贷款利率（%）\n"
    result = import_file(csv_file(tmp_path, header + f"{code(1)},2024,5,是,3.1\n"))
    said = {
        notice.where[-15:]: notice.text.en for notice in result.notices if notice.code == "column.ignored"
    }
    assert sorted(said.values()) == [
        "High-tech enterprise has no year", "belongs to a table of: Loan", "the columns of this sheet name their years already",
    ]  # fmt: skip
    assert column(result, Grain.FILING, "revenue_fen") == [500]


def test_a_year_in_a_header_of_rows_that_have_years_is_left_out(tmp_path: Path) -> None:
    result = import_file(csv_file(tmp_path, f"信用代码,年度,营业收入,2022年净利润\n{code(1)},2024,5,6\n"))
    assert "net_profit_fen" not in frame(result, Grain.FILING).columns
    assert any("name their years already" in notice.text.en for notice in result.notices)


def test_a_unit_that_does_not_go_with_its_fact_is_asked_about(tmp_path: Path) -> None:
    assert "a unit does not go with its fact" in str(
        problems(csv_file(tmp_path, f"信用代码,2024年营业收入（%）\n{code(1)},5\n"))
    )


def test_a_sheet_of_banks_needs_its_year(tmp_path: Path) -> None:
    errors = problems(csv_file(tmp_path, "机构代码,当年入池贷款本金\nB1,5\n"))
    assert "a sheet of institution_year needs a key" in str(errors)
    assert "`year` among the constants" in str(errors)


def test_an_empty_key_is_named(tmp_path: Path) -> None:
    assert reasons(csv_file(tmp_path, f"借据号,信用代码,贷款金额\nL1,{code(1)},5\n,{code(2)},6\n")) == [
        ("A3", Reason.EMPTY_KEY)
    ]


def test_loans_alone_still_say_which_enterprises_there_are(tmp_path: Path) -> None:
    result = import_file(csv_file(tmp_path, f"借据号,信用代码,贷款金额\nL1,{code(1)},5\nL2,{code(1)},6\n"))
    assert column(result, Grain.ENTERPRISE, "enterprise_id") == [code(1)]


def test_facts_about_enterprises_in_a_loan_tape_count_only_without_a_sheet_of_enterprises(
    tmp_path: Path,
) -> None:
    tape: list[list[Cell]] = [
        ["借据号", "信用代码", "是否小巨人", "贷款金额"],
        ["L1", code(1), "是", 5],
        ["L2", code(1), "是", 6],
    ]
    alone = import_file(workbook(tmp_path, {"贷款": tape}))
    assert column(alone, Grain.ENTERPRISE, "little_giant_recognised") == [True]
    both = import_file(
        workbook(tmp_path, {"贷款": tape, "企业": [["信用代码", "企业名称"], [code(1), "甲"]]})
    )
    assert "little_giant_recognised" not in frame(both, Grain.ENTERPRISE).columns
    assert [notice.code for notice in both.notices if notice.code == "facts.elsewhere"] == ["facts.elsewhere"]


def test_a_contradiction_or_repetition_between_sheets_names_both(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Cell]]] = {
        "一": [["信用代码", "年度", "营业收入"], [code(1), 2024, 5]],
        "二": [["信用代码", "年度", "营业收入"], [code(1), 2024, 6]],
    }
    (problem,) = problems(workbook(tmp_path, sheets)).cells
    assert (problem.sheet, problem.reason) == ("二", Reason.REPEATED_KEY)
    assert "row 一!2" in problem.expected.en


def test_a_mapping_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    result = import_file(csv_file(tmp_path, WIDE))
    with pytest.raises(MappingError, match="cannot be written"):
        save_mapping(result.mapping, tmp_path / "nowhere" / "m.yaml")
    with pytest.raises(MappingError, match="no such mapping"):
        shipped_mapping("nowhere")


def test_a_sheet_that_a_mapping_ignores_is_not_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"a": [["信用代码"], [code(1)]], "b": [["信用代码"], ["x"]]})
    proposed = dry_run(path).mapping
    skipped = proposed.model_copy(
        update={
            "sheets": [
                proposed.sheets[0],
                proposed.sheets[1].model_copy(update={"grain": None, "ignore": "x"}),
            ]
        }
    )
    assert column(import_file(path, skipped), Grain.ENTERPRISE, "enterprise_id") == [code(1)]


def test_old_line_ends_are_understood(tmp_path: Path) -> None:
    result = import_file(csv_file(tmp_path, f"信用代码,2024年营业收入\r{code(1)},5\r"))
    assert column(result, Grain.FILING, "revenue_fen") == [500]


@pytest.mark.parametrize(
    ("header", "cell", "said"),
    [
        ("市场占有率（%）", "150", "0% to 100%"),
        ("小巨人得分", "101", "0 to 100 points"),
        ("2024年职工总数", "-1", "0 to 10,000,000 persons"),
        ("2024年营业收入", "-1", "CNY 0.00 to CNY 10,000,000 million"),
        ("美元估值（万美元）", "-1", "USD 0.00 to USD 1,000,000 million"),
        ("成立日期", "1899-01-01", "1900-01-01 to 2100-12-31"),
    ],
)
def test_a_value_out_of_bounds_is_told_the_bounds_in_its_own_unit(
    tmp_path: Path, header: str, cell: str, said: str
) -> None:
    (problem,) = problems(csv_file(tmp_path, f"信用代码,{header}\n{code(1)},{cell}\n")).cells
    assert problem.reason is Reason.OUT_OF_BOUNDS
    assert said in problem.expected.en
