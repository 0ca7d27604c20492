"""What stands beside the grains of the synthetic province: each table agrees with the facts, and with itself."""

from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl
import pytest

from kejin.enterprises.synthetic import Block, make_block
from kejin.enterprises.synthetic.accounts import ceasing_days, make_books
from kejin.enterprises.synthetic.firms import make_firms
from kejin.enterprises.synthetic.grants import make_grants
from kejin.enterprises.synthetic.parameters import parameters
from kejin.enterprises.synthetic.patents import GRACE_DAYS
from kejin.enterprises.synthetic.people import STATIONS, advisers
from kejin.enterprises.synthetic.rulesets import ruleset_at
from kejin.enterprises.synthetic.statuses import TITLES, Title
from kejin.enterprises.synthetic.streams import Streams
from kejin.enterprises.synthetic.world import AS_OF, CITIES, PLATFORMS, YEARS
from kejin.facts import FactSet, Grain
from kejin.policy import evaluate

SEED = 7
c = pl.col


@cache
def block() -> Block:
    return make_block(SEED, 0, first=0, count=4_000)


def table(name: str) -> pl.DataFrame:
    return block().tables[name]


def facts(grain: Grain) -> pl.DataFrame:
    return block().facts[grain]


class TestTitles:
    @pytest.mark.parametrize(
        "title", [one for one in TITLES if not one.among], ids=lambda one: str(one.honour)
    )
    def test_who_holds_one_met_the_rules_of_the_packs_on_its_round(self, title: Title) -> None:
        honours = facts(Grain.HONOUR).filter(c("honour_code") == title.honour)
        assert honours.height > 50
        before = date(1900, 1, 1)
        for on in title.rounds:
            given = honours.filter((c("granted_on") > before) & (c("granted_on") <= on))["enterprise_id"]
            before = on
            met = self.met(title, on)
            assert set(given) <= set(met)
            assert given.len() < met.len()

    def met(self, title: Title, on: date) -> pl.Series:
        held = facts(Grain.HONOUR).filter((c("granted_on") <= on) & (c("honour_expires_on") >= on))
        firms = facts(Grain.ENTERPRISE).with_columns(
            *(
                c("enterprise_id")
                .is_in(held.filter(c("honour_code") == one.honour)["enterprise_id"].implode())
                .alias(one.flag)
                for one in TITLES[: TITLES.index(title)]
            )
        )
        # The last day of a certificate is that of the one in force then.
        last = (
            held.filter(c("honour_code") == "hte").group_by("enterprise_id").agg(c("honour_expires_on").max())
        )
        firms = firms.join(last, on="enterprise_id", how="left", maintain_order="left").with_columns(
            hte_certified_until=c("honour_expires_on")
        )
        frames = {Grain.ENTERPRISE: firms.drop("honour_expires_on"), Grain.FILING: facts(Grain.FILING)}
        found = evaluate(ruleset_at(title.decision, on), FactSet(frames), [title.decision], near=False)
        rows = found.frames[Grain.ENTERPRISE]
        return rows.filter(c(title.decision).fill_null(value=False))["enterprise_id"]

    def test_a_little_giant_was_a_specialised_sme_before(self) -> None:
        honours = facts(Grain.HONOUR)
        giants = (
            honours.filter(c("honour_code") == "little_giant")
            .group_by("enterprise_id")
            .agg(c("granted_on").min())
        )
        before = honours.filter(c("honour_code") == "specialised_sme").group_by("enterprise_id").agg(
            c("granted_on").min().alias("first")
        )  # fmt: skip
        both = giants.join(before, on="enterprise_id", how="left")
        assert both.height > 5
        assert both.filter(c("first").is_null() | (c("first") > c("granted_on"))).is_empty()

    def test_certificates_run_out_one_by_one(self) -> None:
        held = facts(Grain.HONOUR).filter((c("honour_code") == "hte") & (c("honour_expires_on") >= AS_OF))
        years = held.group_by(c("honour_expires_on").dt.year().alias("year")).len()
        assert set(years["year"]) == {2026, 2027, 2028}
        assert years["len"].min() > held.height / 10  # type: ignore[operator]

    def test_flags_are_those_of_honours_in_force_and_of_enterprises_that_trade(self) -> None:
        lives = table("lives").filter(c("ceased_on").is_null())["enterprise_id"]
        for title in TITLES:
            force = facts(Grain.HONOUR).filter(
                (c("honour_code") == title.honour) & (c("honour_expires_on") >= AS_OF)
            )
            held = facts(Grain.ENTERPRISE).filter(c(title.flag))["enterprise_id"]
            assert set(held) == set(force["enterprise_id"]) & set(lives)


