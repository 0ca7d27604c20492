"""What a decision looks like once it has been taken apart: plain values for pages, terminals and JSON.

An explanation is made by replaying the compiled plan on one subject (`kejin.policy.explain`). It holds no Polars
object and no reference to the engine, so a page, a terminal or an API can render it without importing either.
Every number comes with its text in Chinese and in English; a renderer never formats a value itself.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kejin.facts import FactSource, Label

PlainValue = int | bool | str | date | None


class Verdict(StrEnum):
    """The answer for one subject. `NEARLY` is a "not eligible" whose smallest repair is within reach."""

    ELIGIBLE = "eligible"
    NEARLY = "nearly"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"


class Confidence(StrEnum):
    """How well a value is known (design decision 6). `WEAK` is a report seen only in a weak secondary source."""

    OFFICIAL = "official"
    REPORTED = "reported"
    WEAK = "weak"
    UNCONFIRMED = "unconfirmed"


class InputKind(StrEnum):
    """What kind of thing an input of a condition is."""

    FACT = "fact"
    PARAMETER = "parameter"
    TABLE = "table"
    AGGREGATE = "aggregate"
    RULE = "rule"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Dates:
    """The three dates of every result: which law applies, as of when facts count, and what was known by when."""

    law: date
    facts_as_of: date
    known_by: date


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """A place in a document. `unread` means nobody has read that place; `url` is empty when none is known."""

    document: str
    at: str
    title: Label
    number: str
    quote: str
    url: str
    unread: bool


@dataclass(frozen=True, slots=True)
class ExplainedValue:
    """A value and how it reads; `value` None is unknown. Money is fen, ratios are parts per billion."""

    value: PlainValue
    unit: str
    text: Label


@dataclass(frozen=True, slots=True)
class ExplainedInput:
    """One thing a condition read: a fact with its cell, a parameter with its clause, a table row, an aggregate."""

    name: str
    kind: InputKind
    label: Label
    value: ExplainedValue
    clauses: tuple[ClauseRef, ...] = ()
    confidence: Confidence | None = None
    since: date | None = None
    row: str = ""
    row_label: Label | None = None
    year: int | None = None
    source: FactSource | None = None
    inputs: tuple["ExplainedInput", ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedCondition:
    """One node of the decision's tree.

    `form` is "check" (two sides compared), "flag" (a yes/no fact), "all", "any", "count" (so many of) or "not".
    `verdict` is True, False or None (undetermined). `margin` is positive when met, negative when missed, in the unit
    of the two sides. `sentence` says the outcome in one line ("4.20 % < 5.00 %, short by ¥80,000").
    """

    rule: str
    label: Label
    meaning: Label
    form: str
    verdict: bool | None
    near: bool
    sentence: Label
    clauses: tuple[ClauseRef, ...]
    comparison: str = ""
    actual: ExplainedValue | None = None
    required: ExplainedValue | None = None
    margin: ExplainedValue | None = None
    share: ExplainedValue | None = None
    inputs: tuple[ExplainedInput, ...] = ()
    children: tuple["ExplainedCondition", ...] = ()


@dataclass(frozen=True, slots=True)
class FactAsk:
    """A fact that is unknown and without which the decision stays undetermined; `year` for yearly facts."""

    name: str
    label: Label
    year: int | None
    unit: str
    why: Label


@dataclass(frozen=True, slots=True)
class Step:
    """One change in the smallest set of changes that would turn the decision; `far` marks one out of reach."""

    rule: str
    label: Label
    sentence: Label
    far: bool


@dataclass(frozen=True, slots=True)
class Caution:
    """Something a reader must know before relying on the result (an unconfirmed value, a law date past checking)."""

    code: str
    text: Label


@dataclass(frozen=True, slots=True)
class Explanation:
    """One decision for one subject, down to clause, parameter version and cell.

    `subject` holds the key columns of the decision's grain; `amounts` the values the policy reports beside the
    verdict; `ask` the facts to ask for; `steps` the next smallest step; `cautions` what limits the result.
    """

    policy: str
    decision: str
    label: Label
    grain: str
    subject: dict[str, PlainValue]
    verdict: Verdict
    tree: ExplainedCondition
    amounts: tuple[ExplainedInput, ...]
    ask: tuple[FactAsk, ...]
    steps: tuple[Step, ...]
    cautions: tuple[Caution, ...]
    dates: Dates
    ruleset_digest: str
    instrument: Label | None = None
