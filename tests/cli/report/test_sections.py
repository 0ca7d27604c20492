"""What each chapter says, counted by hand from the sample."""

import pytest
from tests.cli.report.sample import WAN, aggregates_by_hand, manifest, material

from kejin.cli.report.material import Material
from kejin.cli.report.model import Cell, DataTable, Figure
from kejin.cli.report.sections import sections
from kejin.cli.report.sections.glance import findings
from kejin.cli.report.sections.near import needs
from kejin.cli.report.sections.policies import product_lines
from kejin.facts import Label
from kejin.planning.aggregates import Aggregates

CHAPTERS = {chapter.name: chapter for chapter in sections(material())}


def figure(chapter: str, name: str) -> Figure:
    return next(one for one in CHAPTERS[chapter].figures if one.name == name)


def rows(table: DataTable) -> list[dict[str, Cell]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def zh(value: Cell) -> str:
    assert isinstance(value, Label)
    return value.zh


def test_the_chapters_come_in_order_and_every_table_has_a_name_of_its_own() -> None:
    assert list(CHAPTERS) == [
        "glance", "stages", "places", "groups", "policies", "nearly", "undetermined", "values", "calibration", "record",
    ]  # fmt: skip
    names = [table.name for chapter in CHAPTERS.values() for table in chapter.tables]
    assert len(names) == len(set(names))


def test_every_figure_says_where_it_comes_from_and_every_picture_has_its_table() -> None:
    for chapter in CHAPTERS.values():
        for one in (*chapter.figures, *chapter.folded):
            assert one.origin
            assert one.table.rows or not one.pictures
            assert all(line.zh and line.en for line in one.origin)


def test_the_matrix_adds_nothing_to_what_was_counted() -> None:
    found = {(zh(row["group"]), zh(row["instrument"])): row for row in rows(figure("stages", "matrix").table)}
    seed = found["种子期", "贷款"]
    assert (seed["enterprises"], seed["open"], seed["nearly"], seed["undetermined"]) == (40, 10, 20, 4)
    assert seed["open_fen"] == 300 * WAN
    assert seed["open_share"] == 250_000_000


def test_an_amount_that_nobody_has_is_unknown_and_not_zero() -> None:
    found = {(zh(row["group"]), zh(row["instrument"])): row for row in rows(figure("stages", "matrix").table)}
    assert found["种子期", "股权"]["open_fen"] is None
    assert found["成长期", "股权"]["open_fen"] == 500 * WAN


def test_a_cell_without_a_product_for_its_stage_is_left_empty_and_one_of_an_undetermined_stage_is_not() -> (
    None
):
    # The catalogue has equity for growth only.
    drawn = str(figure("stages", "matrix").pictures[0].drawn.wide)
    assert drawn.count("shade-none") >= 1
    assert "阶段未定" in drawn


def test_the_first_page_has_a_tile_for_each_instrument_with_its_total() -> None:
    tiles = {tile.title.en: tile for tile in CHAPTERS["glance"].tiles}
    assert list(tiles) == ["Fund", "Loan", "Bond", "Equity", "Futures", "Policy"]
    # 10 + 60 + 1 of 103; 20 nearly; 4 + 2 undetermined.
    assert tiles["Loan"].figure.en == "71"
    assert tiles["Loan"].note.en == "open, 69%; 20 nearly, 6 undetermined"


def test_what_stands_out_names_the_thinnest_cell_the_closest_step_and_what_to_ask_for() -> None:
    said = [line.en for line in findings(material())]
    # Equity at seed is thinner, but the catalogue has no equity for seed.
    assert said[0].startswith("The thinnest cell is seed by loan: open to 10 of 40 enterprises")
    assert "High-tech enterprise, 9 near misses stand at “R&D share reached”" in said[1]
    assert "Score; 21 enterprises" in said[2]
    assert said[3].startswith("Of 2 questions that enterprises ask, 1 rest")


def test_near_misses_are_told_with_what_they_need_and_by_which_clause() -> None:
    table = figure("nearly", "near").table
    staff = next(row for row in rows(table) if zh(row["condition"]) == "科技人员占比达标")
    assert (staff["near"], staff["failed"]) == (3, 12)
    assert staff["asks"] == Label("科技人员占比下限 10%", "Technical staff share at least 10%")
    assert zh(staff["clauses"]) == "高新技术企业认定管理办法 国科发火〔2016〕32号 第11条（4）"


def test_demonstration_products_stand_apart_from_policies_of_real_issuers() -> None:
    assert [need.invented for need in needs(material())] == [True, False, False]
    assert all(zh(row["kind"]) == "" for row in rows(figure("nearly", "near").table))
    assert all(zh(row["kind"]) == "示范" for row in rows(figure("nearly", "near-demonstration").table))


def test_a_product_tells_its_net_cost_rate_only_where_cost_and_amount_are_of_the_same_enterprises() -> None:
    lines = {line.label.en: line for line in product_lines(material())}
    loan = next(line for line in lines.values() if line.open == 71)
    assert loan.rate == 35_000_000  # 35 of 1000
    assert lines["Award"].money("amount") is None
    # Its amounts are in dollars, which are never shown as yuan.
    assert lines["Stake"].money("amount") is None


def test_cities_are_matched_by_code_and_those_without_an_enterprise_stay_on_the_map() -> None:
    places = figure("places", "cities")
    assert [(zh(row["city"]), row["enterprises"]) for row in rows(places.table)] == [
        ("深圳市", 70), ("广州市", 30), ("未填报", 3),
    ]  # fmt: skip
    drawn = str(places.pictures[0].drawn.wide)
    assert drawn.count("<use") == 23
    assert 'href="#city-4403"' in drawn
    assert "珠海" in drawn
    assert [one.name for one in CHAPTERS["places"].folded] == ["city-4403", "city-4401"]


def test_the_maps_of_single_instruments_carry_no_names_and_no_links() -> None:
    for one in figure("places", "cities-instruments").pictures:
        for drawn in (one.drawn.wide, one.drawn.narrow):
            assert drawn.count("<use") == 23
            assert "<text" not in drawn
            assert "<a " not in drawn


def test_a_map_states_its_approval_or_that_none_was_given() -> None:
    without = figure("places", "cities").beneath[0]
    assert without.zh.startswith("审图号：未填写")
    approved = {chapter.name: chapter for chapter in sections(material(approval="粤S(2026)001号"))}
    for one in approved["places"].figures:
        assert one.beneath[0] == Label("审图号：粤S(2026)001号", "Map approval number: 粤S(2026)001号")


def test_tiers_stand_in_the_order_of_the_plan_and_keep_a_tier_that_is_not_known() -> None:
    table = figure("groups", "tiers").table
    assert [zh(row["group"]) for row in rows(table)] == ["科技领军（龙头）企业", "不在名单", "另一梯队"]


def test_the_industries_that_lie_furthest_apart_are_named() -> None:
    said = figure("groups", "industries").says
    assert said is not None
    assert said.en == "Industries lie furthest apart in loan: Chips 100%, AI 50%."


def test_values_to_be_confirmed_are_counted_by_how_well_they_are_known() -> None:
    one = figure("values", "values-used")
    assert one.says is not None
    assert one.says.en.startswith("1 without a value, 0 from general knowledge only, 1 from one weak source.")
    assert [(row["answers"], zh(row["at"])) for row in rows(one.table)] == [(103, ""), (103, "三")]


def test_the_calibration_counts_fitted_and_held_out_totals_apart_and_leaves_out_what_cannot_be_compared() -> (
    None
):
    one = figure("calibration", "calibrated")
    assert one.says == Label(
        "参与拟合 1 项，1 项在 ±5% 以内；留作检验 1 项，0 项在 ±5% 以内；不可比 1 项。",
        "1 of 1 fitted totals within 5%; 0 of 1 held out totals within 5%; 1 cannot be compared.",
    )
    drawn = str(one.pictures[0].drawn.wide)
    assert drawn.count("<circle") == 2
    assert len(one.table.rows) == 3


def test_a_table_of_real_enterprises_has_no_calibration() -> None:
    names = [chapter.name for chapter in sections(material(synthetic=False))]
    assert "calibration" not in names


def test_a_run_that_offers_nothing_still_has_a_report() -> None:
    kept = {
        name: frame
        for name, frame in aggregates_by_hand().frames.items()
        if name not in ("matrix", "products", "catalogue")
    }
    made = sections(Material(Aggregates(kept), manifest()))
    assert [chapter.name for chapter in made] == ["policies", "nearly", "undetermined", "values", "record"]


def test_a_run_that_found_nothing_at_all_still_has_a_report() -> None:
    made = sections(Material(Aggregates({}), manifest()))
    assert made[-1].name == "record"


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    table = figure("stages", "matrix").table
    with pytest.raises(ValueError, match="2 cells under 9 columns"):
        DataTable("bad", table.title, table.columns, ((1, 2),))


def test_the_record_names_the_run() -> None:
    values = {zh(row["what"]): row["value"] for row in rows(figure("record", "run").table)}
    assert values["规则版本（摘要）"] == "92a75ef3.c0de1b44"
    assert values["数据快照（摘要）"] == "5a" * 32
    assert values["获知截至"] == "2026-07-01"
    assert values["读入：企业"] == "103"