class TestRights:
    def test_a_renewal_says_what_the_right_says(self) -> None:
        both = table("renewals").join(facts(Grain.PATENT), on="right_no")
        assert both.height == table("renewals").height > 1_000
        paid = c("state") == "paid"
        assert both.filter(paid != c("right_fee_paid")).is_empty()
        assert both.filter(paid & (c("paid_to") <= AS_OF)).is_empty()
        grace = AS_OF - timedelta(days=GRACE_DAYS)
        overdue = both.filter(c("state") == "overdue")
        assert overdue.height > 50
        assert overdue["paid_to"].is_between(grace, AS_OF).all()
        assert (overdue["right_status"] == "granted").all()
        lapsed = both.filter(c("state") == "lapsed")
        assert (lapsed["paid_to"] <= grace).all()
        assert (lapsed["right_status"] == "lapsed").all()
        assert both.filter((c("state") == "expired") != (c("right_status") == "expired")).is_empty()
        assert (both["fees_paid"] >= 0).all()
        assert both.filter(c("paid_to") < c("right_granted_on")).is_empty()

    def test_a_transfer_comes_from_another_that_was_there(self) -> None:
        moved = table("right_events").filter(c("event") == "transferred_in")
        rights = facts(Grain.PATENT).select(
            "right_no", "enterprise_id", "right_own_filing", "right_applied_on"
        )
        both = moved.join(rights, on="right_no")
        assert both.height > 100
        assert not both["right_own_filing"].any()
        known = both.filter(c("from_id").is_not_null())
        assert 0 < known.height < both.height
        assert known.filter(c("from_id") == c("enterprise_id")).is_empty()
        founded = facts(Grain.ENTERPRISE).select(c("enterprise_id").alias("from_id"), "founded_on")
        old = known.join(founded, on="from_id", how="left")
        assert old.filter(c("founded_on") >= c("right_applied_on")).is_empty()

    def test_pledged_rights_secure_a_loan_that_runs(self) -> None:
        pledged = facts(Grain.PATENT).filter("right_pledged")
        running = facts(Grain.LOAN).filter(c("loan_ip_pledged") & (c("loan_due_on") > AS_OF))
        both = pledged.join(running.select("enterprise_id", "loan_due_on"), on="enterprise_id", how="left")
        assert pledged.height > 50
        due = both.filter(c("loan_due_on") == c("right_secured_debt_due_on"))["right_no"].n_unique()
        assert due == pledged.height
        assert pledged["right_fee_paid"].all()
        assert set(running["enterprise_id"]) == set(pledged["enterprise_id"])


