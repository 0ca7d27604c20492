"""Article 4 of 工信部联企业〔2011〕300号 written a second time, sector by sector, against the pack.

What is missing is tried with every value that could matter: the pack has to answer where all of them agree, and must not
where they do not. So "either limit below" is shown to be exact, not merely safe.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from tests.packs.firms import WAN, Firm, Truth, Value, answers, compiled, mostly, near

from kejin.facts import dictionary
from kejin.policy.ruleset import ResolvedParameter, ResolvedTable

AS_OF = date(2025, 6, 30)
BASE = 2024
POLICY = "sme_size"
DECISIONS = ("micro", "small", "medium", "large", "small_or_micro", "is_sme")
MEASURES = ("staff_count", "revenue_fen", "total_assets_fen")
Limits = tuple[int, int, int] | None

# (small, medium, large) by staff, by revenue and by assets; money in 万元.
STANDARD: dict[str, tuple[Limits, Limits, Limits]] = {
    "agriculture": (None, (50, 500, 20000), None),
    "industry": ((20, 300, 1000), (300, 2000, 40000), None),
    "construction": (None, (300, 6000, 80000), (300, 5000, 80000)),
    "wholesale": ((5, 20, 200), (1000, 5000, 40000), None),
    "retail": ((10, 50, 300), (100, 500, 20000), None),
    "transport": ((20, 300, 1000), (200, 3000, 30000), None),
    "warehousing": ((20, 100, 200), (100, 1000, 30000), None),
    "post": ((20, 300, 1000), (100, 2000, 30000), None),
    "accommodation": ((10, 100, 300), (100, 2000, 10000), None),
    "catering": ((10, 100, 300), (100, 2000, 10000), None),
    "information_transmission": ((10, 100, 2000), (100, 1000, 100000), None),
    "software": ((10, 100, 300), (50, 1000, 10000), None),
    "real_estate": (None, (100, 1000, 200000), (2000, 5000, 10000)),
    "property_management": ((100, 300, 1000), (500, 1000, 5000), None),
    "leasing": ((10, 100, 300), None, (100, 8000, 120000)),
    "other": ((10, 100, 300), None, None),
}
UNITS = (1, WAN, WAN)


def limits(sector: str) -> list[tuple[int, tuple[int, int, int]]]:
    """The measures of a sector by place, with their limits in stored units."""
    return [
        (place, (low * unit, middle * unit, high * unit))
        for place, (three, unit) in enumerate(zip(STANDARD[sector], UNITS, strict=True))
        if three is not None
        for low, middle, high in [three]
    ]


def size(sector: str, figures: Sequence[int]) -> str:
    """The class as the article words it: below one upper limit an SME; then medium, small, else micro."""
    asked = limits(sector)
    if not any(figures[place] < three[2] for place, three in asked):
        return "large"
    if all(figures[place] >= three[1] for place, three in asked):
        return "medium"
    return "small" if all(figures[place] >= three[0] for place, three in asked) else "micro"


def answer(decision: str, found: str) -> bool:
    """Whether a class answers a decision with yes."""
    several = {"small_or_micro": ("small", "micro"), "is_sme": ("medium", "small", "micro")}
    return found in several.get(decision, (decision,))


def worlds(sector: str, figures: Sequence[int | None]) -> Iterator[str]:
    """The class under every value that a missing figure could matter by."""
    asked = dict(limits(sector))
    tried = [
        [figure] if figure is not None else [0, *asked.get(place, ())] for place, figure in enumerate(figures)
    ]
    for world in product(*tried):
        yield size(sector, world)


def agreed(decision: str, found: set[str]) -> Truth:
    """What all classes say about a decision; None where they differ."""
    said = {answer(decision, one) for one in found}
    return said.pop() if len(said) == 1 else None


def figures_of(firm: Firm) -> list[int | None]:
    return [firm.of(BASE, name) for name in MEASURES]


@st.composite
def firms(draw: st.DrawFn) -> Firm:
    """A firm at the limits of some sector, of that sector or of none, with figures missing now and then."""
    sector = draw(st.sampled_from(sorted(STANDARD)))
    firm = Firm({"sme_sector": draw(mostly(st.just(sector)))})
    edges = dict(limits(sector))
    row: dict[str, Value] = {}
    for place, name in enumerate(MEASURES):
        at = near(*edges[place], 0) if place in edges else st.sampled_from([0, 50, 10**6, 10**12])
        row[name] = draw(st.one_of(st.none(), at, at, at))
    firm.years[BASE] = row
    return firm


@given(st.lists(firms(), min_size=1, max_size=8))
def test_the_classes_are_as_the_article_says_and_open_only_where_a_missing_figure_matters(
    batch: list[Firm],
) -> None:
    known = [firm for firm in batch if firm.facts["sme_sector"] is not None]
    for decision in DECISIONS:
        for firm, found in zip(known, answers(POLICY, decision, AS_OF, known), strict=True):
            sector = str(firm.facts["sme_sector"])
            assert found.verdict is agreed(decision, set(worlds(sector, figures_of(firm)))), (decision, firm)


@given(st.lists(firms(), min_size=1, max_size=8))
def test_with_the_sector_unknown_no_answer_is_wrong_in_any_sector(batch: list[Firm]) -> None:
    for firm in batch:
        firm.facts["sme_sector"] = None
    for decision in DECISIONS:
        for firm, found in zip(batch, answers(POLICY, decision, AS_OF, batch), strict=True):
            possible = {one for sector in STANDARD for one in worlds(sector, figures_of(firm))}
            assert found.verdict in (None, agreed(decision, possible)), (decision, firm)


@given(st.lists(firms(), min_size=1, max_size=8))
def test_never_two_classes_and_exactly_one_when_everything_is_known(batch: list[Firm]) -> None:
    classes = {name: answers(POLICY, name, AS_OF, batch) for name in ("micro", "small", "medium", "large")}
    for place, firm in enumerate(batch):
        held = [name for name, found in classes.items() if found[place].verdict]
        complete = firm.facts["sme_sector"] is not None and None not in figures_of(firm)
        assert len(held) == 1 if complete else len(held) <= 1, firm


def test_every_sector_of_the_dictionary_has_its_row_and_every_row_its_figure() -> None:
    assert set(dictionary()["sme_sector"].codes) == set(STANDARD)
    nodes = compiled(POLICY, AS_OF).nodes
    for place, measure in enumerate(("staff", "revenue", "assets")):
        for rank, name in enumerate(("small", "medium", "large")):
            table = nodes[f"{POLICY}.{measure}_{name}_floor"].spec
            assert isinstance(table, ResolvedTable)
            rows = {row.row.id: row.row for row in table.rows}
            named = {sector for sector, three in STANDARD.items() if three[place] is not None}
            assert rows.keys() == named | {"not_a_measure", "no_such_sector"}
            for sector in named:
                three = STANDARD[sector][place]
                assert three is not None
                assert rows[sector].value == str(three[rank])
                assert rows[sector].when["sme_sector"].is_in == [sector]
            assert set(rows["not_a_measure"].when["sme_sector"].is_in or ()) == set(STANDARD) - named


def test_the_lowest_limits_of_all_sectors_are_the_lowest_of_the_tables() -> None:
    nodes = compiled(POLICY, AS_OF).nodes

    def value(name: str) -> object:
        spec = nodes[f"{POLICY}.{name}"].spec
        assert isinstance(spec, ResolvedParameter)
        assert spec.current is not None
        return spec.current.value

    for rank, name in enumerate(("small", "medium", "large")):
        by_revenue = [three[1][rank] for three in STANDARD.values() if three[1] is not None]
        by_staff = [
            three[0][rank] for three in STANDARD.values() if three[1] is None and three[0] is not None
        ]
        assert value(f"any_sector_revenue_{name}") == min(by_revenue) * WAN
        assert value(f"any_sector_staff_{name}") == min(by_staff)
