"""The example table: the same bytes from the script every time, plainly synthetic, valid in form."""

import zipfile
from pathlib import Path

import openpyxl
from examples.invented import COUNT, credit_code, make_firms, make_loans
from examples.invented_sheets import CODE, make_bonds, make_debts, make_hedges, make_insurances, make_rights
from examples.make_example import all_firms, write

from kejin.identity import parse_credit_code

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "enterprises.xlsx"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_the_script_makes_the_same_bytes_every_time(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write(tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_the_table_in_the_repository_is_what_the_script_makes(tmp_path: Path) -> None:
    # Compared part by part: another compression library packs the same parts into other bytes.
    write(tmp_path / "again.xlsx")
    assert parts(tmp_path / "again.xlsx") == parts(EXAMPLE)


def test_every_credit_code_is_valid_in_form_and_marked_as_virtual() -> None:
    codes = [credit_code(number) for number in range(1, COUNT + 1)]
    assert len(set(codes)) == COUNT == 200
    for code in codes:
        assert parse_credit_code(code).value == code
        assert code[8:10] == "XN"


def test_every_name_and_every_sheet_says_that_it_is_an_example() -> None:
    assert all(firm.name == f"示例科技{firm.number:03d}有限公司" for firm in make_firms())
    book = openpyxl.load_workbook(EXAMPLE)
    assert book.sheetnames == [
        "企业", "贷款", "机构年度", "项目年度", "知识产权", "跨境融资", "套期保值", "保险合同", "债券", "基金", "基金投资项目",
    ]  # fmt: skip
    for sheet in book:
        note = sheet["A1"].comment
        assert note is not None
        assert "Synthetic" in note.text


def test_every_loan_belongs_to_an_enterprise_of_the_table() -> None:
    firms = make_firms()
    assert {loan["code"] for loan in make_loans(firms)} <= {firm.code for firm in firms}


def test_every_right_debt_hedge_insurance_and_bond_belongs_to_an_enterprise_of_the_table() -> None:
    firms = all_firms()
    codes = {firm.code for firm in firms}
    for make in (make_rights, make_debts, make_hedges, make_insurances, make_bonds):
        rows = make(firms)
        assert len(rows) > 10
        assert {row[CODE] for row in rows} <= codes


def test_some_cells_are_missing_and_most_are_not() -> None:
    cells = [value for firm in make_firms() for value in firm.facts.values()]
    share = sum(value is None for value in cells) / len(cells)
    assert 0.02 < share < 0.3
