"""STAR listing rules 2.1.2 and the sci-tech attributes written a second time, in exact fractions, against the pack."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import strategies as st
from tests.packs.firms import (
    WAN,
    YI,
    Firm,
    Truth,
    Value,
    all3,
    answers,
    any3,
    compiled,
    factset,
    mostly,
    near,
    near_share,
    not3,
    ratio,
    reaches,
    share_reaches,
)
from tests.packs.reach import check_until_reached, not_all_three

from kejin.facts import Grain
from kejin.packs import HOME
from kejin.policy import Dates, Overlay, PolicyStore, evaluate

POLICY = "star_market"
THREE, FOUR, NEW, WIDE = date(2021, 4, 15), date(2024, 4, 29), date(2024, 4, 30), date(2025, 6, 18)
FLAGS = (
    "in_star_field",
    "approved_product_or_phase2",
    "large_market_space",
    "staged_results_reached",
    "clear_technical_edge",
    "leading_core_technology",
    "staff_state_award",
    "national_project_lead",
    "import_substitution",
)
LAST_FIELDS = {"biomedicine", "ai", "commercial_space", "low_altitude"}


def positive(firm: Firm, year: int) -> Truth:
    """The lower of the two profits of a year is above zero."""
    signs = [firm.of(year, name) for name in ("net_profit_fen", "net_profit_ex_fen")]
    return all3(*(None if sign is None else sign > 0 for sign in signs))


def lower_profits(firm: Firm, years: list[int]) -> int | None:
    """The lower profits of the years, added up."""
    pairs = [(firm.of(year, "net_profit_fen"), firm.of(year, "net_profit_ex_fen")) for year in years]
    if any(None in pair for pair in pairs):
        return None
    return sum(min(value for value in pair if value is not None) for pair in pairs)


def audited(firm: Firm, years: list[int]) -> Truth:
    return all3(
        *(
            bool(value) if (value := firm.years[y].get("accounts_audited")) is not None else None
            for y in years
        )
    )


def chosen(firm: Firm, name: str, codes: set[str]) -> Truth:
    code = firm.facts.get(name)
    return None if code is None else code in codes


def grown(last: int | None, first: int | None, rate: Fraction) -> Truth:
    """(last / first)^(1/2) - 1 >= rate over two intervals, squared."""
    found = ratio(last, first)
    return None if found is None else found >= (1 + rate) ** 2


def listing_sets(firm: Firm, law: date) -> dict[str, Truth]:
    """The five sets, each from its own words."""
    last = law.year - 1
    window = [last - 2, last - 1, last]
    value, revenue = firm.number("expected_market_value_fen"), firm.of(last, "revenue_fen")
    rd, sales = firm.sum(window, "rd_expense_fen"), firm.sum(window, "revenue_fen")
    both = [last - 1, last]
    two_years = all3(
        *(positive(firm, year) for year in both),
        reaches(lower_profits(firm, both), 5000 * WAN),
        audited(firm, both),
    )
    one_year = all3(positive(firm, last), reaches(revenue, YI), audited(firm, [last]))
    fields = LAST_FIELDS if law >= WIDE else {"biomedicine"}
    return {
        "set_1": all3(reaches(value, 10 * YI), any3(two_years, one_year)),
        "set_2": all3(
            reaches(value, 15 * YI),
            reaches(revenue, 2 * YI),
            share_reaches(rd, sales, Fraction(15, 100)),
            audited(firm, window),
        ),
        "set_3": all3(
            reaches(value, 20 * YI),
            reaches(revenue, 3 * YI),
            reaches(firm.sum(window, "operating_cash_flow_fen"), YI),
            audited(firm, window),
        ),
        "set_4": all3(reaches(value, 30 * YI), reaches(revenue, 3 * YI), audited(firm, [last])),
        "set_5": all3(
            reaches(value, 40 * YI),
            chosen(firm, "star_set5_field", fields),
            firm.flag("approved_product_or_phase2"),
            firm.flag("large_market_space"),
            firm.flag("staged_results_reached"),
            any3(chosen(firm, "star_set5_field", {"biomedicine"}), firm.flag("clear_technical_edge")),
        ),
    }


def sci_tech(firm: Firm, law: date, set_5: Truth) -> Truth:
    """The attributes: field, and all standing indicators or one of the five alternatives."""
    last = law.year - 1
    window = [last - 2, last - 1, last]
    amount, patents, rate = (8000, 7, Fraction(25, 100)) if law >= NEW else (6000, 5, Fraction(20, 100))
    rd, sales = firm.sum(window, "rd_expense_fen"), firm.sum(window, "revenue_fen")
    revenue, inventions = firm.of(last, "revenue_fen"), firm.number("core_business_invention_count")
    software = chosen(firm, "sme_sector", {"software"})
    standing = [
        any3(share_reaches(rd, sales, Fraction(5, 100)), reaches(rd, amount * WAN)),
        any3(not3(software), share_reaches(rd, sales, Fraction(10, 100))),
        any3(reaches(inventions, patents), software),
        any3(grown(revenue, firm.of(last - 2, "revenue_fen"), rate), reaches(revenue, 3 * YI), set_5),
    ]
    if law > THREE:
        staff = firm.of(last, "rd_staff_count"), firm.of(last, "staff_count")
        standing.append(share_reaches(*staff, Fraction(10, 100)))
    others = [firm.flag(name) for name in FLAGS[-4:]]
    return all3(firm.flag("in_star_field"), any3(all3(*standing), *others, reaches(inventions, 50)))


def expected(firm: Firm, law: date) -> dict[str, Truth]:
    sets = listing_sets(firm, law)
    attributes = sci_tech(firm, law, sets["set_5"])
    return {**sets, "attributes": attributes, "listing": all3(any3(*sets.values()), attributes)}


def changed(draw: st.DrawFn, usual: Value, others: st.SearchStrategy[Value]) -> Value:
    """Mostly the usual value, now and then another one or none."""
    dice = draw(st.integers(0, 15))
    return None if dice == 0 else draw(others) if dice <= 5 else usual


@st.composite
def applicants(draw: st.DrawFn, law: date) -> Firm:
    """A firm that meets every set and indicator, with some facts moved to, just below or just above a limit."""
    firm, last = Firm(), law.year - 1
    for name in FLAGS:
        likely = name not in FLAGS[-4:]
        firm.facts[name] = changed(draw, likely, st.just(not likely))
    firm.facts["star_set5_field"] = changed(draw, "biomedicine", st.sampled_from(["ai", "none"]))
    firm.facts["sme_sector"] = changed(draw, "industry", st.just("software"))
    values = near(10 * YI, 15 * YI, 20 * YI, 30 * YI, 40 * YI, 5 * YI, 5 * YI)
    firm.facts["expected_market_value_fen"] = changed(draw, 45 * YI, values)
    firm.facts["core_business_invention_count"] = changed(draw, 9, near(5, 7, 8, 50))
    rate = Fraction(5, 4) if law >= NEW else Fraction(6, 5)
    first = draw(st.sampled_from([0, YI, 2 * YI, 2 * YI, 2 * YI]))
    edges = near(YI, 2 * YI, 3 * YI, int(first * rate**2))
    sales = [first, 2 * YI, draw(st.one_of(st.just(4 * YI), edges))]
    shares = near_share(sum(sales), "5/100", "10/100", "15/100", "1/100")
    rd = draw(st.one_of(st.just(2 * YI), shares, near(6000 * WAN, 8000 * WAN)))
    for i, year in enumerate(range(last - 2, last + 1)):
        profit = draw(st.sampled_from([3000 * WAN, 3000 * WAN, 2500 * WAN, 0, -1]))
        row: dict[str, Value] = {
            "revenue_fen": sales[i],
            "rd_expense_fen": rd if i == 0 else 0,
            "operating_cash_flow_fen": (YI if i == 0 else 0) + draw(st.sampled_from([0, 0, 0, 1, -1])),
            "net_profit_fen": profit,
            "net_profit_ex_fen": profit + draw(st.sampled_from([0, 1, -1])),
            "accounts_audited": True,
        }
        firm.years[year] = row
        missing = draw(st.sampled_from([None, None, None, *row]))
        if missing is not None:
            row[missing] = draw(st.sampled_from([None, False])) if missing == "accounts_audited" else None
    staff = draw(st.sampled_from([0, 9, 10, 276, 1000]))
    firm.years[last]["staff_count"] = draw(mostly(st.just(staff)))
    firm.years[last]["rd_staff_count"] = draw(mostly(near_share(staff, "10/100", "20/100", "20/100")))
    return firm


def verdicts(law: date, batch: list[Firm]) -> list[dict[str, Truth]]:
    """All seven decisions for each firm, out of one evaluation."""
    rules = compiled(POLICY, law)
    frame = evaluate(rules, factset(batch), near=False).frames[Grain.ENTERPRISE]
    rows = {row["enterprise_id"]: row for row in frame.to_dicts()}
    return [{d.id: rows[f"firm-{i}"][d.key] for d in rules.decisions} for i in range(len(batch))]


@pytest.mark.parametrize("law", [THREE, FOUR, NEW, WIDE])
def test_every_decision_is_as_the_rules_say(law: date) -> None:
    seen: dict[str, set[Truth]] = {}

    def compare(batch: list[Firm]) -> None:
        for firm, found in zip(batch, verdicts(law, batch), strict=True):
            wanted = expected(firm, law)
            assert found == wanted, firm
            for name, truth in wanted.items():
                seen.setdefault(name, set()).add(truth)

    # Without the first of these a generator that never comes near a limit would let everything pass.
    six = st.lists(applicants(law), min_size=6, max_size=6)
    check_until_reached(lambda: not_all_three(seen), six, compare)


def under(changes: dict[str, str | None], firm: Firm, leaf: str) -> Truth:
    """A leaf of the attributes for one firm in mid-2025 under an overlay."""
    store = PolicyStore.read([HOME / "cn" / POLICY])
    day = date(2025, 6, 30)
    rules = store.compile(Dates(day, day, day), Overlay.of("what if", changes))
    frame = evaluate(rules, factset([firm]), [f"{POLICY}.attributes"]).frames[Grain.ENTERPRISE]
    bit = 1 << rules.decision(f"{POLICY}.attributes").leaves.index(f"{POLICY}.{leaf}")
    row = frame.row(0, named=True)
    return None if row[f"{POLICY}.attributes:unknown"] & bit else not row[f"{POLICY}.attributes:fail"] & bit


# Financial News, 2025-11-28: revenue of Moore Threads from 46.0883m in 2022 to 438m in 2024, "超过208%" a year.
MOORE = Firm(years={2022: {"revenue_fen": 4_608_830_000}, 2023: {}, 2024: {"revenue_fen": 43_800_000_000}})


@pytest.mark.parametrize(("floor", "truth"), [("208%", True), ("209%", False)])
def test_two_intervals_give_the_growth_that_the_press_prints(floor: str, *, truth: bool) -> None:
    assert under({f"{POLICY}.growth_min": floor}, MOORE, "growth_reached") is truth


@pytest.mark.parametrize(("floor", "truth"), [("111%", True), ("112%", False)])
def test_three_intervals_would_give_another_growth(floor: str, *, truth: bool) -> None:
    # The same two revenues, a year further apart, as a reading over three intervals would take them.
    apart = Firm(years={2021: MOORE.years[2022], 2024: MOORE.years[2024]})
    changes: dict[str, str | None] = {f"{POLICY}.growth_min": floor, f"{POLICY}.growth_intervals": "3"}
    assert under(changes, apart, "growth_reached") is truth


def test_the_staff_share_rounds_to_the_one_that_was_published() -> None:
    # Sohu Finance, 2025-07-03, on Qinheng: 160 of 276, "57.97%".
    firm = Firm(years={2024: {"staff_count": 276, "rd_staff_count": 160}})
    (answer,) = answers(POLICY, "attributes", date(2025, 7, 3), [firm])
    share = answer.amounts["rd_staff_share"]
    assert share is not None
    assert round(Fraction(share, 10**9), 4) == Fraction("0.5797")
