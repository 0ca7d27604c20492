"""A file of losses: the agreements, the facts about loans and institutions, and the events, as YAML.

    agreements: [loan_loss_compensation.bank_mode]
    given:
      loan: [{loan_id: L1, loan_principal_fen: 400万元, ...}]
      institution_year: [{institution_id: bank-1, year: "2026", institution_enrolled_principal_fen: 1亿元}]
    events:
      - {on: 2026-06-30, kind: loss, loan: L1, principal: 400万元}

A table of claims needs no events: each claim is one (`claimed`).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from pydantic import Field, ValidationError

from kejin.errors import EventError, SchemaError
from kejin.facts import FactSet, Grain, check_frame
from kejin.money import parse_yuan
from kejin.policy.cases import fact_value, facts_frame
from kejin.policy.documents import Document, LabelDocument
from kejin.policy.pack import read_document
from kejin.risk.agreements import Arrangement
from kejin.risk.events import Event, EventKind

CLAIMED = {
    "actual_loss": "loan_principal_loss_fen",
    "bad_balance": "loan_bad_principal_fen",
    "guarantor_payout": "loan_overdue_principal_fen",
}
"""The fact of a claim that holds what an agreement counts as the loss."""


class EventDocument(Document):
    """One event as written; amounts as the law prints them ("400万元")."""

    on: date
    kind: EventKind
    loan: str = ""
    principal: str = "0"
    interest: str = "0"
    agreement: str = ""
    pool: str = ""
    institution: str = ""
    year: int | None = None


Given = Mapping[Grain, list[dict[str, str | None]]]


class GivenDocument(Document):
    """A file of nothing but facts, by grain, as texts."""

    given: dict[Grain, list[dict[str, str | None]]]


class LossesDocument(Document):
    """A file of losses."""

    title: LabelDocument | None = None
    agreements: list[str] = Field(min_length=1)
    law: date | None = None
    facts_as_of: date | None = None
    known_by: date | None = None
    given: dict[Grain, list[dict[str, str | None]]]
    events: list[EventDocument] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Losses:
    """What a file of losses says."""

    document: LossesDocument
    factset: FactSet
    events: tuple[Event, ...]


def read_losses(path: Path) -> Losses:
    """A file of losses. Raises `SchemaError` or `CaseError` with the place, `FactErrors` for facts that do not fit."""
    return losses_of(read_document(path), where=str(path))


def losses_of(held: object, *, where: str) -> Losses:
    """The losses that a document says, wherever it is from; raises as `read_losses` does."""
    try:
        document = LossesDocument.model_validate(held)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SchemaError("A file of losses does not fit its schema", found=problems, where=where) from error
    factset = facts_of(document.given, where=where)
    events = tuple(_event(item) for item in document.events)
    return Losses(document, factset, events)


def facts_of(given: Given, *, where: str) -> FactSet:
    """The facts that are given by grain as texts.

    Raises `CaseError` with the place, `FactErrors` for what does not fit.
    """
    return FactSet({grain: _frame(grain, rows, where) for grain, rows in given.items()})


def read_given(path: Path) -> FactSet:
    """The facts of a file that gives nothing else (`given:`, as YAML or JSON).

    Raises `SchemaError` for a file of another form, else as `facts_of` does.
    """
    held = json.loads(path.read_bytes()) if path.suffix == ".json" else read_document(path)
    try:
        return facts_of(GivenDocument.model_validate(held).given, where=path.name)
    except ValidationError as error:
        raise SchemaError(
            "A file of facts does not fit its schema", found=str(error), where=str(path)
        ) from error


def _frame(grain: Grain, rows: list[dict[str, str | None]], where: str) -> pl.DataFrame:
    read: list[Mapping[str, object]] = []
    for number, row in enumerate(rows, 1):
        place = f"{where}, {grain} {number}"
        made = {name: fact_value(name, text, place) for name, text in row.items()}
        if grain is Grain.LOAN and isinstance(signed := made.get("loan_signed_on"), date):
            made.setdefault("loan_year", signed.year)
        read.append(made)
    return check_frame(facts_frame(grain, read), grain)


def _event(item: EventDocument) -> Event:
    return Event(
        on=item.on,
        kind=item.kind,
        loan_id=item.loan,
        principal_fen=parse_yuan(item.principal),
        interest_fen=parse_yuan(item.interest),
        agreement=item.agreement,
        limit=item.pool,
        institution=item.institution,
        year=item.year,
    )


def claimed(arrangement: Arrangement, factset: FactSet) -> list[Event]:
    """One loss for every claim of a table: what the first agreement counts as the loss, on the day of default.

    The year of claim is the table's where it has one. A loan without a loss is no claim. Raises `EventError` for a
    claim without a day, and where no loan has a loss.
    """
    fact = CLAIMED[arrangement.agreements[0].document.loss.basis]
    loans = factset.frames[Grain.LOAN].lazy().collect()
    for name in (fact, "loan_defaulted_on"):
        if name not in loans.columns:
            raise EventError("A table of claims lacks a column", expected=name, kept="Nothing was allocated.")
    rows = loans.filter(pl.col(fact) > 0).sort("loan_defaulted_on", "loan_id", nulls_last=True)
    if rows.is_empty():
        raise EventError("No loan of the table has a loss", expected=f"{fact} above zero")
    return list(_claims(rows, fact))


def _claims(rows: pl.DataFrame, fact: str) -> Iterator[Event]:
    for row in rows.iter_rows(named=True):
        day = row["loan_defaulted_on"]
        if day is None:
            raise EventError(
                "A claim has no day",
                expected="loan_defaulted_on",
                where=row["loan_id"],
                kept="Nothing was allocated.",
            )
        yield Event(day, EventKind.LOSS, row["loan_id"], row[fact], year=row.get("loan_claim_year"))
