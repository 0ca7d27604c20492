"""The five stages written a second time as a plain ladder, and what must hold whatever is missing."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from hypothesis import given
from hypothesis import strategies as st
from tests.packs.firms import WAN, YI, Firm, Truth, Value, factset

from kejin.facts import Grain
from kejin.packs import HOME
from kejin.policy import Dates, PolicyStore, Ruleset, evaluate

AS_OF = date(2026, 6, 30)
BASE = 2025
STAGES = ("seed", "startup", "growth", "expansion", "mature")
FOUNDED = (
    date(2010, 1, 1),
    date(2016, 6, 29),
    date(2016, 6, 30),
    date(2016, 7, 1),
    date(2020, 2, 29),
    date(2024, 6, 30),
    date(2024, 7, 1),
    date(2025, 6, 30),
    date(2025, 7, 1),
    date(2026, 2, 1),
)


@cache
def stages() -> Ruleset:
    store = PolicyStore.read([HOME / "demonstration" / "enterprise_stage"])
    return store.compile(Dates(AS_OF, AS_OF, date(9999, 12, 31)))


def verdicts(firms: Sequence[Firm]) -> list[dict[str, Truth]]:
    """The engine's answer to each of the five questions, firm by firm."""
    frame = evaluate(stages(), factset(firms)).frames[Grain.ENTERPRISE]
    rows = {row["enterprise_id"]: row for row in frame.to_dicts()}
    return [
        {stage: rows[f"firm-{i}"][f"enterprise_stage.{stage}"] for stage in STAGES} for i in range(len(firms))
    ]


def years_since(day: date) -> int:
    """Whole years from a day to the day of the facts; 29 February is followed by 28 February."""
    month_and_day = (day.month, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day)
    return AS_OF.year - day.year - ((AS_OF.month, AS_OF.day) < month_and_day)


def exactly_ten_or_less(day: date) -> bool:
    """Whether ten years from the day have not passed; the tenth anniversary itself still counts."""
    return years_since(day) < 10 or (years_since(day) == 10 and (day.month, day.day) == (6, 30))


def stage_of(firm: Firm) -> str:
    """The stage of a firm about which everything is known."""
    founded = firm.day("founded_on")
    assert founded is not None
    revenue = firm.of(BASE, "revenue_fen")
    assert revenue is not None or years_since(founded) < 1
    earned = revenue or 0
    raised = firm.number("funding_total_fen") or 0
    profits = [firm.of(year, "net_profit_fen") or 0 for year in (BASE, BASE - 1, BASE - 2)]
    standing = years_since(founded) >= 10 and min(profits) > 0
    if earned >= 5 * YI and (firm.flag("is_listed") or standing):
        return "mature"
    small_and_young = exactly_ten_or_less(founded) and earned < 2000 * WAN
    if earned >= 2 * YI or (small_and_young and raised >= 3 * YI):
        return "expansion"
    if earned >= 2000 * WAN or (small_and_young and raised >= 3000 * WAN):
        return "growth"
    return "startup" if years_since(founded) >= 2 or earned >= 100 * WAN else "seed"


@st.composite
def complete_firms(draw: st.DrawFn) -> Firm:
    """A firm of which everything that a stage can ask is known."""
    founded = draw(st.sampled_from(FOUNDED))
    money = st.sampled_from([0, 100 * WAN, 2000 * WAN, 3000 * WAN, 2 * YI, 3 * YI, 5 * YI])
    around = st.sampled_from([-1, 0, 1])
    firm = Firm(
        {
            "founded_on": founded,
            "is_listed": draw(st.booleans()),
            "funding_total_fen": max(0, draw(money) + draw(around)),
        }
    )
    for year in (BASE, BASE - 1, BASE - 2):
        firm.years[year] = {"net_profit_fen": draw(st.sampled_from([-1, 0, 1, 1, 1]))}
    if years_since(founded) >= 1 or draw(st.booleans()):
        firm.years[BASE]["revenue_fen"] = max(0, draw(money) + draw(around))
    return firm


def without(firm: Firm, dropped: Sequence[bool]) -> Firm:
    """The firm with some of its facts forgotten."""
    places = [(None, name) for name in firm.facts] + [(y, n) for y, row in firm.years.items() for n in row]
    gone = {place for place, drop in zip(places, dropped, strict=False) if drop}
    facts: dict[str, Value] = {name: value for name, value in firm.facts.items() if (None, name) not in gone}
    years = {
        year: {name: value for name, value in row.items() if (year, name) not in gone}
        for year, row in firm.years.items()
    }
    return Firm(facts, years)


@given(st.lists(complete_firms(), min_size=1, max_size=8))
def test_exactly_one_stage_holds_when_everything_is_known(batch: list[Firm]) -> None:
    for firm, found in zip(batch, verdicts(batch), strict=True):
        assert found == {stage: stage == stage_of(firm) for stage in STAGES}, firm


@given(
    st.lists(
        st.tuples(complete_firms(), st.lists(st.booleans(), min_size=7, max_size=7)), min_size=1, max_size=8
    )
)
def test_never_two_stages_and_never_a_wrong_one_when_something_is_missing(
    batch: list[tuple[Firm, list[bool]]],
) -> None:
    forgetful = [without(firm, dropped) for firm, dropped in batch]
    for (firm, dropped), found in zip(batch, verdicts(forgetful), strict=True):
        held = [stage for stage, answer in found.items() if answer]
        assert len(held) <= 1, (firm, dropped)
        new_without_revenue = "revenue_fen" not in without(firm, dropped).years[BASE]
        if new_without_revenue and years_since(firm.day("founded_on") or AS_OF) < 1:
            continue  # forgetting a new firm's revenue turns it into one that has none yet
        for stage, answer in found.items():
            assert answer in (None, stage == stage_of(firm)), (stage, firm, dropped)
        assert held or None in found.values(), (firm, dropped)


@given(st.lists(complete_firms(), min_size=1, max_size=8))
def test_between_the_marks_of_growth_and_mature_revenue_alone_decides(batch: list[Firm]) -> None:
    alone = [Firm({}, {BASE: {"revenue_fen": firm.of(BASE, "revenue_fen")}}) for firm in batch]
    for firm, found in zip(alone, verdicts(alone), strict=True):
        revenue = firm.of(BASE, "revenue_fen")
        if revenue is not None and 2000 * WAN <= revenue < 5 * YI:
            wanted = "expansion" if revenue >= 2 * YI else "growth"
            assert found == {stage: stage == wanted for stage in STAGES}, firm


def test_the_firms_drawn_reach_every_stage() -> None:
    reached: set[str] = set()

    @given(st.lists(complete_firms(), min_size=8, max_size=8))
    def collect(batch: list[Firm]) -> None:
        reached.update(map(stage_of, batch))

    collect()
    assert reached == set(STAGES)
