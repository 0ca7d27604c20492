"""The act that compares a tape: new differences open breaks, old ones stay, those that are gone close."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, Told, listed
from kejin.records.actions.values import FenOrNone, Id
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.kept.patience import be_patient
from kejin.records.parties.kinds import LENDERS, OrganisationKind, Role
from kejin.records.tapes.comparing import differences
from kejin.records.tapes.copying import copy_in, copy_out
from kejin.records.tapes.expecting import warm
from kejin.records.tapes.loanbook import loans_of, rows_of, take_on
from kejin.records.tapes.models import Break, BreakEvent, Reconciliation, Tape
from kejin.records.tapes.reasons import ANSWER_DAYS, BREAKS
from kejin.records.tapes.steps import STANDING, BreakState, TapeKind, TapeStatus

_KEY: Final = ("contract_number", "code", "key_line")
_BREAKS: Final = """
SELECT id, contract_number, code, line, expected, reported, difference, state FROM tapes_break
WHERE institution_id = {} AND state <> 'closed'
"""
_BREAK: Final = {
    "break_id": pl.Int64(), "contract_number": pl.String(), "code": pl.String(), "line": pl.Int64(),
    "expected": pl.String(), "reported": pl.String(), "difference": pl.Int64(), "state": pl.String(),
}  # fmt: skip
_ENDED: Final = ("settled", "written_off")


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Differences sorted by what is to be done: breaks to open, to bring up to date, and numbers of those to close."""

    new: pl.DataFrame
    changed: pl.DataFrame
    gone: pl.DataFrame


@listed
class ReconcileTape(Action):
    """Compare a tape with what should have happened, and bring the queue of breaks up to date.

    May be done again, as after loans were taken on; then the queue follows. Loans of registered contracts, and every
    loan of a take-on tape, become known by it.

    Attributes:
        interest_tolerance_minor: By how much interest paid in total may be off without a break.
    """

    code = "tape.reconcile"
    label = Label("核对贷款报表", "Reconcile a loan tape")
    allowed = Allowed(LENDERS | {OrganisationKind.OFFICE}, frozenset({Role.HANDLER}))

    tape_id: Id
    interest_tolerance_minor: FenOrNone = 0

    @override
    def prepare(self) -> None:
        warm()

    @override
    def change(self, context: Context) -> Outcome:
        be_patient()
        tape = tape_for(context, self.tape_id, lock=True)
        _refuse_past(tape)
        rows = rows_of(tape)
        take_on(tape, rows)
        loans = loans_of(tape)
        if tape.kind == TapeKind.TAKE_ON:
            loans = loans.filter(pl.col("contract_number").is_in(rows["contract_number"].to_list()))
        found = differences(
            rows, loans.drop("loan_id"), tape.as_of, interest_tolerance_minor=self.interest_tolerance_minor
        )
        done = _sorted(found, tape, rows)
        _open(done.new, tape, loans, day=context.business_date)
        _follow(done.changed, tape)
        _close(done.gone, tape)
        _end_loans(tape, rows, loans, found=found)
        tape.status = TapeStatus.RECONCILED
        tape.save(update_fields=["status"])
        counts = dict(found.group_by("code").len().sort("code").iter_rows())
        made = Reconciliation.objects.create(
            tape=tape, interest_tolerance_minor=self.interest_tolerance_minor, loans_count=loans.height,
            differences_count=found.height, opened_count=done.new.height, closed_count=done.gone.height,
            digest=hashlib.sha256(found.write_csv().encode()).hexdigest(),
        )  # fmt: skip
        content = {
            "tape_id": tape.pk, "rows": rows.height, "loans": loans.height, "differences": found.height,
            "opened": done.new.height, "closed": done.gone.height, "by_code": counts, "digest": made.digest,
        }  # fmt: skip
        told = Told(tape.institution_id, self.code, {"tape": tape.pk, "differences": found.height})
        return Outcome(("tape", tape.pk, str(tape)), content, (told,))


def tape_for(context: Context, number: int, *, lock: bool = False) -> Tape:
    """The tape of that number, for its bank or for an office.

    Raises:
        UnknownRecordError: There is none, or none that this caller may know of.
    """
    rows = Tape.objects.select_for_update() if lock else Tape.objects.all()
    found = rows.filter(pk=number).first()
    is_office = context.organisation.kind == OrganisationKind.OFFICE
    if found is None or not (is_office or found.institution_id == context.organisation.pk):
        raise UnknownRecordError("No such tape", found=number, kept="Nothing was recorded.")
    return found


def _refuse_past(tape: Tape) -> None:
    """Only what is latest is compared: an older tape would judge newer breaks."""
    if tape.status == TapeStatus.SUPERSEDED:
        raise RefusedError("Another tape has replaced this one", "wrong_state", found=str(tape))
    later = Tape.objects.filter(
        institution_id=tape.institution_id, status=TapeStatus.RECONCILED, kind=TapeKind.MONTHLY, as_of__gt=tape.as_of
    ).first()  # fmt: skip
    if later is not None and tape.kind == TapeKind.MONTHLY:
        raise RefusedError("A later tape has been reconciled", "out_of_order", found=str(later))


