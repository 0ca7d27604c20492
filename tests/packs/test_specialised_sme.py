"""Both versions of the programme written a second time, in exact fractions and plain Python, against the pack.

Annexes 2 and 3 of 工信部企业〔2022〕63号 until 2026-03-31; annexes 1 and 2 of 工信部企业〔2026〕2号 from 2026-04-01.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
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
    near,
    not3,
    ratio,
    reaches,
    share_reaches,
    still_counts,
    within,
)
from tests.packs.reach import check_until_reached

OLD, NEW = date(2025, 6, 30), date(2026, 6, 30)
SME, GIANT = "specialised_sme", "little_giant"
WHICH = [(SME, OLD), (SME, NEW), (GIANT, OLD), (GIANT, NEW)]
STAFF_LIMIT = {"industry": 1000, "software": 300, "information_transmission": 2000, "wholesale": 200, "retail": 300,
               "transport": 1000, "warehousing": 200, "post": 1000, "accommodation": 300, "catering": 300,
               "property_management": 1000, "leasing": 300, "other": 300}  # fmt: skip
REVENUE_LIMIT = {"agriculture": 20000, "industry": 40000, "software": 10000, "information_transmission": 100_000,
                 "construction": 80000, "wholesale": 40000, "retail": 20000, "transport": 30000, "warehousing": 30000,
                 "post": 30000, "accommodation": 10000, "catering": 10000, "real_estate": 200_000,
                 "property_management": 5000}  # fmt: skip
ASSETS_LIMIT = {"construction": 80000, "real_estate": 10000, "leasing": 120_000}
SECTORS = sorted({*STAFF_LIMIT, *REVENUE_LIMIT, *ASSETS_LIMIT})


class Read:
    """A firm's figures as of a law date: last year, the year before, the year before that."""

    def __init__(self, firm: Firm, law: date) -> None:
        self.firm, self.law = firm, law
        self.last, self.before, self.first = law.year - 1, law.year - 2, law.year - 3

    def recent(self, name: str) -> Truth:
        """Whether three years after the date have not passed."""
        return still_counts(self.firm.day(name), 3, self.law)

    def share(self, part: str, whole: str, floor: str, *, year: int = 0) -> Truth:
        """Whether a part of a whole, both of one year, reaches a floor."""
        year = year or self.last
        return share_reaches(self.firm.of(year, part), self.firm.of(year, whole), Fraction(floor))

    def debt_within(self, ceiling: str) -> Truth:
        """Liabilities over assets."""
        found = ratio(
            self.firm.of(self.last, "total_liabilities_fen"), self.firm.of(self.last, "total_assets_fen")
        )
        return None if found is None else found <= Fraction(ceiling)

    def is_sme(self) -> Truth:
        """Below one of the limits of its sector, or of whichever it may be (工信部联企业〔2011〕300号)."""
        sector = self.firm.facts.get("sme_sector")
        anyhow = all3(self._below("staff_count", 300), self._below("revenue_fen", 5000 * WAN))
        if sector is None:
            return any3(None, anyhow)
        limits = (
            ("staff_count", STAFF_LIMIT, 1),
            ("revenue_fen", REVENUE_LIMIT, WAN),
            ("total_assets_fen", ASSETS_LIMIT, WAN),
        )
        return any3(
            *(self._below(name, table[str(sector)] * unit) for name, table, unit in limits if sector in table)
        )

    def _below(self, name: str, limit: int) -> Truth:
        found = self.firm.of(self.last, name)
        return None if found is None else found < limit

    def rd_each_year(self, floor: str) -> tuple[Truth, Truth]:
        """R&D share of last year and of the year before."""
        return (
            self.share("rd_expense_fen", "revenue_fen", floor),
            self.share("rd_expense_fen", "revenue_fen", floor, year=self.before),
        )

    def rd_two_years(self) -> int | None:
        """R&D of both years."""
        return self.firm.sum([self.last, self.before], "rd_expense_fen")


