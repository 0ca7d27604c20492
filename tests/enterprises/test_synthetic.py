"""The synthetic province: one seed, one result; accounts that add up; facts that the dictionary takes."""

import hashlib
import json
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars import selectors

from kejin.enterprises.synthetic import (
    Block,
    Order,
    is_synthetic,
    make_block,
    read_manifest,
    read_synthetic,
    write_province,
)
from kejin.enterprises.synthetic.accounts import ceasing_days, make_books
from kejin.enterprises.synthetic.filings import filing_columns, full_books
from kejin.enterprises.synthetic.firms import credit_codes, make_firms
from kejin.enterprises.synthetic.funding import make_rounds
from kejin.enterprises.synthetic.funds import fund_sums
from kejin.enterprises.synthetic.grants import make_grants
from kejin.enterprises.synthetic.parameters import parameters
from kejin.enterprises.synthetic.province import lender_sums, programme_sums, province_facts, summed
from kejin.enterprises.synthetic.streams import Streams, frame
from kejin.enterprises.synthetic.world import YEARS
from kejin.errors import FileError, InputError
from kejin.facts import Grain, check_frame
from kejin.identity import credit_code_problem

SEED = 20260630
SUMMED = ("facts/fund/", "facts/institution_year/", "facts/programme_year/")


@cache
def block() -> Block:
    return make_block(SEED, 0, first=0, count=2_000)


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write_province(Order(900, SEED, block=400), folder)
    return folder


class TestReproducible:
    def test_the_same_seed_makes_the_same_bytes_with_two_workers(self, small: Path, tmp_path: Path) -> None:
        write_province(Order(900, SEED, block=400), tmp_path, workers=2)
        assert digests(tmp_path) == digests(small)

    def test_another_seed_makes_another_province(self, small: Path, tmp_path: Path) -> None:
        write_province(Order(400, SEED + 1, block=400), tmp_path)
        name = "facts/filing/part-00000.parquet"
        assert digests(tmp_path)[name] != digests(small)[name]

    def test_the_first_block_does_not_depend_on_how_many_follow(self, small: Path, tmp_path: Path) -> None:
        write_province(Order(400, SEED, block=400), tmp_path)
        first, more = digests(tmp_path), digests(small)
        parts = [
            name for name in first if name.endswith("part-00000.parquet") and not name.startswith(SUMMED)
        ]
        assert len(parts) > 15
        assert {name: first[name] for name in parts} == {name: more[name] for name in parts}

    def test_the_manifest_names_every_file_with_its_digest(self, small: Path) -> None:
        found = digests(small)
        found.pop("synth.json")
        assert read_manifest(small)["files"] == found


class TestManifest:
    def test_it_says_that_all_is_synthetic(self, small: Path) -> None:
        manifest = read_manifest(small)
        assert is_synthetic(small)
        assert manifest["synthetic"] is True
        assert "虚构" in manifest["notice"]
        assert manifest["order"] == {"enterprises": 900, "seed": SEED, "block": 400}

    def test_another_folder_is_refused(self, tmp_path: Path) -> None:
        assert not is_synthetic(tmp_path)
        (tmp_path / "synth.json").write_text(json.dumps({"format": 1, "synthetic": False}), encoding="utf-8")
        with pytest.raises(FileError):
            read_synthetic(tmp_path)

    @pytest.mark.parametrize(("count", "seed"), [(0, 1), (31**6 + 1, 1), (10, -1), (10, 2**63)])
    def test_an_order_out_of_bounds_is_refused(self, count: int, seed: int) -> None:
        with pytest.raises(InputError):
            Order(count, seed)


class TestCodes:
    def test_every_code_is_valid_and_stands_once(self) -> None:
        codes = block().facts[Grain.ENTERPRISE]["credit_code"]
        assert codes.n_unique() == codes.len()
        assert [code for code in codes if credit_code_problem(code) is not None] == []

    @given(st.lists(st.integers(0, 31**6 - 1), min_size=1, max_size=50, unique=True), st.integers(0, 20))
    @settings(deadline=None, max_examples=30)
    def test_any_number_makes_a_code_of_its_own_that_is_plainly_invented(
        self, numbers: list[int], city: int
    ) -> None:
        codes = credit_codes(np.full(len(numbers), city), np.array(numbers, dtype=np.int64)).to_list()
        assert len(set(codes)) == len(numbers)
        assert all(code[8:10] == "XN" and credit_code_problem(code) is None for code in codes)


