"""The loans that a tape must hold, with their terms and from where their schedules go on."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from kejin.calendars import add_months
from kejin.records.tapes.comparing import LOANS
from kejin.records.tapes.copying import copy_in, copy_out
from kejin.records.tapes.dictionary import usual_cycle_months, usual_day_count
from kejin.records.tapes.expecting import due_dates
from kejin.records.tapes.filing import LINE, empty_frame
from kejin.records.tapes.models import Tape
from kejin.records.tapes.steps import TapeKind

_TERMS: Final = ("principal_minor", "rate_ppb", "drawn_on", "matures_on", "repayment")
# Of each loan its terms, or those of the row that was accepted last with what it said was paid; whether it has ended.
_LOANS: Final = """
SELECT l.id, l.number, l.credit_code, l.currency,
       coalesce(b.principal_minor, l.principal_minor), coalesce(b.rate_ppb, l.rate_ppb),
       coalesce(b.drawn_on, l.drawn_on), coalesce(b.matures_on, l.matures_on), coalesce(b.repayment, l.repayment),
       coalesce(b.interest_months::bigint, l.interest_months), coalesce(b.day_count, l.day_count),
       b.as_of, b.balance_minor, b.principal_paid_minor, b.interest_paid_minor, p.principal_paid_minor, EXISTS (
           SELECT FROM tapes_loanend e JOIN tapes_tape t ON t.id = e.tape_id
           WHERE e.loan_id = l.id AND t.status <> 'superseded' AND t.as_of < {}
       )
FROM tapes_loan l
LEFT JOIN (
    SELECT DISTINCT ON (x.loan_id) x.loan_id, t.as_of, r.* FROM tapes_basis x JOIN tapes_taperow r ON r.id = x.row_id
    JOIN tapes_tape t ON t.id = r.tape_id WHERE t.as_of <= {} ORDER BY x.loan_id, x.id DESC
) b ON b.loan_id = l.id
LEFT JOIN (
    SELECT r.contract_number, max(r.principal_paid_minor) AS principal_paid_minor FROM tapes_taperow r
    JOIN tapes_tape t ON t.id = r.tape_id
    WHERE t.institution_id = {} AND t.status = 'reconciled' AND t.as_of = (
        SELECT max(as_of) FROM tapes_tape WHERE institution_id = {} AND status = 'reconciled' AND as_of < {}
    ) GROUP BY r.contract_number
) p ON p.contract_number = l.number
WHERE l.institution_id = {} AND coalesce(b.drawn_on, l.drawn_on) <= {}
"""
_CONTRACTS: Final = """
SELECT c.id, c.number, o.credit_code, f.currency, q.principal_minor, q.rate_ppb, q.repayment, q.term_months,
       c.signed_on