def sme_2022(read: Read) -> Truth:
    firm = read.firm
    mean = read.rd_two_years()
    return all3(
        read.is_sme(),
        reaches(firm.number("years_in_niche"), 2),
        reaches(firm.of(read.last, "rd_expense_fen"), 100 * WAN),
        read.share("rd_expense_fen", "revenue_fen", "3/100"),
        any3(
            reaches(firm.of(read.last, "revenue_fen"), 1000 * WAN),
            reaches(firm.number("equity_raised_2y_fen"), 2000 * WAN),
        ),
        any3(
            reaches(firm.number("sme_evaluation_score"), 6000),
            read.recent("provincial_science_award_top3_on"),
            read.recent("national_science_award_top5_on"),
            None if mean is None else Fraction(mean, 2) >= 1000 * WAN,
            reaches(firm.number("equity_raised_2y_fen"), 6000 * WAN),
            read.recent("maker_china_top500_on"),
        ),
    )


def sme_2026(read: Read) -> Truth:
    firm = read.firm
    return all3(
        read.is_sme(),
        any3(firm.flag("tech_sme_registered"), firm.flag("innovative_sme_recognised")),
        reaches(firm.number("years_in_niche"), 3),
        any3(
            reaches(firm.of(read.last, "revenue_fen"), 1500 * WAN),
            reaches(firm.number("equity_raised_2y_fen"), 2000 * WAN),
        ),
        read.share("main_business_revenue_fen", "revenue_fen", "80/100"),
        read.debt_within("80/100"),
        reaches(firm.of(read.last, "rd_expense_fen"), 100 * WAN),
        reaches(firm.of(read.before, "rd_expense_fen"), 100 * WAN),
        *read.rd_each_year("3/100"),
        any3(reaches(firm.number("class1_ip_own_in_use_count"), 1), firm.flag("class1_ip_exempt")),
        firm.flag("market_share_near_top"),
        reaches(firm.number("development_evaluation_score"), 5000),
        not3(firm.flag("on_dishonest_list")),
        not3(firm.flag("serious_incident_three_years")),
    )


def mean_growth(read: Read) -> Truth:
    """Half the sum of two yearly rates of main business revenue reaches 5%."""
    first, before, last = (
        read.firm.of(year, "main_business_revenue_fen") for year in (read.first, read.before, read.last)
    )
    one, two = ratio(before, first), ratio(last, before)
    return None if one is None or two is None else (one + two) / 2 - 1 >= Fraction(5, 100)


def rd_of_the_tier(read: Read) -> Truth:
    """From 100m 3%, from 50m 6% in both years; below 50m equity, R&D and R&D staff."""
    revenue = read.firm.of(read.last, "revenue_fen")
    if revenue is None:
        # Whichever tier it falls into: the lower one may fail for sure, the upper one depends on the revenue itself.
        return None
    if revenue >= 5000 * WAN:
        return all3(*read.rd_each_year("3/100" if revenue >= YI else "6/100"))
    return all3(
        reaches(read.firm.number("equity_raised_2y_fen"), 8000 * WAN),
        reaches(read.rd_two_years(), 3000 * WAN),
        read.share("rd_staff_count", "staff_count", "50/100"),
    )


def giant_2022(read: Read) -> Truth:
    firm = read.firm
    return all3(
        read.is_sme(),
        reaches(firm.number("years_in_niche"), 3),
        read.share("main_business_revenue_fen", "revenue_fen", "70/100"),
        mean_growth(read),
        firm.flag("core_business_on_information_system"),
        firm.flag("management_or_product_certified"),
        read.debt_within("70/100"),
        reaches(firm.number("market_share"), 10 * 10**7),
        firm.flag("product_well_known"),
        firm.flag("own_brand"),
        any3(
            all3(
                rd_of_the_tier(read),
                firm.flag("own_rd_institution"),
                reaches(firm.number("class1_ip_in_use_count"), 2),
            ),
            read.recent("national_science_award_top3_on"),
            read.recent("maker_china_top500_on"),
        ),
        firm.flag("chain_key_link"),
        firm.flag("foundation_product"),
    )


def compound_growth(read: Read) -> Truth:
    """Whether both readings of "compound over two years" reach 5%; unknown where they differ or may differ."""
    last, before, first = (read.firm.of(year, "revenue_fen") for year in (read.last, read.before, read.first))
    over_two, over_one = ratio(last, first), ratio(last, before)
    two = None if over_two is None else over_two >= Fraction(105, 100) ** 2
    one = None if over_one is None else over_one >= Fraction(105, 100)
    return two if two is one else None


