"""`kejin offers`, `kejin matrix` and the policy officers' commands, on a run of three enterprises."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from kejin.cli.app import app

runner = CliRunner()
DATES = ["--facts-as-of", "2026-06-30", "--known-by", "2026-06-30"]
TABLE = """统一社会信用代码,企业名称,成立日期,所在地市,2025年营业收入（万元）,2025年研发费用（万元）,2025年职工总数,是否高新技术企业,高新技术企业证书有效期至,划型行业
91440000XN0000012W,甲公司,2019-03-01,广州市,6000,600,80,是,2028-12-31,工业
91440000XN0000020P,乙公司,2024-05-01,深圳市,300,90,12,否,,软件和信息技术服务业
91440000XN0000039L,丙公司,2012-01-01,佛山市,,,,,,
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("market")
    table = home / "table.csv"
    table.write_text(TABLE, encoding="utf-8")
    done = runner.invoke(app, ["run", str(table), "--out", str(home / "out"), *DATES, "--lang", "zh"])
    assert done.exit_code == 0, done.output
    return home / "out"


def said(*words: str) -> str:
    done = runner.invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.stdout


def codes(folder: Path) -> list[str]:
    return pl.read_parquet(folder / "facts" / "enterprise.parquet")["enterprise_id"].to_list()


def test_an_enterprise_reads_its_row_instrument_by_instrument(folder: Path) -> None:
    code = codes(folder)[0]
    row = json.loads(said("offers", code, "--run", str(folder), "--json"))
    assert [one["instrument"] for one in row["instruments"]] == [
        "fund", "loan", "bond", "equity", "futures", "policy",
    ]  # fmt: skip
    offers = [offer for one in row["instruments"] for offer in one["offers"]]
    assert all(offer["reason"]["zh"] and offer["reason"]["en"] for offer in offers)
    text = said("offers", code, "--run", str(folder), "--lang", "zh")
    assert all(name in text for name in ("基金", "贷款", "债券", "股权", "期货", "政策"))


def test_the_net_cost_of_an_offer_is_its_rate_less_what_is_counted_in(folder: Path) -> None:
    long = pl.read_parquet(folder / "offers.parquet")
    priced = long.filter(pl.col("net_cost").is_not_null())
    assert priced.height > 0
    assert priced.filter(pl.col("net_cost") != pl.col("gross_cost") - pl.col("relief")).height == 0
    assert priced.filter(pl.col("relief") > pl.col("gross_cost")).height == 0


def test_every_offer_can_be_written_to_a_file(folder: Path, tmp_path: Path) -> None:
    for name, read in (("offers.parquet", pl.read_parquet), ("offers.csv", pl.read_csv)):
        said("offers", "--run", str(folder), "--out", str(tmp_path / name))
        assert read(tmp_path / name).height == pl.read_parquet(folder / "offers.parquet").height
    done = runner.invoke(app, ["offers", "--run", str(folder), "--out", str(tmp_path / "offers.doc")])
    assert done.exit_code == 2
    assert "offers.doc" in done.stderr


def test_the_reach_of_each_product_counts_every_enterprise_once(folder: Path) -> None:
    for line in json.loads(said("offers", "--run", str(folder), "--json")):
        assert sum(line["counts"].values()) == 3, line["product"]


@pytest.mark.parametrize("by", ["", "city_code", "platform", "key_industry", "tier"])
def test_the_matrix_counts_every_enterprise_once_for_each_instrument(folder: Path, by: str) -> None:
    cells = json.loads(said("matrix", "--run", str(folder), "--json", *(["--by", by] if by else [])))
    counted: dict[str, int] = {}
    for cell in cells:
        counted[cell["instrument"]] = counted.get(cell["instrument"], 0) + cell["enterprises"]
    assert set(counted.values()) == {3}
    assert said("matrix", "--run", str(folder), "--lang", "en", *(["--by", by] if by else []))


def test_another_dimension_is_refused_with_those_there_are(folder: Path) -> None:
    done = runner.invoke(app, ["matrix", "--run", str(folder), "--by", "colour"])
    assert done.exit_code == 2
    assert "city_code" in done.stderr


def test_an_answer_page_shows_the_row_the_statuses_and_the_way_to_listing(folder: Path) -> None:
    page = next((folder / "enterprises").iterdir()).read_text("utf-8")
    for part in ('id="row"', 'id="offers-loan"', 'id="statuses"', 'id="listing"'):
        assert part in page


def test_gaps_say_what_rests_on_them_and_whom_they_leave_undecided(folder: Path) -> None:
    gaps = json.loads(said("policy", "gaps", "--facts", str(folder), "--json", *DATES))
    kinds = {gap["kind"] for gap in gaps}
    assert kinds == {"missing", "unconfirmed", "weak", "question"}
    assert all(gap["decisions"] for gap in gaps)
    assert any(gap["enterprises_undecided"] for gap in gaps)
    only = json.loads(said("policy", "gaps", "--kind", "missing", "--json", *DATES))
    assert {gap["kind"] for gap in only} == {"missing"}
    assert said("policy", "gaps", "--kind", "missing", "--lang", "en", *DATES)


def test_impact_says_who_gains(folder: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(
        "title: {zh: 提高, en: Higher}\nchanges:\n  - {target: loan_interest_subsidy.subsidy_share, value: '50%'}\n"
        "  - {target: sme_size.staff_large_floor#industry, value: '10'}\n",
        encoding="utf-8",
    )
    found = json.loads(said("policy", "impact", str(overlay), "--facts", str(folder), "--json", *DATES))
    assert found["title"] == {"zh": "提高", "en": "Higher"}
    assert all(shift["gained"] >= 0 and shift["lost"] >= 0 for shift in found["decisions"])
    assert said("policy", "impact", str(overlay), "--facts", str(folder), "--lang", "zh", *DATES)


def test_the_calendar_starts_where_it_is_asked_to() -> None:
    changes = json.loads(said("policy", "calendar", "--since", "2026-01-01", "--json"))
    assert changes
    assert min(change["day"] for change in changes) >= "2026-01-01"
    assert "2026-04-01" in said("policy", "calendar", "--policy", "specialised_sme", "--lang", "zh")