def _sorted(found: pl.DataFrame, tape: Tape, rows: pl.DataFrame) -> _Sorted:
    now = _keyed(found)
    held = _keyed(copy_out(_BREAKS, [tape.institution_id], _BREAK))
    # An accepted break covers the very difference that was accepted, and no other.
    covered = held.filter(pl.col("state") == BreakState.ACCEPTED)
    now = now.join(covered.select(*_KEY, "meaning"), on=[*_KEY, "meaning"], how="anti")
    standing = held.filter(pl.col("state").is_in([str(each) for each in STANDING]))
    new = now.join(standing, on=_KEY, how="anti")
    before = {name: f"{name}_before" for name in ("expected", "reported", "difference", "line", "meaning")}
    both = now.join(standing.rename(before), on=_KEY, how="inner")
    looked_at = held
    if tape.kind == TapeKind.TAKE_ON:
        looked_at = held.filter(pl.col("contract_number").is_in(rows["contract_number"].to_list()))
    gone = looked_at.join(_keyed(found), on=_KEY, how="anti")
    return _Sorted(new, both, gone)


def _keyed(frame: pl.DataFrame) -> pl.DataFrame:
    """With what a difference is about, and what it means: totals grow from month to month, a difference may stay."""
    said = pl.format("{} → {}", pl.col("expected").fill_null(""), pl.col("reported").fill_null(""))
    return frame.with_columns(
        key_line=pl.when(pl.col("code") == "duplicate_row").then(pl.col("line")).otherwise(0),
        meaning=pl.when(pl.col("difference").is_null())
        .then(said)
        .otherwise(pl.col("difference").cast(pl.String)),
    )


def _open(new: pl.DataFrame, tape: Tape, loans: pl.DataFrame, *, day: date) -> None:
    if not new.height:
        return
    kinds = pl.DataFrame({
        "code": list(BREAKS),
        "severity": [str(kind.severity) for kind in BREAKS.values()],
        "unit": [kind.unit for kind in BREAKS.values()],
        "due_on": [day + timedelta(days=ANSWER_DAYS[kind.severity]) for kind in BREAKS.values()],
    })  # fmt: skip
    numbers = loans.select("contract_number", "loan_id")
    bank = pl.lit(tape.institution_id, pl.Int64())
    number = pl.lit(tape.pk, pl.Int64())
    made = new.join(kinds, on="code", how="left").join(numbers, on="contract_number", how="left")
    copy_in("tapes_break", made.select(
        bank.alias("institution_id"), bank.alias("owner_id"), number.alias("first_tape_id"),
        number.alias("latest_tape_id"), "loan_id", "contract_number", "code", "severity", "unit",
        pl.col("expected").fill_null(""), pl.col("reported").fill_null(""), "difference", "line", "due_on",
        pl.lit(str(BreakState.OPEN)).alias("state"),
    ))  # fmt: skip


def _follow(held: pl.DataFrame, tape: Tape) -> None:
    """Breaks that the tape still has: what they say follows it; an explanation of something else is none any more."""
    marked = held.with_columns((pl.col("meaning") != pl.col("meaning_before")).alias("differs")).sort(
        "break_id"
    )
    BreakEvent.objects.bulk_create(
        BreakEvent(item_id=number, code="tape.reconcile", from_state=BreakState.EXPLAINED, to_state=BreakState.OPEN,
                   reason_code="changed", tape=tape)
        for number in marked.filter(pl.col("differs") & (pl.col("state") == BreakState.EXPLAINED))["break_id"]
    )  # fmt: skip
    moved = {row["break_id"]: row for row in marked.iter_rows(named=True)}
    items = list(Break.objects.filter(pk__in=moved).order_by("pk"))
    for item in items:
        row = moved[item.pk]
        item.latest_tape, item.line, item.difference = tape, row["line"], row["difference"]
        item.expected, item.reported = row["expected"] or "", row["reported"] or ""
    names = ["latest_tape", "line", "difference", "expected", "reported"]
    Break.objects.bulk_update(items, names, batch_size=2000)


def _close(gone: pl.DataFrame, tape: Tape) -> None:
    reason = "corrected" if tape.corrects_id is not None else "agrees"
    BreakEvent.objects.bulk_create(
        (
            BreakEvent(item_id=row["break_id"], code="tape.reconcile", from_state=row["state"],
                       to_state=BreakState.CLOSED, reason_code=reason, tape=tape)
            for row in gone.sort("break_id").iter_rows(named=True)
        ),
        batch_size=2000,
    )  # fmt: skip


def _end_loans(tape: Tape, rows: pl.DataFrame, loans: pl.DataFrame, *, found: pl.DataFrame) -> None:
    """Loans reported settled or written off without a break that puts it in doubt have ended."""
    doubtful = found.filter(
        pl.col("code").is_in([code for code, kind in BREAKS.items() if kind.stops_report])
    )
    ended = (
        rows.filter(pl.col("status").is_in(list(_ENDED)))
        .join(loans.select("contract_number", "loan_id"), on="contract_number", how="inner")
        .filter(pl.col("loan_id").is_not_null())
        .join(doubtful, on="contract_number", how="anti")
        .unique("loan_id")
    )
    known = copy_out(
        "SELECT loan_id FROM tapes_loanend WHERE tape_id = {}", [tape.pk], {"loan_id": pl.Int64()}
    )
    fresh = ended.join(known, on="loan_id", how="anti").sort("loan_id")
    if fresh.height:
        copy_in("tapes_loanend", fresh.select("loan_id", pl.lit(tape.pk, pl.Int64()).alias("tape_id")))