@given(st.integers(0, 2**63 - 1))
@settings(deadline=None, max_examples=8)
def test_the_accounts_add_up_to_the_fen(seed: int) -> None:
    streams = Streams(seed, 3)
    firms = make_firms(streams, 0, 300)
    ceased, hazard = ceasing_days(firms, streams)
    raised, grants = make_rounds(firms, streams, ceased).paid_in(300), make_grants(firms, streams)
    books = make_books(
        firms, streams, grants, fitted=parameters(), raised=raised, ceased=ceased, hazard=hazard
    )
    a = full_books(firms, books)
    c = pl.col
    broken = a.select(
        balance=(c("total_assets_fen") != c("total_liabilities_fen") + c("net_assets_fen")).sum(),
        assets=(
            c("total_assets_fen") != c("cash_fen") + c("receivables_inventory_fen") + c("fixed_assets_fen")
        ).sum(),
        profit=(
            c("total_profit_fen")
            != c("revenue_fen") - c("cost_expense_total_fen") + c("government_grant_fen")
        ).sum(),
        net=(c("net_profit_fen") != c("total_profit_fen") - c("income_tax_fen")).sum(),
        cash=(
            c("cash_fen") - c("cash_opening_fen")
            != c("operating_cash_flow_fen") + c("investing_cash_flow_fen") + c("financing_cash_flow_fen")
        ).sum(),
        equity=(
            c("net_assets_fen") - c("net_assets_opening_fen")
            != c("net_profit_fen") + c("equity_raised_fen") + c("owners_capital_fen") - c("dividends_fen")
        ).sum(),
        overdrawn=(c("cash_fen") < 0).sum(),
    )
    assert set(broken.row(0)) == {0}
    opening = a.sort("enterprise_id", "year").with_columns(
        before=c("cash_fen").shift().over("enterprise_id"), last=c("year").shift().over("enterprise_id")
    )
    follows = opening.filter(c("last") == c("year") - 1)
    assert follows.filter(c("before") != c("cash_opening_fen")).is_empty()
    inventions = np.zeros((300, len(YEARS)), dtype=np.int64)
    filed = check_frame(frame(filing_columns(firms, books, streams, inventions=inventions)), Grain.FILING)
    main, other = c("main_business_revenue_fen"), c("other_business_revenue_fen")
    assert filed.filter(main + other != c("revenue_fen")).is_empty()
    assert filed.filter(c("rd_staff_count") > c("tech_staff_count")).is_empty()
    assert filed.filter(c("tech_staff_count") > c("staff_count")).is_empty()


class TestFacts:
    def test_every_frame_passes_the_dictionary(self) -> None:
        for grain, rows in block().facts.items():
            assert check_frame(rows, grain).equals(rows), grain

    def test_rounds_close_at_what_they_were_before_plus_what_came_in(self) -> None:
        rounds = block().facts[Grain.FUNDING_ROUND]
        before, after = pl.col("round_pre_money_fen"), pl.col("round_post_money_fen")
        assert rounds.height > 100
        assert rounds.filter(before + pl.col("round_amount_fen") != after).is_empty()

    def test_the_equity_of_a_year_is_in_the_accounts_of_that_year(self) -> None:
        rounds = block().facts[Grain.FUNDING_ROUND]
        year = pl.col("round_closed_on").dt.year().cast(pl.Int64).alias("year")
        raised = rounds.group_by("enterprise_id", year).agg(pl.col("round_amount_fen").sum())
        both = block().tables["accounts"].join(raised, on=["enterprise_id", "year"])
        assert both.height > 30
        assert both.filter(pl.col("round_amount_fen") != pl.col("equity_raised_fen")).is_empty()

    def test_patents_are_counted_from_the_rights(self) -> None:
        rights = block().facts[Grain.PATENT]
        granted = rights.filter((pl.col("right_kind") == "invention") & (pl.col("right_status") == "granted"))
        counted = granted.group_by("enterprise_id").agg(pl.len().cast(pl.Int64).alias("counted"))
        firms = block().facts[Grain.ENTERPRISE].join(counted, on="enterprise_id", how="left")
        assert firms.filter(pl.col("invention_patent_count") != pl.col("counted").fill_null(0)).is_empty()

    def test_nobody_files_after_the_end(self) -> None:
        lives = block().tables["lives"].filter(pl.col("ceased_on").is_not_null())
        late = block().facts[Grain.FILING].join(lives, on="enterprise_id")
        assert lives.height > 50
        assert late.filter(pl.col("year") >= pl.col("ceased_on").dt.year()).is_empty()

    def test_a_balance_is_that_of_the_last_month(self) -> None:
        last = block().tables["performance"].sort("loan_id", "month").group_by("loan_id").last()
        both = block().facts[Grain.LOAN].join(last, on="loan_id")
        assert both.filter(pl.col("loan_balance_fen") != pl.col("balance_fen")).is_empty()


