"""A book of loans to simulate, as a file: agreements, which loans, what is assumed about their defaults and recoveries.

agreements: [loan_loss_compensation.bank_mode]
facts: kejin-province                 # a run, a synthetic province, or a table
where: {loan_city_code: ["4401"]}     # which loans; none means all
suppose: {loan_enrolled_on: 2026-07-01}
starts: 2026-07-01
years: 5
probability: {all: 2%}                # or {table: probabilities.csv, column: pd}, or {fact: …, grades: {A: 1%, …}}
repayment: level                      # bullet, equal, or by the loan engine: level, linear; or {fact: …, forms: {…}}
recovery: {mean: 55%, spread: 20%, months: 18}
correlation: {common: 8%, sector: 4%, city: 3%}
new_business: 20%                     # lent anew each year, as a part of what is lent at the start, on loans like those
holds: {amount: 5000万元, promised: 300万元, added: {2027: 1000万元}}   # by those who take over losses
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from kejin.errors import SchemaError
from kejin.facts import read_strict
from kejin.money import Rate, parse_yuan
from kejin.policy.documents import Document, LabelDocument
from kejin.policy.pack import read_document
from kejin.risk.simulation.assumptions import Assumptions, Correlation, Recovery, Shock
from kejin.risk.simulation.exposures import Form


class BandDocument(Document):
    """A band of a fact that is a number: up to and with a value, the last one without an end."""

    to: str = ""
    probability: str


class ProbabilityDocument(Document):
    """Probabilities of default within a year: one for all, a column of a table beside, or by a fact.

    A fact of the loan or of its enterprise: `grades` by what it says, or `bands` of a number, the lowest first.
    """

    all: str = ""
    table: str = ""
    column: str = ""
    fact: str = ""
    grades: dict[str, str] = Field(default_factory=dict)
    bands: list[BandDocument] = Field(default_factory=list)
    factor: float = Field(default=1.0, gt=0, description="all probabilities times this, held at one")

    @model_validator(mode="after")
    def _one_source(self) -> "ProbabilityDocument":
        if sum((bool(self.all), bool(self.table), bool(self.fact))) != 1:
            raise ValueError("probabilities come from one place: all, table or fact")
        if bool(self.table) != bool(self.column) or bool(self.fact) != (
            bool(self.grades) != bool(self.bands)
        ):
            raise ValueError("a table goes with a column, a fact with grades or with bands")
        if any(not band.to for band in self.bands[:-1]):
            raise ValueError("every band but the last has an end")
        return self


class RepaymentDocument(Document):
    """Forms of repayment by a fact of the loan, such as its product; `otherwise` for those not listed."""

    fact: str
    forms: dict[str, Form] = Field(min_length=1)
    otherwise: Form = "bullet"


class RecoveryDocument(Document):
    """Mean and spread of recoveries as rates, mean delay in months."""

    mean: str
    spread: str = "0"
    months: int = Field(default=0, ge=0)


class CorrelationDocument(Document):
    """Shares of the variance that common factor, sector and city explain."""

    common: str = "0"
    sector: str = "0"
    city: str = "0"


class HoldsDocument(Document):
    """The money behind the takers' parts: what there is at the start, what of it is promised, what is added by year."""

    amount: str
    promised: str = "0"
    added: dict[int, str] = Field(default_factory=dict)

    def fen(self, years: range) -> dict[int, int]:
        """What is free at the start of the first year, and what each year adds. Raises an error of money."""
        free = {year: self.added_fen(year) for year in years}
        free[years[0]] += parse_yuan(self.amount) - parse_yuan(self.promised)
        return free

    def added_fen(self, year: int) -> int:
        """What a year adds."""
        return parse_yuan(self.added.get(year, "0"))


class ShockDocument(Document):
    """Bad times in a calendar year."""

    year: int
    deviations: float
    sector: str = ""
    city: str = ""


class BookDocument(Document):
    """A book to simulate."""

    title: LabelDocument
    agreements: list[str] = Field(min_length=1)
    facts: str
    where: dict[str, list[str]] = Field(default_factory=dict)
    at_most: dict[str, str] = Field(
        default_factory=dict, description="amounts of loans that may not be passed"
    )
    suppose: dict[str, str] = Field(default_factory=dict)
    law: date | None = None
    starts: date
    years: int = Field(ge=1, le=30)
    probability: ProbabilityDocument
    sector: str = ""
    city: str = ""
    repayment: Form | RepaymentDocument = "equal"
    institutions: Literal["book", "stated"] = Field(
        default="book",
        description="whose figures stand behind stop lines: the book's own loans, or the facts'",
    )
    renew: bool = Field(default=False, description="a loan that falls due is followed by one like it")
    correlation: CorrelationDocument = CorrelationDocument()
    persistence: str = "0"
    recovery: RecoveryDocument
    claim_months: int = Field(default=0, ge=0)
    resume: bool = False
    money: dict[str, dict[int, str]] = Field(default_factory=dict)
    shocks: list[ShockDocument] = Field(default_factory=list)
    new_business: str = "0"
    holds: HoldsDocument | None = None

    def assumptions(self) -> Assumptions:
        """The assumptions in the model's units. Raises an error of money or risk for one that there is not."""
        return Assumptions(
            starts=self.starts,
            years=self.years,
            correlation=Correlation(
                part(self.correlation.common), part(self.correlation.sector), part(self.correlation.city)
            ),
            recovery=Recovery(part(self.recovery.mean), part(self.recovery.spread), self.recovery.months),
            persistence=part(self.persistence),
            claim_months=self.claim_months,
            shocks=tuple(Shock(s.year, s.deviations, s.sector, s.city) for s in self.shocks),
            resume=self.resume,
            money={
                key: {year: parse_yuan(text) for year, text in by_year.items()}
                for key, by_year in self.money.items()
            },
        )


def supposed(document: BookDocument, values: Mapping[str, str]) -> BookDocument:
    """The book with other assumptions: a dotted name such as "recovery.months" or "shocks", and a value as YAML.

    Raises `SchemaError` for a name or value that does not fit.
    """
    plain = document.model_dump(mode="json")
    for name, text in values.items():
        *steps, place = name.split(".")
        home: dict[str, Any] = plain
        for step in steps:
            home = home.setdefault(step, {})
            if not isinstance(home, dict):
                raise SchemaError("An assumption has no such part", expected="name.part=value", found=name)
        nested = text.startswith(("[", "{"))
        home[place] = read_strict(text, where=name, error=SchemaError) if nested else text
    return _checked(plain, ", ".join(values)) if values else document


def part(text: str) -> float:
    """A rate as a part of one."""
    return float(Rate.parse(text).fraction)


def read_book(path: Path) -> BookDocument:
    """A book's file. Raises `SchemaError` with the place."""
    return _checked(read_document(path), str(path))


def _checked(plain: object, where: str) -> BookDocument:
    try:
        return BookDocument.model_validate(plain)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SchemaError("A book does not fit its schema", found=problems, where=where) from error
