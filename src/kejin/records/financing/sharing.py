"""What a pool bears of the losses claimed on it: by the one allocation code of `kejin.risk`, from all its events."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from kejin.errors import KejinError
from kejin.facts import FactSet, Grain, Label, check_frame
from kejin.packs import load_packs
from kejin.policy import Dates, ExplainedInput, Ruleset
from kejin.policy.cases import fact_value, facts_frame
from kejin.records.errors import RefusedError
from kejin.risk import (
    Arrangement,
    Book,
    Event,
    EventKind,
    Ledger,
    Reasons,
    basis_of,
    line_words,
    years_of,
)

Given = Mapping[str, Sequence[Mapping[str, str | None]]]


@dataclass(frozen=True, slots=True)
class PoolLoss:
    """A claimed loss and what came after it: facts as texts, and the events of the loan, oldest first."""

    loan_id: str
    facts: Given
    events: tuple[Event, ...]


def loss_event(loan_id: str, on: date, principal_fen: int) -> Event:
    """The loss of a claim."""
    return Event(on, EventKind.LOSS, loan_id, principal_fen)


def recovery_event(loan_id: str, on: date, amount_fen: int) -> Event:
    """Money recovered."""
    return Event(on, EventKind.RECOVERY, loan_id, amount_fen)


def borne_by_pool_fen(agreement: str, law: date, losses: Sequence[PoolLoss]) -> tuple[dict[str, int], str]:
    """What all takers of an agreement bear of each loan after all events.

    Args:
        agreement: `policy.agreement` of the packs.
        law: Which day's rules.
        losses: Every loss claimed under the agreement so far, in the order of the claims.

    Returns:
        Whole fen by loan, and the SHA-256 of everything that went in, with the ruleset's digest.

    Raises:
        RefusedError: The facts, the events or the agreement do not fit; the message says how.
    """
    ledger, ruleset, arrangement = _allocated(agreement, law, losses)
    burdens = ledger.burdens()
    takers = sorted(
        {arrangement.parties[taker.party].key for each in arrangement.agreements for taker in each.takers}
    )
    borne = {
        str(row["loan_id"]): sum(int(row[name]) for name in takers) for row in burdens.iter_rows(named=True)
    }
    return borne, _digest([agreement, law.isoformat(), ruleset.digest], losses)


def rooms_left(agreement: str, law: date, losses: Sequence[PoolLoss]) -> pl.DataFrame:
    """How far the limits and stop lines of an agreement are used by these losses: see `kejin.risk.Ledger.rooms`.

    Raises:
        RefusedError: As `borne_by_pool_fen`.
    """
    return _allocated(agreement, law, losses)[0].rooms()


@dataclass(frozen=True, slots=True)
class SharedLine:
    """One line of how a loss was shared: by which event, in words, and the cited values that it rests on."""

    event: Event
    words: Label
    amount_fen: int
    moves: bool
    basis: tuple[ExplainedInput, ...]


def shared_lines(agreement: str, law: date, losses: Sequence[PoolLoss], *, loan_id: str) -> list[SharedLine]:
    """How the events of one loan were shared, line by line, after all events of the others.

    Raises:
        RefusedError: As `borne_by_pool_fen`.
    """
    ledger, _, arrangement = _allocated(agreement, law, losses)
    reasons = Reasons(arrangement, _facts(losses), [loan_id]).of(loan_id)
    return [
        SharedLine(
            made.event, line_words(arrangement, line), line.amount_fen, line.moves,
            tuple(basis_of(arrangement, reasons, line)),
        )
        for made in ledger.allocations
        if made.loan_id == loan_id
        for line in made.lines
    ]  # fmt: skip


def _allocated(agreement: str, law: date, losses: Sequence[PoolLoss]) -> tuple[Ledger, Ruleset, Arrangement]:
    events = [event for loss in losses for event in loss.events]
    try:
        ruleset = load_packs().only([agreement.partition(".")[0]]).compile(Dates(law, law, law))
        arrangement = Arrangement.of(ruleset, [agreement])
        factset = _facts(losses)
        ledger = Ledger.of(Book.of(arrangement, factset, years_of(events), losses=True), events)
    except KejinError as error:
        raise RefusedError(
            f"The loss cannot be shared: {error.what}", "not_shared", found=str(error)
        ) from error
    return ledger, ruleset, arrangement


def _facts(losses: Sequence[PoolLoss]) -> FactSet:
    frames: dict[Grain, pl.DataFrame | pl.LazyFrame] = {}
    for grain in Grain:
        rows = [row for loss in losses for row in loss.facts.get(grain.value, ())]
        if rows:
            frames[grain] = check_frame(facts_frame(grain, _read(grain, rows)), grain)
    return FactSet(frames)


def _read(grain: Grain, rows: Iterable[Mapping[str, str | None]]) -> list[Mapping[str, object]]:
    """The rows as values. What several claims say alike of one subject, such as an institution, stands there once."""
    read: list[Mapping[str, object]] = []
    for number, row in enumerate(rows, 1):
        made = {name: fact_value(name, text, f"{grain} {number}") for name, text in row.items()}
        signed = made.get("loan_signed_on")
        if grain is Grain.LOAN and isinstance(signed, date):
            made.setdefault("loan_year", signed.year)
        if made not in read:
            read.append(made)
    return read


def _digest(rules: list[str], losses: Sequence[PoolLoss]) -> str:
    told = [[loss.loan_id, loss.facts, [str(event) for event in loss.events]] for loss in losses]
    return hashlib.sha256(json.dumps([rules, told], ensure_ascii=False, sort_keys=True).encode()).hexdigest()