def test_titles_follow_from_facts() -> None:
    """Who holds a high-tech certificate is young enough to have met the rules, and most are of the research kind."""
    firms = block().facts[Grain.ENTERPRISE]
    held = firms.filter(pl.col("hte_certified"))
    assert held.height > 100
    assert held["owns_core_ip"].mean() == 1.0
    assert held["hte_certified_until"].null_count() == 0


def test_defaults_come_as_often_as_their_true_probabilities_say() -> None:
    truth = pl.concat([make_block(seed, 0, first=0, count=1_500).truth["loans"] for seed in (5, 6)])
    chance, happened = truth["pd_to_date"].to_numpy(), truth["defaulted"].to_numpy()
    error = (happened.sum() - chance.sum()) / np.sqrt((chance * (1 - chance)).sum())
    assert abs(error) < 4
    assert happened.sum() > 50


def test_the_sums_of_lenders_are_those_of_the_loans(small: Path) -> None:
    factset = read_synthetic(small)
    loans = factset.frames[Grain.LOAN].lazy().filter(pl.col("loan_enrolled"))
    lent = loans.select(pl.col("loan_principal_fen").sum()).collect().item()
    years = factset.frames[Grain.INSTITUTION_YEAR].lazy()
    assert years.select(pl.col("institution_enrolled_principal_fen").sum()).collect().item() == lent > 0


def test_the_sums_of_funds_are_those_of_their_investments(small: Path) -> None:
    factset = read_synthetic(small)
    invested = (
        factset.frames[Grain.INVESTMENT].lazy().select(pl.col("investment_amount_fen").sum()).collect().item()
    )
    funds = factset.frames[Grain.FUND].lazy().select(pl.col("fund_invested_fen").sum()).collect().item()
    assert funds == invested > 0


def test_one_block_is_read_with_what_belongs_to_no_block(small: Path) -> None:
    factset = read_synthetic(small, block=2)
    rows = {grain: frame.lazy().select(pl.len()).collect().item() for grain, frame in factset.frames.items()}
    assert rows[Grain.ENTERPRISE] == 100
    assert rows[Grain.INSTITUTION_YEAR] == 52
    assert factset.complete == frozenset(factset.frames)


class TestLinks:
    def test_suppliers_sell_to_chain_leaders_no_more_than_they_sold(self) -> None:
        made = make_block(SEED, 1, first=0, count=4_000)
        firms = made.facts[Grain.ENTERPRISE]
        leaders = set(firms.filter(pl.col("chain_leader_listed"))["enterprise_id"])
        chains = made.tables["chains"]
        assert chains.height > 100
        first = chains.filter(pl.col("tier") == 1)
        assert set(first["buyer_id"]) <= leaders
        further = chains.filter(pl.col("tier") == 2)
        assert set(further["buyer_id"]) <= set(first["supplier_id"])
        assert not set(further["supplier_id"]) & (leaders | set(first["supplier_id"]))
        assert not set(chains["supplier_id"]) & leaders
        last = made.facts[Grain.FILING].filter(pl.col("year") == 2025).select("enterprise_id", "revenue_fen")
        sold = chains.join(last, left_on="supplier_id", right_on="enterprise_id", how="left")
        assert sold.filter(pl.col("sales_fen") > pl.col("revenue_fen")).is_empty()
        owed = firms.join(first, left_on="enterprise_id", right_on="supplier_id")
        assert owed.filter(pl.col("chain_leader_receivables_fen") != pl.col("receivable_fen")).is_empty()

    def test_groups_are_one_level_deep(self) -> None:
        groups = block().tables["groups"]
        assert not set(groups["parent_id"]) & set(groups["member_id"])
        assert groups["member_id"].is_unique().all()
        assert groups["share_ppb"].is_between(510_000_000, 1_000_000_000).all()


def test_a_province_of_one_enterprise_can_be_made(tmp_path: Path) -> None:
    write_province(Order(1, 3), tmp_path)
    factset = read_synthetic(tmp_path)
    assert factset.frames[Grain.ENTERPRISE].lazy().select(pl.len()).collect().item() == 1
    assert len(factset.frames) == 14


def test_totals_of_lenders_and_programmes_of_ten_million_fit_the_dictionary() -> None:
    times = 10_000_000 // 2_000

    def larger(sums: pl.DataFrame) -> pl.DataFrame:
        return sums.with_columns(selectors.by_dtype(pl.Int64).exclude("year") * times)

    made = province_facts(
        SEED,
        larger(summed([lender_sums(block())], ("institution_id", "year"))),
        programmes=larger(summed([programme_sums(block())], ("programme_id", "year"))),
        funds=larger(summed([fund_sums(block().facts[Grain.INVESTMENT])], ("fund_id",))),
    )
    assert set(made) == {Grain.INSTITUTION_YEAR, Grain.PROGRAMME_YEAR, Grain.FUND}
