"""The demonstration catalogue worked out a second time in plain Python, and what holds for all of it.

What a product borrows from another pack (points, size, limits of mergers, loan value of rights, rooms under the quotas,
the LPR) is read from the engine and has tests of its own; `market_products.py` works out everything that the catalogue
adds.
"""

import random
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packs.firms import WAN, Firm, Truth, Value, factset
from tests.packs.market_firms import MONEY, drawn, finer
from tests.packs.market_products import DAY, PRODUCTS, Sight

from kejin.assessment.standing import STAGES
from kejin.facts import FactSet, Grain, dictionary
from kejin.instruments.loans import schedule
from kejin.money import Currency, Money, Rate
from kejin.packs import HOME, shipped
from kejin.planning import INSTRUMENTS, Catalogue, offers
from kejin.planning.templates import TEMPLATES, loan_terms
from kejin.policy import Dates, plan
from kejin.policy.cases import facts_frame
from kejin.policy.plan import collected

FOLDER = HOME / "demonstration"
IDS = tuple(sorted(path.parent.name for path in FOLDER.glob("demo_*/policy.yaml")))
PPB = 10**9
BORROWED = (
    "innovation_points.selected", "innovation_points.base_points", "working_capital_term.technology_firm",
    "sme_size.is_sme", "merger_loans.firm_may_apply", "merger_loans.firm_loan_max_fen",
    "loan_renewal.firm_supported", "loan_renewal.renewable_total_fen", "patent_pledge.firm_has_one",
    "patent_pledge.sure_loan_value_fen", "aic_pilot.firm_in_pilot", "sci_tech_bonds.issuer_admitted",
    "gfex_contracts.firm_can_hedge", "cross_border_facilitation.quota_open",
    "cross_border_facilitation.room_usd_cents", "cross_border_financing.may_borrow",
    "cross_border_financing.open_fen",
)  # fmt: skip


@cache
def everything() -> Catalogue:
    return Catalogue.of(shipped().compile(Dates(DAY, DAY, DAY)))


@cache
def catalogue() -> Catalogue:
    return Catalogue.of(everything().ruleset, IDS)


def batch(seed: int, size: int) -> tuple[list[Firm], FactSet]:
    dice = random.Random(seed)  # noqa: S311 - invented firms
    firms = [drawn(dice) for _ in range(size)]
    frames = dict(factset(firms).frames)
    rows: dict[Grain, list[dict[str, Value]]] = {}
    for number in range(size):
        for grain, row in finer(dice, number).items():
            # Without a row of its grain a firm's total is not known.
            if dice.random() < 0.9:
                rows.setdefault(grain, []).append(row)
    frames |= {grain: facts_frame(grain, found) for grain, found in rows.items()}
    return firms, FactSet(frames)


def borrowed(facts: FactSet) -> list[dict[str, Value]]:
    """What the products borrow, for each firm in order."""
    rules = catalogue().ruleset
    planned = plan(rules, facts, catalogue().decisions, extra=BORROWED)[Grain.ENTERPRISE]
    frame = collected({Grain.ENTERPRISE: planned})[Grain.ENTERPRISE]
    names = [name for name in BORROWED if name in frame.columns]
    assert set(names) == set(BORROWED)
    return frame.select("enterprise_id", *names).to_dicts()


VERDICTS: Mapping[str, Truth] = {
    "eligible": True,
    "nearly": False,
    "not_eligible": False,
    "undetermined": None,
}


def half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_every_quotation_comes_out_in_plain_python(seed: int) -> None:
    firms, facts = batch(seed, 40)
    lent = {str(row["enterprise_id"]): row for row in borrowed(facts)}
    made = offers(catalogue(), facts)
    ids = made.enterprises["enterprise_id"].to_list()
    for key, work_out in PRODUCTS.items():
        for place, offer in enumerate(made.frames[key].to_dicts()):
            firm = firms[int(ids[place].removeprefix("firm-"))]
            verdict, amount, rate, fee = work_out(Sight(firm, lent[ids[place]]))
            assert VERDICTS[offer["verdict"]] is verdict, (key, firm)
            assert offer["amount"] == amount, (key, firm)
            assert offer["rate_ppb"] == (None if rate is None else rate * PPB), (key, firm)
            assert offer["fee_ppb"] == (None if fee is None else fee * PPB), key
            assert offer["gross_cost"] == first_year(key, amount, rate, fee), (key, firm)


