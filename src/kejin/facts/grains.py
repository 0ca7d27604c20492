"""The grains: what one row is about, which columns tell rows apart, and how a finer grain points at a coarser one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kejin.facts.label import Label


class Grain(StrEnum):
    """What one row of a frame is about."""

    ENTERPRISE = "enterprise"
    FILING = "filing"
    PATENT = "patent"
    HONOUR = "honour"
    FUNDING_ROUND = "funding_round"
    LOAN = "loan"
    INSTITUTION_YEAR = "institution_year"
    PROGRAMME_YEAR = "programme_year"
    FUND = "fund"
    INVESTMENT = "investment"
    BOND = "bond"
    FOREIGN_DEBT = "foreign_debt"
    HEDGE = "hedge"
    INSURANCE = "insurance"


@dataclass(frozen=True, slots=True)
class GrainSpec:
    """The keys and the parents of one grain.

    Attributes:
        grain: The grain itself.
        keys: The columns that tell its rows apart; none of them is ever null.
        parents: For each coarser grain, the columns of *this* frame that hold the parent's keys, in the order of the
            parent's keys. Such a column may be null (the parent is unknown), except one that is a key as well.
        label: What one row is called.
    """

    grain: Grain
    keys: tuple[str, ...]
    parents: Mapping[Grain, tuple[str, ...]]
    label: Label

    @property
    def foreign_keys(self) -> tuple[str, ...]:
        """The columns that only point at a parent, each once, in the order of `parents`."""
        named = [column for columns in self.parents.values() for column in columns if column not in self.keys]
        return tuple(dict.fromkeys(named))


_OF_ENTERPRISE: Mapping[Grain, tuple[str, ...]] = {Grain.ENTERPRISE: ("enterprise_id",)}


def _spec(
    grain: Grain,
    keys: tuple[str, ...],
    label: Label,
    *,
    parents: Mapping[Grain, tuple[str, ...]] = _OF_ENTERPRISE,
) -> GrainSpec:
    return GrainSpec(grain, keys, MappingProxyType(dict(parents)), label)


_SPECS = (
    _spec(Grain.ENTERPRISE, ("enterprise_id",), Label("企业", "Enterprise"), parents={}),
    _spec(Grain.FILING, ("enterprise_id", "year"), Label("企业年度", "Enterprise and year")),
    _spec(Grain.PATENT, ("right_no",), Label("知识产权", "Intellectual property right")),
    _spec(
        Grain.HONOUR, ("enterprise_id", "honour_code", "granted_on"), Label("资质与荣誉", "Status or honour")
    ),
    _spec(Grain.FUNDING_ROUND, ("enterprise_id", "round_no"), Label("融资轮次", "Funding round")),
    _spec(
        Grain.LOAN,
        ("loan_id",),
        Label("贷款", "Loan"),
        parents={
            Grain.ENTERPRISE: ("enterprise_id",),
            Grain.FILING: ("enterprise_id", "loan_year"),
            Grain.INSTITUTION_YEAR: ("institution_id", "loan_year"),
            Grain.PROGRAMME_YEAR: ("programme_id", "loan_year"),
        },
    ),
    _spec(
        Grain.INSTITUTION_YEAR,
        ("institution_id", "year"),
        Label("机构年度", "Institution and year"),
        parents={},
    ),
    _spec(
        Grain.PROGRAMME_YEAR, ("programme_id", "year"), Label("项目年度", "Programme and year"), parents={}
    ),
    _spec(Grain.FUND, ("fund_id",), Label("基金", "Fund"), parents={}),
    _spec(
        Grain.INVESTMENT,
        ("investment_id",),
        Label("基金投资项目", "Investment of a fund"),
        parents={Grain.ENTERPRISE: ("enterprise_id",), Grain.FUND: ("fund_id",)},
    ),
    _spec(Grain.BOND, ("bond_id",), Label("债券", "Bond")),
    _spec(Grain.FOREIGN_DEBT, ("debt_id",), Label("跨境融资", "Cross-border debt")),
    _spec(Grain.HEDGE, ("hedge_id",), Label("套期保值", "Hedge")),
    _spec(Grain.INSURANCE, ("insurance_id",), Label("保险合同", "Insurance contract")),
)

GRAINS: Mapping[Grain, GrainSpec] = MappingProxyType({spec.grain: spec for spec in _SPECS})
"""Every grain with its keys and parents. `loan_year` is the calendar year in which the loan was signed."""
