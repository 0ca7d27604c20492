"""What the present run says: to an enterprise about itself, to an office in numbers that name nobody."""

from datetime import date
from typing import Annotated, Any

import polars as pl
from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from kejin.api.asking import COUNTING, READING, asker
from kejin.api.errors import NoRunError, NotForYouError, NotFoundError
from kejin.api.paging import known_parameters
from kejin.api.plain import plain
from kejin.api.shapes import OneOf, Shape
from kejin.assessment import DecisionAnswer
from kejin.assessment.reasons import reason
from kejin.errors import FileError, UnknownFactError
from kejin.facts import Label
from kejin.planning.row import OfferLine
from kejin.records.parties.kinds import OrganisationKind
from kejin.runs.opening import Answered, OpenRun
from kejin.web import answers
from kejin.web.counted import found_for, rows_for
from kejin.web.needs import PROVINCE

router = Router(tags=["run"])
DIMENSIONS = ("city_code", "platform", "key_industry", "stage", "tier")
TABLES = (
    "enterprises",
    "decisions",
    "conditions",
    "missing",
    "amounts",
    "products",
    "matrix",
    "questions",
    "catalogue",
)
MOST_ROWS = 1_000
Dimension = Annotated[str, OneOf(DIMENSIONS)]
DecisionKey = Annotated[
    str, Path(max_length=160, pattern="^[a-z0-9_.]+$", description="Its key. 事项", examples=["sme.size"])
]


class Words(Shape):
    """Words in both languages."""

    zh: str
    en: str


class RunShown(Shape):
    """The run that answers are read from."""

    law: date
    facts_as_of: date
    known_by: date
    ruleset_digest: str
    rows: dict[str, int]
    synthetic: bool = Field(description="Whether its enterprises are invented.")
    rules_changed: bool = Field(description="Whether the rules at hand are no longer those of the run.")


class DecisionShown(Shape):
    """The answer to one question."""

    key: str
    title: Words
    verdict: str
    reason: Words | None


class Answers(Shape):
    """What the run says to the enterprise."""

    enterprise_id: str
    name: str
    law: date
    facts_as_of: date
    known_by: date
    ruleset_digest: str
    synthetic: bool
    decisions: list[DecisionShown]
    closest: list[dict[str, Any]] = Field(description="The smallest steps to what is nearly met.")
    requests: list[dict[str, Any]] = Field(
        description="Facts to supply, those that most answers wait for first."
    )


class ProductOffer(Shape):
    """One product as it stands to the enterprise."""

    product: str
    label: Words
    demonstration: bool
    verdict: str
    fits_stage: bool | None
    terms: list[dict[str, Words]]
    net_cost: Words | None
    net_cost_ppb: int | None
    reason: Words | None
    decision: str


class Cell(Shape):
    """One instrument."""

    instrument: str
    label: Words
    verdict: str | None
    offers: list[ProductOffer]


class MatrixRow(Shape):
    """The enterprise's row of the matrix."""

    stage: str | None
    stage_label: Words | None
    tier: str | None
    cells: list[Cell]


class SplitQuery(BaseModel):
    """Which rows of a table."""

    model_config = ConfigDict(extra="forbid")

    dimension: Dimension | None = Field(
        None, description="Split by what; the whole where it is not given. 维度"
    )
    limit: int = Field(MOST_ROWS, ge=1, le=MOST_ROWS, description="How many at most. 行数", examples=[100])
    offset: int = Field(
        0, ge=0, le=10_000_000, description="How many to pass over. A run does not change. 起始行"
    )


class Table(Shape):
    """Rows of a table of the run's aggregates."""

    table: str
    dimension: str | None
    total: int = Field(description="How many rows there are.")
    rows: list[dict[str, Any]]


@router.get(
    "", auth=COUNTING, response=RunShown, operation_id="run.get", summary="当前测算 · The present run"
)
def run(request: HttpRequest) -> RunShown:
    """The dates, rules and facts that answers rest on; of real enterprises, how many only an office reads exactly."""
    held = _run()
    rows = rows_for(asker(request).visitor, held.manifest)
    dates = held.manifest.three_dates
    return RunShown(
        law=dates.law, facts_as_of=dates.facts_as_of, known_by=dates.known_by,
        ruleset_digest=held.manifest.ruleset_digest, rows=rows, synthetic=held.synthetic,
        rules_changed=held.is_changed,
    )  # fmt: skip


@router.get(
    "/answers", auth=READING, response=Answers, operation_id="run.answers",
    summary="本企业答案 · The enterprise's own answers",
)  # fmt: skip
def own_answers(request: HttpRequest) -> Answers:
    """Every decision on one's own enterprise, best first; what would change it, and what is not known."""
    held, answered = _answered(request)
    answer, dates = answered.answer, answered.answer.dates
    return Answers(
        enterprise_id=answer.enterprise_id, name=answer.name, law=dates.law, facts_as_of=dates.facts_as_of,
        known_by=dates.known_by, ruleset_digest=answer.ruleset_digest, synthetic=held.synthetic,
        decisions=[_decision(each) for each in answer.decisions], closest=plain(answer.closest),
        requests=plain(answer.requests),
    )  # fmt: skip