ONCE = {
    "demo_ip_finance.securitisation": (Fraction("0.003"), 12),
    "demo_bonds_and_equity.sci_tech_bond": (Fraction("0.003"), 36),
    "demo_bonds_and_equity.joint_bond": (Fraction("0.004"), 24),
    "demo_bonds_and_equity.convertible_note": (Fraction("0.005"), 24),
}


def first_year(key: str, amount: int | None, rate: Fraction | None, fee: Fraction | None) -> int | None:
    """Interest, fees and the year's part of what is paid once."""
    if amount is None or (rate is None and fee is None):
        return None
    cost = sum(half_up(amount * share) for share in (rate, fee) if share is not None)
    once, months = ONCE.get(key, (Fraction(0), 12))
    return cost + half_up(amount * once * 12 / months)


def test_the_random_firms_meet_miss_and_leave_open_every_product() -> None:
    _, facts = batch(7, 600)
    made = offers(catalogue(), facts)
    seen = {key: set(made.frames[key]["verdict"].to_list()) for key in PRODUCTS}
    short = {
        key: found
        for key, found in seen.items()
        if not {"eligible", "undetermined"} <= found or not found & {"nearly", "not_eligible"}
    }
    assert short == {}


# ------------------------------------------------------------------------------------------ the whole


def test_every_product_of_the_catalogue_is_worked_out_here() -> None:
    there = {product.key for product in catalogue().products}
    assert there == set(PRODUCTS)
    assert len(there) >= 30


def test_every_cell_of_the_matrix_has_a_product_of_the_demonstration() -> None:
    cells = {(stage, made.instrument) for made in catalogue().products for stage in made.document.stages}
    assert cells == {(stage, instrument) for stage in STAGES for instrument in INSTRUMENTS}


def test_everything_says_that_it_is_a_demonstration() -> None:
    policies = catalogue().ruleset.policies
    for policy in (policies[name] for name in IDS):
        assert policy.head.jurisdiction == "demonstration"
        assert {source.kind for source in policy.sources.values()} == {"demonstration"}
        assert "示范" in policy.head.label.zh
        assert "虚构" in policy.head.label.zh
        assert "Demonstration" in policy.head.label.en
        assert "fictitious" in policy.head.label.en
        for decision in policy.head.decisions:
            assert "示范" in decision.label.zh
            assert "demonstration" in decision.label.en
        for rule in policy.stacking.values():
            assert "示范" in rule.label.zh
            assert "Demonstration" in rule.label.en
    for made in catalogue().products:
        assert made.demonstration
        assert made.label.zh.startswith("示范")
        assert "(demonstration)" in made.label.en
        assert "虚构" in made.document.provider.zh
        assert "fictitious" in made.document.provider.en


@pytest.mark.parametrize("policy", IDS)
def test_no_value_claims_a_source(policy: str) -> None:
    read = catalogue().ruleset.policies[policy]
    versions = [version for parameter in read.parameters.values() for version in parameter.versions]
    told = {version.confidence.value for version in versions}
    told |= {version.confidence.value for table in read.tables.values() for version in table.versions}
    assert told == {"unconfirmed"}


def test_every_loan_and_bond_says_how_it_is_repaid_and_how_long_it_runs() -> None:
    for made in catalogue().products:
        if made.instrument in ("loan", "bond"):
            assert made.document.repayment, made.key
            assert {"amount", "rate", "months"} <= made.terms.keys(), made.key
        assert made.document.documents, made.key
        assert made.days is not None, made.key


def test_every_product_of_every_pack_names_the_contract_behind_its_terms() -> None:
    for made in everything().products:
        name = made.document.template
        assert name, made.key
        if made.instrument in ("loan", "bond") and name != "guarantee_cover":
            assert name in TEMPLATES, made.key
    named = {made.document.template for made in catalogue().products}
    assert {"stepped_loan", "balloon_loan", "grace_loan"} <= named


