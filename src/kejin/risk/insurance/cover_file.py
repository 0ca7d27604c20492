"""A cover to be priced, as a file: number and size of claims or a book of loans, what is covered, loads, experience.

title: {zh: 专利侵权责任保险, en: Patent liability}
insured: 3亿元
frequency: {risks: 2000, each: 1.2%, contagion: 0.3}
severity: {kind: lognormal, mean: 15万元, cv: 1.8}
cover: {deductible: 1万元, limit: 50万元, share: 90%, year_limit: 2000万元}
loads: {capital_cost: 8%, level: 99.5%, expenses: 25%}
agreement: demo_insurance.coinsurance      # who shares, from the packs
"""

import math
from pathlib import Path
from typing import Literal, TypeVar

import polars as pl
from pydantic import Field, ValidationError, model_validator

from kejin.errors import FileError, RiskError, SchemaError
from kejin.money import Rate, parse_yuan
from kejin.policy.documents import Document, LabelDocument
from kejin.policy.pack import read_document
from kejin.risk.insurance.frequency import Binomial, Exactly, Frequency, mixed
from kejin.risk.insurance.premium import Cover, Loads, Measure
from kejin.risk.insurance.severity import Beta, Fixed, Gamma, Lognormal, Observed, Pareto, Severity
from kejin.risk.insurance.tails import Tail, fit_tail, spliced

_T = TypeVar("_T")


class FrequencyDocument(Document):
    """Claims of a year: `claims` on average, `risks` times `each` (with `at_most_one` or not), or `exactly` so many."""

    claims: float | None = Field(default=None, ge=0)
    risks: int | None = Field(default=None, ge=0)
    each: str = ""
    exactly: int | None = Field(default=None, ge=0)
    contagion: float = Field(default=0.0, ge=0)
    at_most_one: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "FrequencyDocument":
        if sum((self.claims is not None, self.risks is not None, self.exactly is not None)) != 1:
            raise ValueError("a number of claims is stated in one way: claims, risks with each, or exactly")
        if (self.risks is not None) != bool(self.each):
            raise ValueError("risks go with each")
        if self.contagion and (self.exactly is not None or self.at_most_one):
            raise ValueError("a contagion goes with a Poisson number alone")
        if self.at_most_one and self.risks is None:
            raise ValueError("at most one claim each goes with risks")
        return self

    def frequency(self) -> Frequency:
        """The number of claims."""
        if self.exactly is not None:
            return Exactly(self.exactly)
        if self.risks is None:
            return mixed(self.claims or 0.0, self.contagion)
        if self.at_most_one:
            return Binomial(self.risks, rate(self.each))
        return mixed(self.risks * rate(self.each), self.contagion)


class SeverityDocument(Document):
    """The size of a claim from the ground up."""

    kind: Literal["lognormal", "gamma", "exponential", "pareto", "beta", "fixed", "losses"]
    mean: str = ""
    cv: float | None = Field(default=None, gt=0)
    xi: float | None = None
    beta: str = ""
    threshold: str = "0"
    spread: str = ""
    amount: str = ""
    file: str = ""
    column: str = ""
    unit: str = Field(default="1元", description="what the figures of a file of losses count")
    tail_above: str = ""

    def severity(self, home: Path) -> tuple[Severity, Tail | None]:
        """The distribution, with the tail that was fitted if one was. Files are relative to `home`."""
        if self.kind == "losses":
            return self._of_losses(home)
        if self.kind in ("lognormal", "gamma", "exponential"):
            mean = fen(self._needed("mean", self.mean))
            cv = 1.0 if self.kind == "exponential" else self._needed("cv", self.cv)
            return (Lognormal.of(mean, cv) if self.kind == "lognormal" else Gamma.of(mean, cv)), None
        if self.kind == "pareto":
            xi = self._needed("xi", self.xi)
            return Pareto(xi, fen(self._needed("beta", self.beta)), fen(self.threshold)), None
        amount = fen(self._needed("amount", self.amount))
        if self.kind == "fixed":
            return Fixed(amount), None
        mean, spread = rate(self._needed("mean", self.mean)), rate(self._needed("spread", self.spread))
        if not 0 < mean < 1 or not 0 < spread**2 < mean * (1 - mean):
            raise RiskError("No such part of an amount", expected="a mean between 0 and 1, less spread")
        both = mean * (1 - mean) / spread**2 - 1
        return Beta(mean * both, (1 - mean) * both, amount), None

    def _of_losses(self, home: Path) -> tuple[Severity, Tail | None]:
        named = home / self._needed("file", self.file)
        if not named.is_file():
            raise FileError("There are no such losses", expected="a .csv or .parquet file", where=str(named))
        table = pl.read_parquet(named) if named.suffix == ".parquet" else pl.read_csv(named)
        column = self._needed("column", self.column)
        if column not in table.columns:
            raise RiskError(
                "A file of losses lacks a column", expected=column, found=", ".join(table.columns)
            )
        losses = table[column].drop_nulls().cast(pl.Float64).to_numpy() * fen(self.unit)
        if not self.tail_above:
            return Observed.of(losses), None
        tail = fit_tail(losses, fen(self.tail_above))
        return spliced(losses, tail), tail

    def _needed(self, name: str, value: _T | None) -> _T:
        if value is None or value == "":
            raise SchemaError("A severity lacks a part", expected=name, where=f"severity, kind {self.kind}")
        return value


