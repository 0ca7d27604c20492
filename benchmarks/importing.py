"""Tables as people have them, imported: a workbook and a CSV file, each beside bare reading into text."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.figures import Figure, Section
from benchmarks.sizes import Sizes
from benchmarks.timing import in_turns
from kejin.enterprises.importing import LOCAL_LIMITS, import_file
from kejin.facts import Grain
from kejin.identity import check_character, organisation_check_character

SEED = 20250630
YEARS = 4
WAN_FEN = 1_000_000
HEADERS = {
    "enterprise_id": "统一社会信用代码",
    "enterprise_name": "企业名称",
    "founded_on": "成立日期",
    "year": "年度",
    "revenue_fen": "营业收入（万元）",
    "rd_expense_fen": "研发费用（万元）",
    "staff_count": "职工总数",
    "tech_staff_count": "科技人员数",
}
ABOUT = (
    "Columns as in {kind} that people have: Chinese headers, a credit code, a date, a year, two amounts in 万元 as "
    "text or number with two decimals, two counts. The import finds the headers, proposes the mapping, checks every "
    "code, parses every cell exactly, splits the facts by grain and checks them against the dictionary. "
    "The baseline only gets the cells into memory: {bare}."
)


def measure(sizes: Sizes) -> list[Section]:
    """Both imports, files made beforehand and removed afterwards."""
    with TemporaryDirectory() as name:
        book, text = Path(name) / "table.xlsx", Path(name) / "table.csv"
        _write_workbook(book, _table(sizes.sheet_rows))
        table = _table(sizes.text_rows)
        table.rename(HEADERS).write_csv(text)
        sheet = _section(
            book,
            _table(sizes.sheet_rows),
            reader="calamine",
            bare=lambda: _bare_workbook(book),
            sizes=sizes,
        )
        lines = _section(
            text,
            table,
            reader="Polars",
            bare=lambda: pl.read_csv(text, infer_schema=False),
            sizes=sizes,
        )
        return [sheet, lines]


def _section(
    path: Path, table: pl.DataFrame, *, reader: str, bare: Callable[[], object], sizes: Sizes
) -> Section:
    _assert_same(path, table)
    kind = {".xlsx": "workbook", ".csv": "CSV file"}[path.suffix]
    name, reading = f"Kejin: import the {kind}", f"{reader}: only read it"
    timings = in_turns(
        {name: lambda: import_file(path, limits=LOCAL_LIMITS), reading: bare},
        repetitions=sizes.slow_repetitions,
        warm_up=1,
    )
    rate = round(table.height / timings[name].middle)
    figure = Figure(
        name,
        timings[name],
        reading,
        timings[name].over(timings[reading]),
        detail={"rows_per_second": rate, "file_bytes": path.stat().st_size},
    )
    return Section(
        f"Import of {table.height:,} rows from a {kind}",
        ABOUT.format(kind=f"a {kind}", bare=f"{reader} into texts and numbers"),
        (figure, Figure(reading, timings[reading])),
        (f"{rate:,} rows a second; the file has {path.stat().st_size / 10**6:,.1f} MB.",),
    )


def _table(rows: int) -> pl.DataFrame:
    """Four years of each enterprise under the dictionary's names; amounts in 万元 as text with two decimals."""
    draw = np.random.default_rng(SEED)
    enterprises = -(-rows // YEARS)
    index = np.arange(rows)
    owner = pl.Series(index // YEARS)
    founded = pl.Series(draw.integers(9_000, 18_000, enterprises)).cast(pl.Int32).cast(pl.Date)
    staff = draw.integers(5, 900, rows)
    return pl.DataFrame(
        {
            "enterprise_id": pl.Series([credit_code(number) for number in range(enterprises)]).gather(owner),
            "enterprise_name": pl.select(pl.format("演示企业{}号", owner)).to_series(),
            "founded_on": founded.gather(owner).dt.to_string("%Y-%m-%d"),
            "year": 2021 + index % YEARS,
            "revenue_fen": _wan(draw.lognormal(np.log(900_000), 1.2, rows)),
            "rd_expense_fen": _wan(draw.lognormal(np.log(50_000), 1.2, rows)),
            "staff_count": staff,
            "tech_staff_count": staff // 3,
        }
    )


def credit_code(number: int) -> str:
    """A well-formed credit code of an enterprise that does not exist."""
    body = f"{number:08d}"
    start = f"91440100{body}{organisation_check_character(body)}"
    return start + check_character(start)


def _wan(hundredths: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> pl.Series:
    """Hundredths of 10,000 yuan as text: 123456 is "1234.56"."""
    whole = pl.Series(np.rint(hundredths).astype(np.int64))
    return pl.select(pl.format("{}.{}", whole // 100, (whole % 100).cast(pl.String).str.zfill(2))).to_series()


def _write_workbook(path: Path, table: pl.DataFrame) -> None:
    """A plain sheet with the amounts as numbers, as a spreadsheet program writes them."""
    numbers = table.with_columns(pl.col("revenue_fen", "rd_expense_fen").cast(pl.Float64))
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("企业")
        sheet.write_row(0, 0, list(HEADERS.values()))
        for at, row in enumerate(numbers.iter_rows(), start=1):
            sheet.write_row(at, 0, row)


def _bare_workbook(path: Path) -> list[list[object]]:
    rows: list[list[object]] = [
        list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    ]
    return rows


def _assert_same(path: Path, table: pl.DataFrame) -> None:
    """The import holds every amount to the fen and every count."""
    filings = import_file(path, limits=LOCAL_LIMITS).factset.frames[Grain.FILING].lazy().collect()
    assert filings.height == table.height, f"{filings.height} filings against {table.height} rows"
    keys = ["enterprise_id", "year"]
    found, given = filings.sort(keys), table.sort(keys)
    for name in ("revenue_fen", "rd_expense_fen"):
        fen = given[name].str.replace(".", "", literal=True).cast(pl.Int64) * (WAN_FEN // 100)
        assert found[name].equals(fen, check_names=False), name
    for name in ("staff_count", "tech_staff_count"):
        assert found[name].equals(given[name], check_names=False), name
