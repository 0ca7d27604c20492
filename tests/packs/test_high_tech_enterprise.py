"""Article 11 of 国科发火〔2016〕32号 written a second time, in exact fractions and plain Python, against the pack."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs.firms import (
    WAN,
    YI,
    Firm,
    Truth,
    all3,
    answers,
    mostly,
    near,
    near_share,
    not3,
    ratio,
    reaches,
    share_reaches,
)
from tests.packs.reach import check_until_reached, not_all_three

AS_OF = date(2025, 6, 30)
BASE = 2024
POLICY, DECISION = "high_tech_enterprise", "qualifies"
SCORES = (
    ("hte_ip_score", 30),
    ("hte_conversion_score", 30),
    ("hte_organisation_score", 20),
    ("hte_growth_score", 20),
)


def window(founded: date | None) -> list[int]:
    """Three financial years, or those since founding where there are fewer."""
    first = BASE - 2 if founded is None else max(BASE - 2, min(founded.year, BASE))
    return list(range(first, BASE + 1))


def rd_floor(sales: int | None) -> Fraction | None:
    """小于5,000万元（含） 5%; 5,000万元至2亿元（含） 4%; 2亿元以上 3%."""
    if sales is None:
        return None
    if sales <= 5000 * WAN:
        return Fraction(5, 100)
    return Fraction(4, 100) if sales <= 2 * YI else Fraction(3, 100)


def score(firm: Firm) -> int | None:
    """The four stated parts in hundredths, each capped at its most."""
    parts = [firm.number(name) for name, _ in SCORES]
    if None in parts:
        return None
    return sum(min(part or 0, most * 100) for part, (_, most) in zip(parts, SCORES, strict=True))


def expected(firm: Firm) -> dict[str, Truth]:
    """Each condition as the clause says it."""
    years = window(firm.day("founded_on"))
    founded = firm.day("founded_on")
    sales, rd = firm.sum(years, "revenue_fen"), firm.sum(years, "rd_expense_fen")
    floor, total = rd_floor(firm.of(BASE, "revenue_fen")), score(firm)
    return {
        "registered_long_enough": None if founded is None else (AS_OF - founded).days >= 365,
        "core_ip_owned": firm.flag("owns_core_ip"),
        "field_supported": firm.flag("in_supported_field"),
        "tech_staff_met": share_reaches(
            firm.of(BASE, "tech_staff_count"), firm.of(BASE, "staff_count"), Fraction(1, 10)
        ),
        "rd_share_met": None if floor is None else share_reaches(rd, sales, floor),
        "domestic_rd_met": share_reaches(firm.sum(years, "rd_expense_domestic_fen"), rd, Fraction(60, 100)),
        "hightech_income_met": share_reaches(
            firm.of(BASE, "hightech_income_fen"), firm.of(BASE, "income_total_fen"), Fraction(60, 100)
        ),
        "score_passed": None if total is None else total > 70 * 100,
        "clean_record": not3(firm.flag("serious_incident_past_year")),
    }


@st.composite
def firms(draw: st.DrawFn) -> Firm:
    """A firm that stands at, just below or just above the limits, with some facts missing."""
    firm = Firm()
    days = draw(
        mostly(st.sampled_from([date(2024, 6, 30), date(2024, 7, 1), date(2023, 5, 5), date(2015, 1, 1)]))
    )
    firm.facts["founded_on"] = days
    likely = st.sampled_from([True, True, True, True, False])
    firm.facts["owns_core_ip"] = draw(mostly(likely))
    firm.facts["in_supported_field"] = draw(mostly(likely))
    firm.facts["serious_incident_past_year"] = draw(mostly(likely.map(lambda yes: not yes)))
    # Parts whose sum lies around 70 points, some stated above their most.
    for name, usual in zip((name for name, _ in SCORES), (25, 20, 15, 10), strict=True):
        firm.facts[name] = draw(
            mostly(near(usual * 100, 3500, spread=50) if draw(st.booleans()) else st.just(usual * 100))
        )
    years = window(firm.day("founded_on"))
    sales = {year: draw(near(5000 * WAN, 2 * YI, 3 * YI, 0)) for year in years}
    rd = draw(near_share(sum(sales.values()), "5/100", "4/100", "3/100"))
    home = draw(near_share(rd, "60/100", "1"))
    for year in years:
        last = year == BASE
        row = {
            "revenue_fen": sales[year],
            "rd_expense_fen": rd if last else 0,
            "rd_expense_domestic_fen": home if last else 0,
        }
        firm.years[year] = {name: draw(mostly(st.just(value))) for name, value in row.items()}
    staff, income = draw(st.sampled_from([1, 7, 10, 99, 1000])), draw(near(0, 1, 7777, 2 * YI))
    firm.years[BASE] |= {
        "staff_count": draw(mostly(st.just(staff))),
        "tech_staff_count": draw(mostly(near_share(staff, "10/100"))),
        "income_total_fen": draw(mostly(st.just(income))),
        "hightech_income_fen": draw(mostly(near_share(income, "60/100"))),
    }
    return firm


@given(st.lists(firms(), min_size=1, max_size=8))
def test_every_condition_is_as_the_clause_says(batch: list[Firm]) -> None:
    for firm, answer in zip(batch, answers(POLICY, DECISION, AS_OF, batch), strict=True):
        wanted = expected(firm)
        assert dict(answer.leaves) == wanted, firm
        assert answer.verdict is all3(*wanted.values()), firm
        assert answer.amounts["innovation_score"] == score(firm)
        years = window(firm.day("founded_on"))
        exact = ratio(firm.sum(years, "rd_expense_fen"), firm.sum(years, "revenue_fen"))
        assert answer.amounts["rd_share"] == (
            None if exact is None else int(min(exact, Fraction(10**9)) * 10**9)
        )


def test_the_firms_drawn_reach_every_answer_of_every_condition() -> None:
    # Without this a generator that never comes near a limit would let everything pass.
    seen: dict[str, set[Truth]] = {}

    def collect(batch: list[Firm]) -> None:
        for firm in batch:
            wanted = expected(firm)
            for name, truth in (*wanted.items(), ("", all3(*wanted.values()))):
                seen.setdefault(name, set()).add(truth)

    eight = st.lists(firms(), min_size=8, max_size=8)
    check_until_reached(lambda: not_all_three(seen), eight, collect)


GROWTH = [  # firm, fact, three years in 10,000 yuan, the rate its filled sheet shows (777doc.com/doc-5348303.html)
    ("维奥", "revenue_fen", ("824.87", "1697.62", "1432.79"), "sales_growth", "0.4510"),
    ("博奥", "revenue_fen", ("2477.55", "5474.27", "6790.12"), "sales_growth", "0.7250"),
    ("博奥", "net_assets_fen", ("30480.00", "290480.82", "282954.27"), "net_assets_growth", "4.2521"),
]


@pytest.mark.parametrize(("firm", "fact", "values", "amount", "published"), GROWTH)
def test_growth_is_the_mean_of_two_yearly_rates_as_a_filled_sheet_shows_it(
    firm: str, fact: str, values: tuple[str, ...], amount: str, published: str
) -> None:
    filed = Firm({}, {2013 + i: {fact: int(Fraction(text) * WAN)} for i, text in enumerate(values)})
    (answer,) = answers(POLICY, DECISION, date(2016, 6, 30), [filed])
    found = answer.amounts[amount]
    assert found is not None, firm
    assert round(Fraction(found, 10**9), 4) == Fraction(published)


@given(
    first=near(5000 * WAN, spread=10**6),
    second=near(7000 * WAN, spread=10**9),
    third=near(9000 * WAN, spread=10**9),
)
def test_the_growth_range_of_points_follows_the_tiers(first: int, second: int, third: int) -> None:
    firm = Firm(
        {},
        {
            year: {"revenue_fen": sales, "net_assets_fen": sales}
            for year, sales in zip((2022, 2023, 2024), (first, second, third), strict=True)
        },
    )
    (answer,) = answers(POLICY, DECISION, AS_OF, [firm])
    growth = (Fraction(second, first) + Fraction(third, second)) / 2 - 1
    tiers = ((35, 9, 10), (25, 7, 8), (15, 5, 6), (5, 3, 4))
    least, most = next(
        ((low, high) for edge, low, high in tiers if growth >= Fraction(edge, 100)),
        (1, 2) if growth > 0 else (0, 0),
    )
    assert (answer.amounts["growth_points_least"], answer.amounts["growth_points_most"]) == (
        200 * least,
        200 * most,
    )


def test_a_year_of_the_window_that_was_not_filed_is_never_nought() -> None:
    firm = Firm(
        {"founded_on": date(2015, 1, 1)},
        {year: {"revenue_fen": YI, "rd_expense_fen": YI} for year in (2022, 2024)},
    )
    (answer,) = answers(POLICY, DECISION, AS_OF, [firm])
    assert answer.leaves["rd_share_met"] is None
    assert answer.amounts["rd_share"] is None
    assert reaches(answer.amounts["rd_share"], 0) is None