class TestTerms:
    def test_shares_issued_are_what_came_in_over_what_a_share_was_worth(self) -> None:
        rounds = facts(Grain.FUNDING_ROUND)
        both = rounds.join(table("round_terms"), on=["enterprise_id", "round_no"])
        assert both.height == rounds.height == table("round_terms").height
        exact = c("round_amount_fen") / c("round_pre_money_fen") * c("shares_before")
        assert both.filter((c("shares_issued") - exact).abs() > 0.51).is_empty()
        ordered = both.sort("enterprise_id", "round_no").with_columns(
            after=(c("shares_before") + c("shares_issued")).shift().over("enterprise_id")
        )
        assert ordered.filter(c("after").is_not_null() & (c("after") != c("shares_before"))).is_empty()
        assert (both.filter(c("round_no") == 1)["shares_before"] == 10_000_000).all()

    def test_a_rate_is_the_prime_rate_of_the_day_and_a_spread(self) -> None:
        both = facts(Grain.LOAN).join(table("loan_terms"), on="loan_id")
        assert both.height == facts(Grain.LOAN).height
        assert both.filter(c("prime_rate") + c("spread") != c("loan_rate")).is_empty()
        short = both.filter(c("prime_tenor") == "one_year")
        day = c("loan_signed_on")
        assert short.filter(day.is_between(date(2024, 10, 21), date(2025, 5, 19)))[
            "prime_rate"
        ].unique().to_list() == [31_000_000]
        assert both.filter((c("contract_type") == "LAM") != (c("loan_product") == "fixed_asset")).is_empty()

    def test_a_loan_renews_one_of_the_same_borrower_that_fell_due(self) -> None:
        loans = facts(Grain.LOAN).select("loan_id", "enterprise_id", "loan_signed_on", "loan_due_on")
        renewing = table("loan_terms").filter(c("renews_loan_id").is_not_null()).join(loans, on="loan_id")
        both = renewing.join(loans, left_on="renews_loan_id", right_on="loan_id", how="left")
        assert both.height > 500
        assert both.filter(c("enterprise_id") != c("enterprise_id_right")).is_empty()
        late = c("loan_due_on_right").dt.offset_by("-20d")
        assert both.filter(c("loan_signed_on") < late).is_empty()
        assert both["renews_loan_id"].is_unique().all()

    def test_nobody_is_lent_to_after_a_default(self) -> None:
        loans = facts(Grain.LOAN)
        first = loans.group_by("enterprise_id").agg(c("loan_defaulted_on").min().alias("first"))
        both = loans.join(first, on="enterprise_id").filter(c("first").is_not_null())
        assert both.height > 50
        assert both.filter(c("loan_signed_on") > c("first")).is_empty()

    def test_the_book_comes_near_the_bank_debt_of_the_accounts(self) -> None:
        day = date(2025, 12, 31)
        months = table("performance").filter(c("month_end") <= day).sort("month")
        last = months.group_by("loan_id", maintain_order=True).last()
        loans = facts(Grain.LOAN).filter(c("loan_drawn_on") <= day).join(last, on="loan_id", how="left")
        lent = loans.select(c("balance_fen").fill_null(c("loan_principal_fen")).sum()).item()
        owed = table("accounts").filter(c("year") == 2025)["bank_debt_fen"].sum()
        assert 0.7 < lent / owed < 1.1


class TestActivity:
    def test_invoices_of_a_year_with_accounts_add_up_to_its_revenue(self) -> None:
        year = c("month").dt.year().cast(pl.Int64).alias("year")
        sums = table("activity").group_by("enterprise_id", year).agg(c("sales_invoiced_fen").sum())
        filed = facts(Grain.FILING).filter(c("year") >= 2024).select("enterprise_id", "year", "revenue_fen")
        both = filed.join(sums, on=["enterprise_id", "year"], how="left")
        assert both.height > 5_000
        assert both.filter(c("sales_invoiced_fen").ne_missing(c("revenue_fen"))).is_empty()

    def test_there_are_no_months_before_founding_and_after_the_end(self) -> None:
        both = table("activity").join(table("lives"), on="enterprise_id")
        assert both.filter(c("month").dt.month_end() < c("founded_on")).is_empty()
        assert both.filter(c("month") >= c("ceased_on")).is_empty()

    def test_payments_come_later_before_a_first_default(self) -> None:
        first = (
            facts(Grain.LOAN)
            .group_by("enterprise_id")
            .agg(c("loan_defaulted_on").min().alias("bad"))
            .drop_nulls()
        )
        both = table("activity").join(first, on="enterprise_id")
        left = (c("bad") - c("month")).dt.total_days()
        near = both.filter(left.is_between(0, 90))["payment_delay_days"].mean()
        far = both.filter(left > 250)["payment_delay_days"].mean()
        assert near > 3 * far  # type: ignore[operator]


