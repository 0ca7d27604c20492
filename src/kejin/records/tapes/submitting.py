"""The act that brings a tape: from a file, or through the API, with the same checks."""

import calendar
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from typing_extensions import override

from kejin.facts import Label
from kejin.identity import credit_code_problems
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.values import Day, Fen, FenOrNone, Id, Ppb, Word
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.parties.kinds import LENDERS, Role
from kejin.records.tapes.copying import copy_in
from kejin.records.tapes.dictionary import COLUMNS
from kejin.records.tapes.filing import LINE, empty_frame, tape_digest
from kejin.records.tapes.models import Tape
from kejin.records.tapes.steps import TapeKind, TapeStatus

REPORTERS = Allowed(LENDERS, frozenset({Role.HANDLER}))
Month = Annotated[str, StringConstraints(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")]
_MOST_ROWS = 1_000_000


class TapeLine(BaseModel):
    """One loan at the end of the month; as in the column dictionary, amounts in minor units of the currency."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    contract_number: Annotated[Word, Field(max_length=80)]
    credit_code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{18}$")]
    currency: Literal["CNY", "HKD", "USD", "EUR"] = "CNY"
    principal_minor: Fen
    rate_ppb: Ppb
    drawn_on: Day
    matures_on: Day
    repayment: Literal["equal_instalment", "equal_principal", "interest_first", "bullet"]
    interest_months: Literal["0", "1", "3", "6", "12"] | None = None
    day_count: Literal["MONTHLY", "A360", "A365"] | None = None
    balance_minor: FenOrNone
    principal_paid_minor: FenOrNone
    interest_paid_minor: FenOrNone
    days_past_due: Annotated[int, Field(strict=True, ge=0, le=36_500)]
    status: Literal["normal", "overdue", "settled", "written_off"]
    written_off_minor: FenOrNone | None = None
    five_class: Literal["normal", "special_mention", "substandard", "doubtful", "loss"] | None = None
    last_paid_on: Day | None = None
    place_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")] | None = None
    industry_code: Annotated[str, StringConstraints(pattern=r"^[A-T][0-9]{0,4}$")] | None = None
    is_technology: bool | None = None


@listed
class SubmitTape(Action):
    """Bring a tape: what a bank reports of its loans at the end of a month. All of it is recorded, or nothing.

    Attributes:
        month: `2026-03`; its rows speak for the last day of the month.
        kind: `take_on` brings loans that Kejin does not know yet, `monthly` reports of those it knows.
        corrects: The number of the tape of the same month that this one replaces.
        source: The name of the file.
        rows: The loans.
    """

    code = "tape.submit"
    label = Label("报送贷款报表", "Bring a loan tape")
    allowed = REPORTERS
    needs_key = True

    month: Month
    kind: Literal["take_on", "monthly"] = "monthly"
    corrects: Id | None = None
    source: Annotated[str, StringConstraints(max_length=200)] = ""
    rows: Annotated[list[TapeLine], Field(min_length=1, max_length=_MOST_ROWS)]

    @classmethod
    def of_frame(cls, frame: pl.DataFrame, **parts: Any) -> Self:
        """The act for the rows of a file, which were checked cell by cell when they were read."""
        made = frame.select(each.fact.name for each in COLUMNS)
        return cls.model_validate(parts | {"rows": made.to_dicts()})

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The rows as a frame: `line` counted from 1, and the columns of the dictionary."""
        schema = {name: kind for name, kind in empty_frame().schema.items() if name != LINE}
        told = [row.__dict__ for row in self.rows]
        columns = {name: [row[name] for row in told] for name in schema}
        made = pl.DataFrame(columns, schema=schema)
        return made.with_row_index(LINE, 1).with_columns(pl.col(LINE).cast(pl.Int64))

    @cached_property
    def sha256(self) -> str:
        """The digest of its rows, hexadecimal."""
        return tape_digest(self.frame)

    @override
    def body(self) -> dict[str, Any]:
        # A tape is kept as rows; the act holds their digest and not all of them a second time.
        said = self.model_dump(mode="json", exclude={"rows"})
        return said | {"rows": {"count": len(self.rows), "sha256": self.sha256}}

    @override
    def fingerprint(self, person_id: int | None) -> str:
        text = json.dumps([self.code, person_id, self.body()], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @override
    def change(self, context: Context) -> Outcome:
        month = date.fromisoformat(f"{self.month}-01")
        as_of = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        if as_of > context.business_date:
            raise RefusedError(
                "A tape is about a month that is over", "out_of_order", expected=f"until {context.business_date}",
                found=self.month,
            )  # fmt: skip
        frame = self.frame
        _refuse_wrong_codes(frame)
        corrected, digest = self._corrected(context, month), self.sha256
        _refuse_twice(context, (month, self.kind), digest)
        made = Tape.objects.create(
            institution=context.organisation, kind=self.kind, month=month, as_of=as_of, rows_count=frame.height,
            sha256=digest, source=self.source, corrects=corrected,
        )  # fmt: skip
        copy_in("tapes_taperow", frame.with_columns(pl.lit(made.pk, pl.Int64()).alias("tape_id")))
        content = {
            "tape_id": made.pk,
            "rows": frame.height,
            "sha256": made.sha256,
            "as_of": as_of.isoformat(),
        }
        return Outcome(("tape", made.pk, str(made)), content)

    def _corrected(self, context: Context, month: date) -> Tape | None:
        """The tape that this one replaces, set aside; refuses a tape that comes twice or too late."""
        mine = Tape.objects.select_for_update().filter(institution=context.organisation)
        standing = mine.exclude(status=TapeStatus.SUPERSEDED)
        if self.corrects is not None:
            found = standing.filter(pk=self.corrects).first()
            if found is None:
                raise UnknownRecordError("No such tape of yours that stands", found=self.corrects)
            if (found.month, found.kind) != (month, self.kind):
                raise RefusedError(
                    "A corrected tape is of the same month and kind", "out_of_order", found=str(found)
                )
            found.status = TapeStatus.SUPERSEDED
            found.save(update_fields=["status"])
            return found
        latest = standing.filter(kind=TapeKind.MONTHLY).order_by("-month").first()
        if self.kind == "monthly" and latest is not None and latest.month >= month:
            raise RefusedError(
                "This month, or a later one, has been reported", "duplicate", found=str(latest),
                expected="a later month, or `corrects` with the tape that is to be replaced",
            )  # fmt: skip
        return None


def _refuse_twice(context: Context, about: tuple[date, str], digest: str) -> None:
    month, kind = about
    there = Tape.objects.filter(institution=context.organisation, month=month, kind=kind, sha256=digest)
    found = there.exclude(status=TapeStatus.SUPERSEDED).first()
    if found is not None:
        raise RefusedError("This very tape is there", "duplicate", found=str(found))


def _refuse_wrong_codes(frame: pl.DataFrame) -> None:
    wrong = frame.filter(credit_code_problems(frame["credit_code"]) != "")
    if wrong.height:
        raise RefusedError(
            "A tape has credit codes that are none", "wrong_code", found=", ".join(wrong["credit_code"].head(5)),
            where="rows " + ", ".join(map(str, wrong[LINE].head(5))) + (" …" if wrong.height > 5 else ""),
        )  # fmt: skip


def submission(path: Path, frame: pl.DataFrame, parts: Mapping[str, Any]) -> SubmitTape:
    """The act for a file that was read."""
    return SubmitTape.of_frame(frame, source=path.name[:200], **parts)