FROM financing_contract c JOIN financing_financing f ON f.id = c.financing_id
JOIN financing_offer q ON q.id = c.offer_id JOIN parties_organisation o ON o.id = f.enterprise_id
LEFT JOIN tapes_loan l ON l.contract_id = c.id
WHERE c.institution_id = {} AND l.id IS NULL AND c.signed_on <= {} AND f.state NOT IN ('closed', 'refused')
"""
_ID: Final = {"loan_id": pl.Int64()}
_BASIS: Final = {
    "basis_on": pl.Date(), "basis_balance": pl.Int64(), "basis_principal": pl.Int64(), "basis_interest": pl.Int64(),
    "previous_principal_minor": pl.Int64(), "has_ended": pl.Boolean(),
}  # fmt: skip
_CONTRACT: Final = {
    "contract_id": pl.Int64(), "contract_number": pl.String(), "credit_code": pl.String(), "currency": pl.String(),
    "principal_minor": pl.Int64(), "rate_ppb": pl.Int64(), "repayment": pl.String(), "term_months": pl.Int64(),
    "signed_on": pl.Date(),
}  # fmt: skip


def rows_of(tape: Tape) -> pl.DataFrame:
    """The rows of a tape, in the order of its lines."""
    schema = dict(empty_frame().schema)
    columns = ", ".join(schema)
    query = f"SELECT {columns} FROM tapes_taperow WHERE tape_id = {{}} ORDER BY {LINE}"  # noqa: S608 - our own names
    return copy_out(query, [tape.pk], schema)


def take_on(tape: Tape, rows: pl.DataFrame) -> None:
    """Register the loans that a tape tells of for the first time: those of contracts, and all of a take-on tape."""
    contracts = _contracts(tape)
    first = rows.unique("contract_number", keep="first", maintain_order=True)
    known = copy_out(
        "SELECT number FROM tapes_loan WHERE institution_id = {}",
        [tape.institution_id],
        {"number": pl.String()},
    )
    new = first.filter(~pl.col("contract_number").is_in(known["number"].to_list()))
    of_contracts = contracts.join(
        new.select("contract_number", "drawn_on", "interest_months", "day_count"),
        on="contract_number",
        how="inner",
    ).with_columns(matures_on=_ends(pl.col("drawn_on")))
    rest = new.filter(~pl.col("contract_number").is_in(contracts["contract_number"].to_list()))
    parts = [of_contracts]
    if tape.kind == TapeKind.TAKE_ON:
        parts.append(rest.with_columns(contract_id=pl.lit(None, pl.Int64())))
    for part in parts:
        _register(tape, part)


def _register(tape: Tape, loans: pl.DataFrame) -> None:
    if not loans.height:
        return
    copy_in("tapes_loan", loans.select(
        pl.lit(tape.institution_id, pl.Int64()).alias("institution_id"), pl.col("contract_number").alias("number"),
        "credit_code", "currency", *_TERMS, _months().alias("interest_months"), _counted().alias("day_count"),
        "contract_id", pl.lit(tape.pk, pl.Int64()).alias("tape_id"),
    ))  # fmt: skip


def loans_of(tape: Tape) -> pl.DataFrame:
    """The loans that a tape should hold: `loan_id` (null for a contract that no tape told of yet) and `LOANS`.

    A take-on tape should hold what it holds; a monthly one every loan drawn by its day that has not ended before.
    """
    day, bank = tape.as_of, tape.institution_id
    plain = {name: kind for name, kind in LOANS.items() if name not in _DERIVED}
    found = copy_out(_LOANS, [day, day, bank, bank, day, bank, day], _ID | plain | _BASIS)
    frame = found.with_columns(
        from_on=pl.struct("drawn_on", "matures_on", "interest_months", "basis_on").map_elements(
            _goes_on_from, return_dtype=pl.Date()
        ) if found["basis_on"].is_not_null().any() else pl.col("drawn_on"),
        opening_minor=pl.coalesce("basis_balance", "principal_minor"),
        before_principal_minor=pl.col("basis_principal").fill_null(0),
        before_interest_minor=pl.col("basis_interest").fill_null(0),
    ).select(*_ID, *LOANS)  # fmt: skip
    if tape.kind == TapeKind.TAKE_ON:
        return frame
    waiting = _contracts(tape).with_columns(
        pl.lit(None, pl.Int64()).alias("loan_id"), pl.col("signed_on").alias("drawn_on"),
        _ends(pl.col("signed_on")).alias("matures_on"), pl.col("signed_on").alias("from_on"),
        _months_of("repayment").alias("interest_months"), _counted_of("repayment").alias("day_count"),
        pl.col("principal_minor").alias("opening_minor"), pl.lit(0, pl.Int64()).alias("before_principal_minor"),
        pl.lit(0, pl.Int64()).alias("before_interest_minor"), _NOTHING.alias("previous_principal_minor"),
        pl.lit(value=False).alias("has_ended"),
    ).select(*_ID, *LOANS)  # fmt: skip
    return pl.concat([frame, waiting])


_NOTHING: Final = pl.lit(None, pl.Int64())
_DERIVED: Final = (
    "from_on", "opening_minor", "before_principal_minor", "before_interest_minor", "previous_principal_minor",
    "has_ended",
)  # fmt: skip


def _contracts(tape: Tape) -> pl.DataFrame:
    """The contracts of a bank's financings that no tape told of yet."""
    return copy_out(_CONTRACTS, [tape.institution_id, tape.as_of], _CONTRACT)


def _goes_on_from(row: Mapping[str, object]) -> date:
    """From when interest is counted on: the last due date by the accepted row's day, else the day of payout."""
    drawn, basis = row["drawn_on"], row["basis_on"]
    assert isinstance(drawn, date)  # noqa: S101 - a column of dates
    if not isinstance(basis, date):
        return drawn
    past = [day for day in due_dates(dict(row) | {"from_on": drawn}) if day <= basis]
    return past[-1] if past and past[-1] < row["matures_on"] else drawn  # type: ignore[operator]


def _ends(day: pl.Expr) -> pl.Expr:
    """A day so many months later, as the engine's calendar adds them."""
    return pl.struct(day.alias("day"), "term_months").map_elements(
        lambda row: add_months(row["day"], row["term_months"]), return_dtype=pl.Date()
    )


def _months() -> pl.Expr:
    """The interest cycle in months, by the row where it says so, else what is usual for the form of repayment."""
    return pl.coalesce(pl.col("interest_months").cast(pl.Int64), _months_of("repayment"))


def _counted() -> pl.Expr:
    return pl.coalesce("day_count", _counted_of("repayment"))


def _months_of(name: str) -> pl.Expr:
    return pl.col(name).replace_strict(
        {form: usual_cycle_months(form) for form in _FORMS}, return_dtype=pl.Int64
    )


def _counted_of(name: str) -> pl.Expr:
    return pl.col(name).replace_strict(
        {form: usual_day_count(form) for form in _FORMS}, return_dtype=pl.String
    )


_FORMS: Final = ("equal_instalment", "equal_principal", "interest_first", "bullet")