class TestPeople:
    def test_the_graded_talent_is_the_one_the_grade_rests_on(self) -> None:
        people = table("talents")
        assert people["talent_id"].is_unique().all()
        graded = people.filter(c("grade") != "none")
        firms = facts(Grain.ENTERPRISE).filter(c("talent_grade") != "none")
        assert graded.height == firms.height > 100
        both = graded.join(firms, on="enterprise_id")
        assert both.filter(c("grade") != c("talent_grade")).is_empty()
        founded = both.filter("founded_by_high_level_talent")
        assert (founded["role"] == "founder").all()
        assert (founded["joined_on"] == founded["founded_on"]).all()

    def test_advisers_stand_in_pairs_and_visit_enterprises_of_their_city(self) -> None:
        registry = advisers(SEED)
        assert registry["station_id"].n_unique() == STATIONS
        assert (
            registry.group_by("station_id").agg(c("kind").sort())["kind"].to_list()
            == [["bank", "equity_fund"]] * STATIONS
        )
        visits = table("visits").join(registry, on="adviser_id", how="left")
        both = visits.join(
            facts(Grain.ENTERPRISE).select("enterprise_id", city="city_code"), on="enterprise_id"
        )
        assert both.height > 100
        assert both.filter(c("city").ne_missing(c("city_code"))).is_empty()
        lives = both.join(table("lives"), on="enterprise_id")
        assert lives.filter(
            (c("visited_on") < c("founded_on")) | (c("visited_on") > c("ceased_on"))
        ).is_empty()
        assert both.filter((c("result") == "financed") != c("financed_fen").is_not_null()).is_empty()


def test_a_grant_raises_research_by_exactly_what_the_truth_says() -> None:
    streams = Streams(SEED, 2)
    firms = make_firms(streams, 0, 2_000)
    ceased, hazard = ceasing_days(firms, streams)
    grants = make_grants(firms, streams)
    none = type(grants)(grants.cohort, np.zeros_like(grants.lift), grants.paid)
    raised = np.zeros((2_000, len(YEARS)), dtype=np.int64)
    spent = [
        make_books(firms, streams, one, fitted=parameters(), raised=raised, ceased=ceased, hazard=hazard)
        .items["rd_expense_fen"].astype(np.float64)
        for one in (grants, none)
    ]  # fmt: skip
    at = (grants.lift > 0) & (spent[1] > 1e7)
    assert at.sum() > 100
    assert np.log(spent[0][at] / spent[1][at]) == pytest.approx(grants.lift[at], abs=1e-6)
    assert (spent[0] == spent[1])[grants.lift == 0].all()
    effects = block().truth["effects"]
    granted = table("grants")
    assert set(effects["enterprise_id"]) == set(granted["enterprise_id"])
    firsts = effects.group_by("enterprise_id").agg(c("year").min().alias("year"))
    assert firsts.join(granted, on=["enterprise_id", "year"]).height == granted.height


def test_affiliates_are_two_and_a_stake_is_no_control() -> None:
    ties = table("affiliates")
    assert ties.height > 50
    assert ties.filter(c("enterprise_id") == c("affiliate_id")).is_empty()
    assert ties.filter((c("relation") == "stake") != c("share_ppb").is_not_null()).is_empty()
    assert ties["share_ppb"].drop_nulls().is_between(200_000_000, 499_999_999).all()


def test_districts_lie_in_their_city_and_platforms_in_their_district() -> None:
    firms = facts(Grain.ENTERPRISE)
    assert firms.filter(c("district_code").str.slice(0, 4) != c("city_code")).is_empty()
    assert firms["city_code"].n_unique() == len(CITIES) == 21
    for name, district, _ in PLATFORMS:
        assert (firms.filter(c("platform") == name)["district_code"] == district).all()
    assert set(firms["platform"]) == {"none", *(name for name, _, _ in PLATFORMS)}


def test_project_companies_owe_much_and_do_no_research() -> None:
    traits = block().truth["enterprises"].filter("project_company").select("enterprise_id")
    books = table("accounts").filter(c("year") == 2025)
    project, other = (
        books.join(traits, on="enterprise_id"),
        books.join(traits, on="enterprise_id", how="anti"),
    )
    assert project.height > 50
    share = [
        float(rows["bank_debt_fen"].sum()) / float(rows["revenue_fen"].sum()) for rows in (project, other)
    ]
    assert share[0] > 2 * share[1]
    firms = facts(Grain.ENTERPRISE).join(traits, on="enterprise_id")
    assert not firms["hte_certified"].any()
    assert not firms["national_demonstration_firm"].any()