class CoverDocument(Document):
    """What is covered of a claim and of the year."""

    deductible: str = "0"
    limit: str = ""
    share: str = "100%"
    year_deductible: str = "0"
    year_limit: str = ""

    def cover(self) -> Cover:
        """In fen."""
        return Cover(
            deductible=fen(self.deductible),
            limit=fen(self.limit) if self.limit else math.inf,
            share=rate(self.share),
            year_deductible=fen(self.year_deductible),
            year_limit=fen(self.year_limit) if self.year_limit else math.inf,
        )


class LoadsDocument(Document):
    """What is added to the expected claims."""

    capital_cost: str = "0"
    level: str = "99.5%"
    measure: Measure = "shortfall"
    parameter_error: str = "0"
    expenses: str = "0"
    fixed: str = "0"

    def loads(self) -> Loads:
        """As numbers."""
        return Loads(
            capital_cost=rate(self.capital_cost),
            level=rate(self.level),
            measure=self.measure,
            parameter_error=rate(self.parameter_error),
            expense_rate=rate(self.expenses),
            fixed_fen=parse_yuan(self.fixed),
        )


class YearDocument(Document):
    """A year of a group: what was insured, what was claimed."""

    year: int
    insured: str
    claims: str
    premium: str = ""


class ExperienceDocument(Document):
    """What happened: years by group, and the group that is priced."""

    group: str
    groups: dict[str, list[YearDocument]] = Field(min_length=1)

    @model_validator(mode="after")
    def _there(self) -> "ExperienceDocument":
        if self.group not in self.groups:
            raise ValueError(f"the group that is priced is one of {', '.join(self.groups)}")
        return self


class CoverFile(Document):
    """A cover to be priced."""

    title: LabelDocument
    insured: str = ""
    frequency: FrequencyDocument | None = None
    severity: SeverityDocument | None = None
    book: str = Field(default="", description="a book of loans whose defaults are the claims")
    cover: CoverDocument = CoverDocument()
    loads: LoadsDocument = LoadsDocument()
    experience: ExperienceDocument | None = None
    agreement: str = Field(default="", description="policy.agreement whose takers share the cover")
    capacities: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_source(self) -> "CoverFile":
        both = self.frequency is not None and self.severity is not None
        if both == bool(self.book) or (self.frequency is None) != (self.severity is None):
            raise ValueError("claims come from frequency and severity, or from a book")
        return self


def fen(text: str) -> float:
    """An amount in fen, as a number of the model."""
    return float(parse_yuan(text))


def rate(text: str) -> float:
    """A rate as a part of one."""
    return float(Rate.parse(text).fraction)


def read_cover(path: Path) -> CoverFile:
    """A cover's file. Raises `SchemaError` with the place."""
    try:
        return CoverFile.model_validate(read_document(path))
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SchemaError("A cover does not fit its schema", found=problems, where=str(path)) from error
