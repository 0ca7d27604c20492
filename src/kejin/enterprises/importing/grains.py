"""What one row of a sheet is about, judged from the facts that its headers name."""

from collections import Counter
from collections.abc import Sequence

from kejin.enterprises.importing.headrow import Head
from kejin.facts import Fact, Grain, dictionary

# The columns without which rows of a grain cannot be told apart; the enterprise and the year may come otherwise.
_OF_AN_ENTERPRISE = {
    Grain.LOAN: ("loan_id",),
    Grain.PATENT: ("right_no",),
    Grain.HONOUR: ("honour_code", "granted_on"),
    Grain.FUNDING_ROUND: ("round_no",),
    Grain.INVESTMENT: ("investment_id",),
    Grain.BOND: ("bond_id",),
    Grain.FOREIGN_DEBT: ("debt_id",),
    Grain.HEDGE: ("hedge_id",),
    Grain.INSURANCE: ("insurance_id",),
}
_OF_OTHERS = {
    Grain.INSTITUTION_YEAR: "institution_id",
    Grain.PROGRAMME_YEAR: "programme_id",
    Grain.FUND: "fund_id",
}
_NAMES = {"institution_id", "institution_name", "programme_id", "programme_name", "fund_id", "fund_name"}
IDENTIFYING = ("credit_code", "enterprise_id", "enterprise_name")


def grain_of(named: Sequence[tuple[Fact, int | None]], head: Head) -> Grain | None:
    """The grain of a sheet whose headers name these facts (each with its year), or None when it is about nobody."""
    names = {fact.name for fact, _ in named}
    counts = Counter(fact.grain for fact, _ in named)
    has_enterprise = any(name in names for name in IDENTIFYING)
    finer = [
        grain
        for grain, keys in _OF_AN_ENTERPRISE.items()
        if has_enterprise and all(key in names for key in keys)
    ]
    if not finer and not names & {"credit_code", "enterprise_id"}:
        # A header such as 名称 may be the institution's; so a sheet that says more of it than its name is about it.
        finer = [
            grain for grain, key in _OF_OTHERS.items() if key in names and counts[grain] > len(names & _NAMES)
        ]
    if finer:
        return max(finer, key=lambda grain: counts[grain])
    if not has_enterprise:
        return None
    undated = [
        fact for fact, year in named if fact.grain is Grain.FILING and fact.name != "year" and year is None
    ]
    return Grain.FILING if undated and ("year" in names or len(head.years) == 1) else Grain.ENTERPRISE


def wide_facts_of(grain: Grain) -> frozenset[Grain]:
    """The coarser or yearly grains whose facts a sheet of this grain may hold beside its own."""
    if grain in _OF_OTHERS:
        return frozenset({grain})
    return frozenset({Grain.ENTERPRISE, Grain.FILING, grain})


def out_of_years(year: int) -> str | None:
    """The years that the dictionary allows, where this is none of them; else None."""
    low, high = dictionary()["year"].minimum, dictionary()["year"].maximum
    allowed = isinstance(low, int) and isinstance(high, int) and low <= year <= high
    return None if allowed else f"{low} to {high}"
