"""The loans on record that a pool may have to answer for, as facts without names: what a simulation needs of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery

from kejin.calendars import add_months
from kejin.facts import Grain
from kejin.money import format_rate, format_yuan
from kejin.records.financing.models import Claim, Contract, Report
from kejin.records.financing.steps import State

Given = dict[str, list[dict[str, str | None]]]
# What is left of a loan once a loss on it was claimed is with the claim, among what is promised.
STANDING: Final = (State.CONTRACTED, State.OVERDUE)
# Forms of repayment as the simulation names them; interest first and bullet both owe all of it until the end.
_FORMS: Final[Mapping[str, str]] = {
    "equal_instalment": "level", "equal_principal": "linear", "interest_first": "bullet", "bullet": "bullet",
}  # fmt: skip
KNOWN: Final = frozenset(
    {
        "loan_id", "enterprise_id", "institution_id", "loan_year", "loan_signed_on", "loan_enrolled_on",
        "loan_drawn_on", "loan_due_on", "loan_principal_fen", "loan_balance_fen", "loan_rate", "loan_overdue_days",
        "year",
    }
)  # fmt: skip
"""What the records say themselves of a loan; nobody is asked for it."""


@dataclass(frozen=True, slots=True)
class BookOnRecord:
    """Loans on record.

    Attributes:
        given: Their facts as texts, by grain; loans and enterprises by numbers of the records, without names.
        forms: How each loan is repaid, by its number: bullet, level or linear.
        loans: How many there are.
        outstanding_minor: What is owed on them together.
        past_due: How many more are still owed after their last day, which no course of months can be drawn for.
    """

    given: Given
    forms: Mapping[str, str]
    loans: int
    outstanding_minor: int
    past_due: int


def book_on_record(
    contracts: QuerySet[Contract], starts: date, supposed: Mapping[Grain, Mapping[str, str]]
) -> BookOnRecord:
    """The loans of contracts that run on a day, with what is supposed of all of them.

    What was last reported is owed, or the whole where nothing was; a loan counts as enrolled on the day it was signed.
    What institutions said of their years in claims stands for these years, what is supposed for the others.

    Args:
        contracts: Which contracts; only those that run, and on which no loss is claimed, are taken.
        starts: The first day that is looked ahead from.
        supposed: Facts as texts that hold for every loan, every enterprise, every institution's year.
    """
    latest = Report.objects.filter(contract=OuterRef("pk")).order_by("-as_of")
    owed, late = (Subquery(latest.values(name)[:1]) for name in ("outstanding_minor", "overdue_days"))
    rows = list(
        contracts.filter(financing__state__in=STANDING, financing__currency="CNY")
        .annotate(owed=owed, late=late)
        .select_related("offer", "financing", "loan")
        .order_by("pk")
    )  # fmt: skip
    names = institution_names({row.institution_id for row in rows})
    loans: list[dict[str, str | None]] = []
    forms: dict[str, str] = {}
    past_due, outstanding = 0, 0
    for row in rows:
        left = row.offer.principal_minor if row.owed is None else int(row.owed)
        if not left:
            continue
        made = _loan(row, left, names[row.institution_id])
        if date.fromisoformat(str(made["loan_due_on"])) < starts:
            past_due += 1
            continue
        loans.append({**made, **supposed.get(Grain.LOAN, {})})
        forms[str(made["loan_id"])] = _FORMS.get(row.offer.repayment, "bullet")
        outstanding += left
    firms = dict.fromkeys(str(one["enterprise_id"]) for one in loans)
    known: Mapping[str, str | None] = dict(supposed.get(Grain.ENTERPRISE, {}))
    enterprises: list[dict[str, str | None]] = [{"enterprise_id": one, **known} for one in firms]
    given: Given = {Grain.ENTERPRISE.value: enterprises, Grain.LOAN.value: loans}
    return BookOnRecord(given, forms, len(loans), outstanding, past_due)


def with_years(
    given: Given, claims: QuerySet[Claim], years: Sequence[int], *, supposed: Mapping[str, str]
) -> Given:
    """The facts with what institutions said of their years in claims, and what is supposed of all other years."""
    institutions = dict.fromkeys(str(one["institution_id"]) for one in given[Grain.LOAN.value])
    told: dict[tuple[str, str], dict[str, str | None]] = {}
    for facts in claims.order_by("pk").values_list("facts", flat=True):
        for row in facts.get(Grain.INSTITUTION_YEAR.value, ()):
            told[str(row.get("institution_id")), str(row.get("year"))] = dict(row)
    rows: list[dict[str, str | None]] = [
        {
            "institution_id": one, "year": str(year), **supposed,
            **{name: text for name, text in told.get((one, str(year)), {}).items() if text is not None},
        }
        for one in institutions
        for year in years
    ]  # fmt: skip
    return {**given, Grain.INSTITUTION_YEAR.value: rows}


def institution_names(numbers: Iterable[int]) -> dict[int, str]:
    """How institutions are named in facts: as in their latest claim, else by their number in the records."""
    found = {number: f"org-{number}" for number in numbers}
    claims = Claim.objects.filter(financing__institution__in=list(found)).order_by("pk")
    for number, facts in claims.values_list("financing__institution_id", "facts"):
        for row in facts.get(Grain.LOAN.value, ()):
            if row.get("institution_id"):
                found[number] = str(row["institution_id"])
    return found


def _loan(row: Contract, owed: int, institution: str) -> dict[str, str | None]:
    told = getattr(row, "loan", None)
    drawn = told.drawn_on if told is not None else row.signed_on
    due = told.matures_on if told is not None else add_months(row.signed_on, row.offer.term_months)
    return {
        "loan_id": f"F{row.financing_id}",
        "enterprise_id": f"E{row.financing.enterprise_id}",
        "institution_id": institution,
        "loan_signed_on": row.signed_on.isoformat(),
        "loan_enrolled_on": row.signed_on.isoformat(),
        "loan_drawn_on": drawn.isoformat(),
        "loan_due_on": due.isoformat(),
        "loan_principal_fen": format_yuan(row.offer.principal_minor),
        "loan_balance_fen": format_yuan(owed),
        "loan_rate": format_rate(row.offer.rate_ppb),
        "loan_overdue_days": str(getattr(row, "late", None) or 0),
    }