@pytest.mark.parametrize("name", sorted(TEMPLATES))
@pytest.mark.parametrize("months", [1, 2, 5, 12, 36, 84])
def test_a_template_repays_what_it_lends_whatever_the_term(name: str, months: int) -> None:
    amount = Money(1_000_000_01, Currency.CNY)
    terms = loan_terms(name, amount, Rate.parse("3.45%"), start=date(2028, 2, 29), months=months)
    lines = list(schedule(terms).payments())
    assert sum(line.principal for line in lines) == 0
    assert lines[-1].balance == 0
    assert all(line.balance >= 0 for line in lines)
    if months == 84:
        paid = [line.principal + line.interest for line in lines[1:]]
        if name == "balloon_loan":
            assert paid[-1] > 100 * paid[0]
        if name == "stepped_loan":
            assert [round(each / paid[0], 2) for each in (paid[8], paid[10], paid[20])] == [1, 1.5, 2]
        if name == "grace_loan":
            assert [line.principal for line in lines[1:17]] == [0] * 16
            assert lines[17].principal > 0


# ------------------------------------------------------------------------------------------ with all supports


def best_helped(city: str, district: str) -> Firm:
    """A firm of a place that all stated facts speak for, so that every support that can apply does."""
    dice = random.Random(3)  # noqa: S311 - an invented firm
    firm = drawn(dice)
    known = dictionary()
    good = {
        fact.name: True
        for fact in known.values()
        if fact.grain is Grain.ENTERPRISE and fact.kind.value == "flag"
    }
    bad = (
        "dishonest",
        "incident",
        "restricted",
        "bad_",
        "evasion",
        "outside_cap",
        "is_listed",
        "financial_institution",
    )
    good = {name: not any(word in name for word in bad) for name in good}
    money: dict[str, Value] = {**dict.fromkeys(MONEY, 9000 * WAN)}
    money |= {
        "planned_project_investment_fen": 20_000 * WAN,
        "guaranteed_balance_fen": 0,
        "private_plan_guaranteed_fen": 0,
    }
    firm.facts |= (
        good
        | money
        | {
            "city_code": city,
            "district_code": district,
            "sme_class_stated": "small",
            "hte_certified_until": date(2028, 1, 1),
        }
    )
    firm.facts |= {
        "sme_sector": "industry",
        "interest_subsidy_field": "manufacturing",
        "invention_patent_count": 9,
        "core_business_invention_count": 9,
        "had_outside_equity_round": False,
    }
    for year in firm.years:
        firm.years[year] |= {
            "revenue_fen": 9000 * WAN,
            "rd_expense_fen": 900 * WAN,
            "staff_count": 90,
            "net_assets_fen": 9000 * WAN,
            "total_assets_fen": 15_000 * WAN,
            "total_liabilities_fen": 6000 * WAN,
            "net_profit_fen": 900 * WAN,
        }
    return firm


PLACES = (
    ("4401", "黄埔区"), ("4401", "南沙区"), ("4403", "南山区"), ("4404", "香洲区"), ("4406", "南海区"), ("4407", "江海区"),
    ("4420", "火炬开发区"),
)  # fmt: skip


def test_help_never_turns_a_cost_into_income_nor_bears_more_than_the_loss() -> None:
    firms = [best_helped(*place) for place in PLACES]
    for firm in firms[::2]:
        firm.facts["interest_subsidy_field"] = "high_tech"
    made = offers(catalogue(), factset(firms))
    helped = 0
    for key in PRODUCTS:
        frame = made.frames[key]
        helped += int((frame["relief"].fill_null(0) > 0).sum())
        assert frame.filter(pl.col("net_cost") < 0).is_empty(), key
        assert frame.filter(pl.col("relief") > pl.col("gross_cost")).is_empty(), key
        assert frame.filter(pl.col("loss_share_ppb") > 9 * PPB // 10).is_empty(), key
    assert helped > 20