@router.get(
    "/answers/{key}", auth=READING, response=dict[str, Any], operation_id="run.answer",
    summary="答案理由 · The reasons of one answer",
)  # fmt: skip
def own_answer(
    request: HttpRequest,
    key: Annotated[
        str, Path(max_length=160, pattern="^[a-z0-9_.]+$", description="Its key. 事项", examples=["sme.size"])
    ],
) -> dict[str, Any]:
    """One decision on one's own enterprise down to clause, parameter, table cell and fact."""
    found = _find(_answered(request)[1].answer.decisions, key)
    if found is None:
        raise NotFoundError("There is no such decision", found=key)
    made: dict[str, Any] = plain(found)
    return made


@router.get(
    "/offers", auth=READING, response=MatrixRow, operation_id="run.offers",
    summary="本企业可得融资 · The enterprise's row of the matrix, with its offers",
)  # fmt: skip
def own_offers(request: HttpRequest) -> MatrixRow:
    """Instrument by instrument what is open, at which terms and net cost, and why not."""
    row = _answered(request)[1].row
    if row is None:
        raise NotFoundError("No pack of this run offers anything")
    return MatrixRow(
        stage=row.stage, stage_label=_words(row.stage_label), tier=row.tier,
        cells=[
            Cell(
                instrument=cell.instrument, label=_said(cell.label),
                verdict=cell.verdict.value if cell.verdict is not None else None,
                offers=[_offer(line) for line in cell.offers],
            )
            for cell in row.cells
        ],
    )  # fmt: skip


@router.get(
    "/tables/{table}", auth=COUNTING, response=Table, operation_id="run.table",
    summary="汇总表与矩阵 · A table of the run's aggregates, the matrix among them",
)  # fmt: skip
def aggregates(
    request: HttpRequest,
    table: Annotated[str, OneOf(TABLES), Path(description="Which table. 表", examples=["matrix"])],
    asked: Query[SplitQuery],
) -> Table:
    """Counts and sums over all enterprises of the run, for offices and research; columns as in docs/run-folder.md.

    Of a run over real enterprises research reads rounded counts, and null for what is withheld.
    """
    known_parameters(request, SplitQuery)
    _for_the_province(request)
    _run()
    try:
        held = found_for(asker(request).visitor).reading.aggregates
    except FileError as error:
        raise NotFoundError("The present run has no aggregates") from error
    frame = held[table]
    if "dimension" in frame.columns:
        frame = frame.filter(pl.col("dimension") == (asked.dimension or ""))
    rows = frame.slice(asked.offset, asked.limit)
    return Table(table=table, dimension=asked.dimension, total=frame.height, rows=plain(rows))


def _run() -> OpenRun:
    try:
        return answers.present_run()
    except (answers.NoRunError, FileError) as error:
        raise NoRunError(
            "No run can be read at present", expected="the folder of a `kejin run` in KEJIN_RUN",
            kept="Everything else can be used.",
        ) from error  # fmt: skip


def _answered(request: HttpRequest) -> tuple[OpenRun, Answered]:
    organisation = asker(request).token.organisation
    if organisation.kind != OrganisationKind.ENTERPRISE or organisation.credit_code is None:
        raise NotForYouError("Answers are for the enterprise itself", found=organisation.kind)
    held = _run()
    try:
        return held, held.answered(organisation.credit_code)
    except UnknownFactError as error:
        raise NotFoundError("The present run does not know this enterprise") from error


def _for_the_province(request: HttpRequest) -> None:
    kind = asker(request).token.organisation.kind
    if kind not in PROVINCE.kinds:
        raise NotForYouError(
            "The province's numbers are for offices and research",
            expected=", ".join(sorted(PROVINCE.kinds)),
            found=kind,
        )


def _find(decisions: tuple[DecisionAnswer, ...], key: str) -> DecisionAnswer | None:
    for one in decisions:
        if one.key == key:
            return one
        below = _find(one.parts, key)
        if below is not None:
            return below
    return None


def _decision(found: DecisionAnswer) -> DecisionShown:
    why = reason(found.answers[0].explanation) if found.answers else None
    return DecisionShown(
        key=found.key, title=_said(found.title), verdict=found.verdict.value, reason=_words(why)
    )


def _offer(line: OfferLine) -> ProductOffer:
    return ProductOffer(
        product=line.product.key, label=_said(line.product.label), demonstration=line.product.demonstration,
        verdict=line.verdict.value, fits_stage=line.fits_stage,
        terms=[{"term": _said(what), "value": _said(text)} for what, text in line.terms],
        net_cost=_words(line.net_cost), net_cost_ppb=line.net_cost_ppb, reason=_words(line.reason),
        decision=line.decision,
    )  # fmt: skip


def _said(label: Label) -> Words:
    return Words(zh=label.zh, en=label.en)


def _words(label: Label | None) -> Words | None:
    return _said(label) if label is not None else None


def routers() -> dict[str, Router]:
    """The operations by the beginning of their address."""
    return {"/run": router}
