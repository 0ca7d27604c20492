"""Loan tapes and the breaks between what they say and what should have happened."""

from datetime import date
from typing import Annotated, Any

from ninja import Router
from pydantic import Field

from kejin.api.paging import PageQuery
from kejin.api.reading.listing import Resource
from kejin.api.shapes import OneOf, PartyRef, Shape, party_ref
from kejin.records.tapes.models import Break, Tape
from kejin.records.tapes.reasons import BREAKS, Severity
from kejin.records.tapes.steps import BreakState, TapeKind, TapeStatus


class TapeQuery(PageQuery):
    """Which tapes."""

    status: Annotated[str, OneOf(TapeStatus)] | None = Field(None, description="How far it has come. 状态")
    kind: Annotated[str, OneOf(TapeKind)] | None = Field(None, description="种类")


class TapeShown(Shape):
    """What a bank reported of its loans at the end of a month."""

    id: int
    institution: PartyRef
    kind: str
    as_of: date
    rows: int
    sha256: str
    source: str
    corrects_id: int | None
    status: str


class BreakQuery(PageQuery):
    """Which breaks."""

    state: Annotated[str, OneOf(BreakState)] | None = Field(None, description="Where it stands. 状态")
    code: Annotated[str, OneOf(BREAKS)] | None = Field(None, description="种类")
    severity: Annotated[str, OneOf(Severity)] | None = Field(None, description="严重程度")


class BreakShown(Shape):
    """One difference between a tape and what should have happened."""

    id: int
    institution: PartyRef
    owner: PartyRef
    contract_number: str
    code: str
    severity: str
    unit: str
    expected: str
    reported: str
    difference: int | None
    first_tape_id: int
    latest_tape_id: int
    line: int | None
    due_on: date
    state: str


class BreakStep(Shape):
    """One step of a break."""

    code: str
    from_state: str
    to_state: str
    reason_code: str
    words: str
    act_id: int


class BreakWhole(BreakShown):
    """A break with all that was said of it."""

    events: list[BreakStep]


def _tape(found: Tape) -> TapeShown:
    return TapeShown(
        id=found.pk, institution=party_ref(found.institution), kind=found.kind, as_of=found.as_of,
        rows=found.rows_count, sha256=found.sha256, source=found.source, corrects_id=found.corrects_id,
        status=found.status,
    )  # fmt: skip


def _parts(found: Break) -> dict[str, Any]:
    names = (
        "contract_number", "code", "severity", "unit", "expected", "reported", "difference", "first_tape_id",
        "latest_tape_id", "line", "due_on", "state",
    )  # fmt: skip
    parties = {"institution": party_ref(found.institution), "owner": party_ref(found.owner)}
    return {"id": found.pk} | parties | {name: getattr(found, name) for name in names}


def _whole(found: Break) -> BreakWhole:
    events = [
        BreakStep(
            code=each.code, from_state=each.from_state, to_state=each.to_state, reason_code=each.reason_code,
            words=each.words, act_id=each.act_id,
        )
        for each in found.events.order_by("pk")
    ]  # fmt: skip
    return BreakWhole(**_parts(found), events=events)


def routers() -> dict[str, Router]:
    """The operations by the beginning of their address."""
    tapes, breaks = Router(), Router()
    held = Resource(Tape, "tape", ("institution",))
    held.add_list(
        tapes, "", TapeShown, query=TapeQuery, shown=_tape, named=("tapes.list", "贷款报表列表", "Loan tapes"),
        about="Tapes of one's own loans; offices see all.",
    )  # fmt: skip
    held.add_one(
        tapes, "/{number}", TapeShown, shown=_tape, named=("tapes.get", "贷款报表", "A loan tape"), about="One tape.",
    )  # fmt: skip
    queue = Resource(Break, "break", ("institution", "owner"))
    queue.add_list(
        breaks, "", BreakShown, query=BreakQuery, shown=lambda row: BreakShown(**_parts(row)),
        named=("breaks.list", "差异列表", "Breaks"), about="The queue of breaks; offices see all.",
    )  # fmt: skip
    queue.add_one(
        breaks, "/{number}", BreakWhole, shown=_whole, named=("breaks.get", "差异详情", "A break"),
        about="One break with all that was said of it.",
    )  # fmt: skip
    return {"/tapes": tapes, "/breaks": breaks}
