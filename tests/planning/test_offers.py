"""Offers against hand calculation: amounts, gross cost, what is taken off, which supports go together."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.planning.sample import DAY, PACKS, WAN, catalogue, firms, offered

from kejin.errors import CatalogueError
from kejin.facts import Label
from kejin.planning import Catalogue, best, offers
from kejin.planning.relief import gross_cost
from kejin.planning.stacking import StackingRule
from kejin.policy import Dates, PolicyStore
from kejin.policy.documents import ClauseDocument

INTEREST, POINTS, FEE_HELP, CITY, DISTRICT = (1 << place for place in range(5))


def loan(**facts: object) -> dict[str, object]:
    return offered(facts).frames["market.loan"].row(0, named=True)


def test_an_offer_quotes_its_terms_and_costs_them_for_the_first_year() -> None:
    # Revenue 20m: line 10m (its cap). 4% + 1% a year and 0.6% once over 36 months: 400,000 + 100,000 + 20,000 yuan.
    offer = loan(revenue_fen=2000 * WAN, hte_certified=False, gazelle_recognised=False)
    assert offer["verdict"] == "eligible"
    assert offer["amount"] == 1000 * WAN
    assert (offer["rate_ppb"], offer["fee_ppb"], offer["months"]) == (40_000_000, 10_000_000, 36)
    assert offer["gross_cost"] == 52 * WAN
    assert offer["relief"] == 0
    assert offer["net_cost"] == 52 * WAN
    assert offer["net_cost_ppb"] == 52_000_000
    assert (offer["supports"], offer["open_supports"]) == (0, 0)


def test_supports_take_off_what_their_limits_leave_and_the_better_of_two_exclusive_ones_applies() -> None:
    # Provincial: 35% of 400,000 = 140,000, capped at 100,000. Central: 1.5 points on at most 5m = 75,000.
    # The provincial one brings more; half of the guarantee fee (50,000) goes with either,
    # but it and the provincial one share a cap of 140,000 a year.
    offer = loan(revenue_fen=2000 * WAN, hte_certified=True, gazelle_recognised=True)
    assert offer["relief"] == 14 * WAN
    assert offer["net_cost"] == 38 * WAN
    assert offer["net_cost_ppb"] == 38_000_000
    assert offer["supports"] == INTEREST | FEE_HELP | CITY | DISTRICT


def test_of_two_exclusive_supports_the_one_that_is_open_applies_alone() -> None:
    offer = loan(revenue_fen=2000 * WAN, hte_certified=False, gazelle_recognised=True)
    assert offer["relief"] == 7.5 * WAN
    assert offer["supports"] == POINTS | DISTRICT
    assert offer["loss_share_ppb"] == 400_000_000


def test_loss_shares_together_stay_below_their_ceiling() -> None:
    offer = loan(revenue_fen=2000 * WAN, hte_certified=True, gazelle_recognised=True)
    assert offer["loss_share_ppb"] == 750_000_000


def test_a_support_that_waits_for_a_fact_takes_nothing_off_and_is_named() -> None:
    offer = loan(revenue_fen=2000 * WAN, gazelle_recognised=False)
    assert offer["relief"] == 0
    assert offer["open_supports"] == INTEREST | FEE_HELP | CITY


def test_without_revenue_everything_that_rests_on_it_stays_unknown_and_nothing_is_zero() -> None:
    offer = loan(hte_certified=True, gazelle_recognised=True)
    assert offer["verdict"] == "undetermined"
    for name in ("amount", "gross_cost", "relief", "net_cost", "net_cost_ppb"):
        assert offer[name] is None, name


def test_a_grant_quotes_what_it_brings_and_no_cost() -> None:
    grant = offered({"gazelle_recognised": True}).frames["market.grant"].row(0, named=True)
    assert (grant["verdict"], grant["benefit_fen"], grant["net_cost"]) == ("eligible", 10 * WAN, None)


def test_an_offer_says_whether_it_is_meant_for_the_stage() -> None:
    made = offered({"revenue_fen": 60 * WAN}, {"revenue_fen": 200 * WAN}, {})
    assert made.enterprises["stage"].to_list() == ["seed", "growth", None]
    assert made.frames["market.loan"]["fits_stage"].to_list() == [False, True, None]


def test_the_long_form_has_a_row_for_each_enterprise_and_product() -> None:
    long = offered({"revenue_fen": 60 * WAN}, {}).long()
    assert long.select("enterprise_id", "product").rows() == [
        ("e1", "market.loan"), ("e2", "market.loan"), ("e1", "market.grant"), ("e2", "market.grant"),
    ]  # fmt: skip


def test_the_offers_of_one_enterprise_are_those_of_its_row() -> None:
    made = offered({"revenue_fen": 60 * WAN}, {"revenue_fen": 200 * WAN})
    assert [(product.key, offer["amount"]) for product, offer in made.of("e2")] == [
        ("market.loan", 100 * WAN),
        ("market.grant", None),
    ]
    assert list(made.of("e9")) == []


def test_a_product_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(CatalogueError, match=r"market\.loan.*market\.nothing"):
        catalogue().product("market.nothing")


def test_a_catalogue_without_products_offers_nothing_and_says_so() -> None:
    empty = Catalogue(catalogue().ruleset, (), ())
    bare = Catalogue.of(catalogue().ruleset, [])
    assert bare.products == empty.products
    assert offers(bare, firms({})).frames == {}


RULES = (
    StackingRule("x.one", Label("一", "One"), ClauseDocument(doc="x"), frozenset({"market.interest", "market.points"})),
    StackingRule(
        "x.top", Label("上限", "Top"), ClauseDocument(doc="x"), frozenset({"market.city_pool", "market.district_pool"}),
        "ceiling", Fraction(3, 4),
    ),
    StackingRule(
        "x.cap", Label("年度上限", "Cap"), ClauseDocument(doc="x"), frozenset({"market.interest", "market.fee_help"}),
        "yearly_cap", Fraction(14 * WAN),
    ),
)  # fmt: skip


@given(
    revenue=st.integers(50 * WAN, 4000 * WAN),
    certified=st.sampled_from([True, False, None]),
    gazelle=st.sampled_from([True, False, None]),
)
def test_columns_and_plain_python_agree_on_cost_and_supports(
    revenue: int, certified: bool | None, gazelle: bool | None
) -> None:
    offer = loan(revenue_fen=revenue, hte_certified=certified, gazelle_recognised=gazelle)
    amount = min(revenue // 2, 1000 * WAN)
    interest, fee = rounded(Fraction(amount) * 4 / 100), rounded(Fraction(amount) / 100)
    gross = interest + fee + rounded(Fraction(amount) * 6 / 1000 * 12 / 36)
    costs = best(
        {
            "market.interest": min(rounded(Fraction(amount) * 4 * 35 / 10_000), 10 * WAN) if certified else 0,
            "market.points": rounded(Fraction(min(amount, 500 * WAN)) * 15 / 1000) if gazelle else 0,
            "market.fee_help": rounded(Fraction(amount) / 200) if certified else 0,
        },
        RULES,
        scale=1,
    )
    assert offer["gross_cost"] == gross
    assert offer["net_cost"] == gross - sum(costs.values())
    losses = best(
        {
            "market.city_pool": 500_000_000 if certified else 0,
            "market.district_pool": 400_000_000 if gazelle else 0,
        },
        RULES,
        scale=10**9,
    )
    assert offer["loss_share_ppb"] == sum(losses.values())


def rounded(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def test_a_catalogue_of_some_policies_still_knows_every_stacking_rule() -> None:
    alone = PolicyStore.read([PACKS]).only(["enterprise_stage"]).compile(Dates(DAY, DAY, DAY))
    assert {rule.key for rule in Catalogue.of(alone).stacking} == {
        "market.one_interest",
        "market.pools",
        "market.year",
    }


def test_a_loan_without_a_quoted_rate_has_no_net_cost() -> None:
    product = catalogue().product("market.loan")
    unpriced = replace(product, terms={name: term for name, term in product.terms.items() if name != "rate"})
    assert gross_cost(product) is not None
    assert gross_cost(unpriced) is None
