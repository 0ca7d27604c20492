"""The exact cost of all offers at once beside that of one offer, flow by flow."""

import random
from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packs.firms import factset
from tests.packs.market_firms import drawn
from tests.packs.market_products import DAY
from tests.planning.sample import WAN, offered

from kejin.packs import shipped
from kejin.planning import Catalogue, Offers, offer_costs, offers
from kejin.planning.exact import EXACT, with_exact_costs
from kejin.policy import Dates


def compared(made: Offers, start: date) -> int:
    """Every enterprise and product: the columns beside the flows of the one offer; returns how many have a cost."""
    exact, costed = with_exact_costs(made, start=start), 0
    for place, enterprise in enumerate(made.enterprises["enterprise_id"].to_list()):
        one = offer_costs(made, enterprise, start=start)
        for product in made.catalogue.products:
            row = exact.frames[product.key].row(place, named=True)
            if product.key not in one:
                assert [row[name] for name in EXACT] == [None, None]
                continue
            cost, costed = one[product.key].cost, costed + 1
            assert row["net_cost_to_end"] == cost.net
            rate = cost.effective_rate
            assert row["effective_cost_ppb"] == (None if rate is None else round(rate * 10**9))
    return costed


@settings(max_examples=40)
@given(
    revenues=st.lists(
        st.none() | st.integers(0, 10**7).map(lambda wan: wan * WAN // 7), min_size=1, max_size=6
    ),
    start=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    helped=st.booleans(),
)
def test_the_columns_are_those_of_each_offer_alone(
    revenues: list[int | None], start: date, helped: bool
) -> None:
    made = offered(
        *({"revenue_fen": each, "hte_certified": helped, "gazelle_recognised": helped} for each in revenues)
    )
    compared(made, start)


def test_the_whole_catalogue_costs_the_same_at_once_as_one_by_one() -> None:
    dice = random.Random(20260630)  # noqa: S311 - invented firms
    facts = factset([drawn(dice) for _ in range(60)])
    catalogue = Catalogue.of(shipped().compile(Dates(DAY, DAY, DAY)))
    assert compared(offers(catalogue, facts), DAY) > 100


def test_offers_that_are_not_open_have_no_cost_and_the_others_keep_their_columns() -> None:
    made = offered({"revenue_fen": 2000 * WAN, "hte_certified": True, "gazelle_recognised": True})
    exact = with_exact_costs(made, start=DAY, verdicts=())
    for key, frame in exact.frames.items():
        assert frame.select(EXACT).null_count().row(0) == (1, 1)
        assert frame.drop(EXACT).equals(made.frames[key])
        assert frame.schema[EXACT[0]] == frame.schema[EXACT[1]] == pl.Int64
