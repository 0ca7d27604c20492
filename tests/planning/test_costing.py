"""The exact cost of an offer beside its cost of the first year."""

from datetime import date

import pytest
from tests.planning.sample import DAY, WAN, offered

from kejin.instruments.costs import Purpose
from kejin.planning import OfferCost, offer_costs

START = date(2026, 1, 1)


def cost(**facts: object) -> OfferCost:
    return offer_costs(offered({"revenue_fen": 2000 * WAN, **facts}), "e1", start=START)["market.loan"]


def test_an_offer_costs_its_interest_and_fees_to_its_end() -> None:
    # 10m at 4% for three years, all at the end: 1,096 days over 360; 1% a year; 0.6% once.
    made = cost(hte_certified=False, gazelle_recognised=False)
    assert made.cost.total(Purpose.INTEREST) == -round(1000 * WAN * 0.04 * 1096 / 360)
    assert made.cost.total(Purpose.FEE) == -30 * WAN
    assert made.cost.total(Purpose.ONCE_FEE) == -6 * WAN
    assert made.cost.after == made.cost.before
    assert made.remarks == ()


def test_the_supports_that_the_offer_counts_in_pay_within_their_caps_of_a_year() -> None:
    made = cost(hte_certified=True, gazelle_recognised=True)
    assert [support.key for support in made.supports] == ["market.interest", "market.fee_help"]
    by_source: dict[str, list[int]] = {}
    for flow in made.cost.flows:
        if flow.source:
            by_source.setdefault(flow.source, []).append(flow.amount)
    # Interest falls due at the end: 35% of it is cut to the cap of that year. Half of each year's fee is 50,000.
    assert by_source == {"market.interest": [10 * WAN], "market.fee_help": [5 * WAN] * 3}
    assert (made.cost.effective_rate or 1) < (made.cost.effective_rate_before or 0)
    # When they are paid was not read, and the cost says so.
    assert len(made.remarks) == 2
    assert "was not read" in made.remarks[0].en


def test_an_offer_that_is_not_open_or_lends_nothing_has_no_cost() -> None:
    offers = offered({"revenue_fen": 1, "hte_certified": False, "gazelle_recognised": True})
    assert offer_costs(offers, "e1", start=DAY) == {}
    assert offer_costs(offers, "nobody", start=DAY) == {}


@pytest.mark.parametrize("start", [date(2024, 2, 29), date(2025, 12, 31)])
def test_the_cost_does_not_hang_on_the_day_of_the_month(start: date) -> None:
    offers = offered({"revenue_fen": 2000 * WAN, "hte_certified": False, "gazelle_recognised": False})
    made = offer_costs(offers, "e1", start=start)["market.loan"]
    assert made.cost.total(Purpose.DRAWN) == -made.cost.total(Purpose.PRINCIPAL)
    assert made.cost.before.rate == pytest.approx(0.0513, abs=0.0005)