def giant_2026(read: Read) -> Truth:
    firm = read.firm
    return all3(
        read.is_sme(),
        firm.flag("specialised_sme_recognised"),
        reaches(firm.number("years_in_niche"), 3),
        reaches(firm.of(read.last, "revenue_fen"), 5000 * WAN),
        read.share("main_business_revenue_fen", "revenue_fen", "90/100"),
        compound_growth(read),
        read.debt_within("75/100"),
        reaches(read.rd_two_years(), 1200 * WAN),
        *read.rd_each_year("3/100"),
        any3(
            reaches(firm.number("class1_ip_own_in_use_count"), 4),
            read.recent("national_science_award_top3_on"),
        ),
        any3(reaches(firm.number("market_share"), 10 * 10**7), within(firm.number("market_rank"), 3)),
        any3(firm.flag("foundation_product"), firm.flag("chain_key_link")),
        reaches(firm.number("development_evaluation_score"), 6000),
        not3(firm.flag("single_champion")),
        not3(firm.flag("on_dishonest_list")),
        not3(firm.flag("serious_incident_three_years")),
    )


CLAUSES = {(SME, OLD): sme_2022, (SME, NEW): sme_2026, (GIANT, OLD): giant_2022, (GIANT, NEW): giant_2026}

YES = ("innovative_sme_recognised", "specialised_sme_recognised", "market_share_near_top", "product_well_known", "own_brand",
       "core_business_on_information_system", "management_or_product_certified", "own_rd_institution", "chain_key_link",
       "foundation_product")  # fmt: skip
NO = (
    "tech_sme_registered",
    "class1_ip_exempt",
    "on_dishonest_list",
    "serious_incident_three_years",
    "single_champion",
)
PAST = ("provincial_science_award_top3_on", "national_science_award_top5_on", "national_science_award_top3_on",
        "maker_china_top500_on")  # fmt: skip


def sound(law: date) -> Firm:
    """A firm that passes whatever is asked, by a little."""
    facts: dict[str, Value] = {
        "sme_sector": "industry", "years_in_niche": 3, "equity_raised_2y_fen": 0, "sme_evaluation_score": 6000,
        "development_evaluation_score": 6000, "class1_ip_in_use_count": 2, "class1_ip_own_in_use_count": 4,
        "market_share": 10**8, "market_rank": 4, **dict.fromkeys(YES, True), **dict.fromkeys(NO, False),
        **dict.fromkeys(PAST, date(2010, 1, 1)),
    }  # fmt: skip
    years: dict[int, dict[str, Value]] = {}
    for back, revenue in ((3, 4600), (2, 5000), (1, 5500)):
        years[law.year - back] = {
            "revenue_fen": revenue * WAN, "main_business_revenue_fen": revenue * WAN * 9 // 10,
            "rd_expense_fen": revenue * WAN * 12 // 100, "total_assets_fen": 6000 * WAN,
            "total_liabilities_fen": 4000 * WAN, "staff_count": 100, "rd_staff_count": 50,
        }  # fmt: skip
    return Firm(facts, years)


FACT_EDGES = {
    "equity_raised_2y_fen": (2000 * WAN, 6000 * WAN, 8000 * WAN),
    "sme_evaluation_score": (6000,),
    "development_evaluation_score": (5000, 6000),
    "years_in_niche": (1, 2, 3),
    "class1_ip_in_use_count": (1, 2),
    "class1_ip_own_in_use_count": (1, 2, 4),
    "market_share": (10**8,),
    "market_rank": (3,),
}


def figure_edges(row: Mapping[str, Value]) -> Mapping[str, tuple[int, ...]]:
    """The limits of each figure of a year, given the others."""
    revenue, assets = row.get("revenue_fen"), row.get("total_assets_fen")
    base, owned = (revenue if isinstance(revenue, int) else YI), (assets if isinstance(assets, int) else YI)
    return {
        "revenue_fen": (0, 1000 * WAN, 1500 * WAN, 5000 * WAN, YI, 4 * YI),
        "main_business_revenue_fen": (*(-(-base * share // 100) for share in (70, 80, 90)), base),
        "rd_expense_fen": (100 * WAN, 1000 * WAN, 1500 * WAN, *(-(-base * share // 100) for share in (3, 6))),
        "total_assets_fen": (0, 5000 * WAN),
        "total_liabilities_fen": tuple(owned * share // 100 for share in (70, 75, 80)),
        "staff_count": (1, 300, 1000),
        "rd_staff_count": (50, 150),
    }


def other_facts(law: date) -> Mapping[str, st.SearchStrategy[Value]]:
    """Values at the limits for each fact of the enterprise."""
    edge = law.replace(year=law.year - 3)
    dates = st.sampled_from([edge, edge - timedelta(days=1), edge + timedelta(days=1), date(2012, 2, 29)])
    return {
        "sme_sector": st.sampled_from(SECTORS),
        **{name: near(*edges) for name, edges in FACT_EDGES.items()},
        **dict.fromkeys((*YES, *NO), st.booleans()),
        **dict.fromkeys(PAST, dates),
    }


def tier_scene(draw: st.DrawFn, firm: Firm, law: date) -> None:
    """Revenue at the edge of a tier, R&D at the share that the tier asks for, in both years."""
    for back in (1, 2):
        revenue = draw(near(1000 * WAN, 1500 * WAN, 5000 * WAN, YI))
        rd = draw(near(*(-(-revenue * share // 100) for share in (3, 6)), 100 * WAN))
        firm.years[law.year - back] |= {
            "revenue_fen": revenue,
            "rd_expense_fen": rd,
            "main_business_revenue_fen": revenue,
        }
    for back, share in ((2, 90), (3, 80)):
        revenue = firm.of(law.year - 1, "revenue_fen") or 0
        firm.years[law.year - back] |= {"main_business_revenue_fen": revenue * share // 100}


def growth_scene(draw: st.DrawFn, firm: Firm, law: date) -> None:
    """The last year where both measures of growth are about 5%: revenue compound, main business on average."""
    first, before = draw(near(4700 * WAN, spread=WAN)), draw(near(4900 * WAN, spread=100 * WAN))
    over_two, over_one = -(-first * 11025 // 10_000), -(-before * 105 // 100)
    mean = Fraction(before) * (Fraction(210, 100) - Fraction(before, first))
    last = draw(near(over_two, over_one, -(-mean.numerator // mean.denominator), spread=2))
    for back, value in ((3, first), (2, before), (1, last)):
        firm.years[law.year - back] |= {"revenue_fen": value, "main_business_revenue_fen": value}


def small_scene(draw: st.DrawFn, firm: Firm, law: date) -> None:
    """Below 50m of revenue: equity, R&D and R&D staff at the limits of the lowest tier."""
    firm.facts["equity_raised_2y_fen"] = draw(near(8000 * WAN, 9000 * WAN))
    for back, revenue in ((3, 4000), (2, 4400), (1, 4999)):
        firm.years[law.year - back] |= {
            "revenue_fen": revenue * WAN,
            "main_business_revenue_fen": revenue * WAN,
        }
    for back in (1, 2):
        firm.years[law.year - back] |= {"rd_expense_fen": draw(near(1500 * WAN))}
    firm.years[law.year - 1] |= {"rd_staff_count": draw(near(50))}


def firms(law: date) -> st.SearchStrategy[Firm]:
    """A sound firm, or one at a particular limit, with a few facts moved to a limit or taken away."""

    @st.composite
    def drawn(draw: st.DrawFn) -> Firm:
        firm = sound(law)
        facts = other_facts(law)
        scene = draw(st.sampled_from([None, None, tier_scene, growth_scene, small_scene]))
        if scene is not None:
            scene(draw, firm, law)
        for name in draw(st.lists(st.sampled_from(sorted(facts)), max_size=4 if scene is None else 1)):
            firm.facts[name] = draw(st.none() | facts[name] | facts[name])
        for year in draw(st.lists(st.sampled_from(sorted(firm.years)), max_size=4 if scene is None else 1)):
            edges = figure_edges(firm.years[year])
            name = draw(st.sampled_from(sorted(edges)))
            firm.years[year][name] = draw(near(*edges[name])) if draw(st.integers(0, 3)) else None
        return firm

    return drawn()


@pytest.mark.parametrize(("decision", "law"), WHICH)
def test_the_verdict_is_as_the_annex_in_force_says(decision: str, law: date) -> None:
    seen: set[Truth] = set()

    def agree(batch: list[Firm]) -> None:
        for firm, answer in zip(batch, answers("specialised_sme", decision, law, batch), strict=True):
            wanted = CLAUSES[decision, law](Read(firm, law))
            assert answer.verdict is wanted, firm
            seen.add(wanted)

    batches = st.lists(firms(law), min_size=1, max_size=10)
    check_until_reached(lambda: {True, False, None} - seen, batches, agree)


def at_the_limits(law: date) -> list[Firm]:
    """A sound firm with one figure one unit below, at and above each of its limits, and missing."""
    batch = []
    for name, edges in FACT_EDGES.items():
        for value in (None, *(max(0, edge + step) for edge in edges for step in (-1, 0, 1))):
            firm = sound(law)
            firm.facts[name] = value
            batch.append(firm)
    for year, row in sound(law).years.items():
        for name, edges in figure_edges(row).items():
            for value in (None, *(max(0, edge + step) for edge in edges for step in (-1, 0, 1))):
                firm = sound(law)
                firm.years[year][name] = value
                batch.append(firm)
    return batch


@pytest.mark.parametrize(("decision", "law"), WHICH)
def test_one_unit_below_at_and_above_each_limit_gives_what_the_annex_in_force_says(
    decision: str, law: date
) -> None:
    batch = at_the_limits(law)
    found = [answer.verdict for answer in answers("specialised_sme", decision, law, batch)]
    assert found == [CLAUSES[decision, law](Read(firm, law)) for firm in batch]
    assert set(found) == {True, False, None}


def test_a_large_enterprise_is_refused_in_every_sector_and_one_below_a_limit_is_not() -> None:
    batch = []
    for sector in SECTORS:
        for name in ("staff_count", "revenue_fen", "total_assets_fen", "none"):
            firm = sound(NEW)
            firm.facts["sme_sector"] = sector
            last = firm.years[NEW.year - 1]
            last |= {"staff_count": 10**6, "total_assets_fen": 10**4 * YI}
            for figure in ("revenue_fen", "main_business_revenue_fen", "rd_expense_fen"):
                last[figure] = 10**4 * YI
            if name != "none":
                last[name] = 1
            batch.append(firm)
    found = [answer.verdict for answer in answers("specialised_sme", SME, NEW, batch)]
    assert found == [CLAUSES[SME, NEW](Read(firm, NEW)) for firm in batch]
    assert {True, False} <= set(found)


@pytest.mark.parametrize(("decision", "law"), WHICH)
@pytest.mark.parametrize("name", [*YES, *NO, *PAST, "years_in_niche", "sme_sector", "market_share"])
def test_each_fact_of_a_sound_firm_moves_the_verdict_only_where_the_annex_asks_for_it(
    decision: str, law: date, name: str
) -> None:
    worse: dict[str, Value] = {
        **dict.fromkeys(YES, False),
        **dict.fromkeys(NO, True),
        **dict.fromkeys(PAST, law),
    }
    worse |= {"years_in_niche": 0, "sme_sector": "catering", "market_share": 1}
    batch = [sound(law), sound(law), sound(law)]
    batch[1].facts[name] = worse[name]
    del batch[2].facts[name]
    found = [answer.verdict for answer in answers("specialised_sme", decision, law, batch)]
    assert found == [CLAUSES[decision, law](Read(firm, law)) for firm in batch]
    assert found[0] is True


@given(
    st.sampled_from([date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)]),
    st.sampled_from([SME, GIANT]),
)
def test_the_version_changes_with_the_first_of_april(law: date, decision: str) -> None:
    firm = sound(law)
    firm.facts |= {"specialised_sme_recognised": False, "innovative_sme_recognised": False}
    (answer,) = answers("specialised_sme", decision, law, [firm])
    assert answer.verdict is (law < date(2026, 4, 1))
