"""The documents of a pack: what the YAML beside the rules may say. JSON Schema for editors is made from these models.

Amounts are written in the unit the law prints and in quotes; unknown keys are refused; a value that nobody has seen
is written `value: null` and stays unknown.
"""

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kejin.facts import Grain, Label
from kejin.policy.explanation import Confidence

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Document(BaseModel):
    """Strict base: unknown keys refused, instances immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LabelDocument(Document):
    """A Chinese and an English text."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @cached_property
    def label(self) -> Label:
        """The two texts as a label."""
        return Label(self.zh, self.en)


class SourceDocument(Document):
    """A document the pack rests on. `kind` says what was read; `read` where."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: LabelDocument
    number: str = ""
    issuer: str = ""
    issued: date | None = None
    effective: date | None = None
    kind: Literal["official", "mirror", "press", "secondary", "convention", "demonstration"]
    read: str = Field(default="", description="address or title of the page that was read, with its date")


class ClauseDocument(Document):
    """A place in a source; `quote` is the sentence that holds the value, `unread` says nobody has read the place."""

    doc: str
    at: str = ""
    quote: str = ""
    unread: bool = False


class Kind(StrEnum):
    """The kind of a parameter's or table's value."""

    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    POINTS = "points"
    DAYS = "days"
    DATE = "date"
    FLAG = "flag"
    CHOICES = "choices"


class Version(Document):
    """One dated value. `recorded` is when it entered the pack; a later entry for the same day corrects it."""

    start: date = Field(alias="from")
    value: str | list[str] | None
    clause: ClauseDocument
    confidence: Confidence
    recorded: date | None = None
    note: str = ""


class BoundsDocument(Document):
    """The closed interval a parameter may move in (also in an overlay)."""

    min: str
    max: str


class ParameterDocument(Document):
    """A dated, cited value. `pivot` names the date fact at which each row looks the value up."""

    id: Identifier
    label: LabelDocument
    kind: Kind
    unit: str = ""
    bounds: BoundsDocument | None = None
    pivot: str = ""
    until: date | None = Field(default=None, description="last day on which the last version holds")
    versions: list[Version] = Field(min_length=1)
    verified: date | None = None


class ConditionDocument(Document):
    """The condition of a table row on one input; the bounds in the unit named."""

    at_least: str | None = None
    above: str | None = None
    at_most: str | None = None
    below: str | None = None
    unit: str = ""
    is_in: list[str] | None = Field(default=None, alias="in")
    equals: Literal["true", "false"] | None = Field(default=None, alias="is")


class RowDocument(Document):
    """A row with its own id, so that a trace names the row that hit and not the table."""

    id: Identifier
    label: LabelDocument
    when: dict[str, ConditionDocument] = Field(default_factory=dict)
    value: str | None


class TableVersion(Document):
    """The rows that hold from a day on."""

    start: date = Field(alias="from")
    rows: list[RowDocument] = Field(min_length=1)
    clause: ClauseDocument
    confidence: Confidence
    recorded: date | None = None


class TableDocument(Document):
    """A look-up with row ids. `hit: unique` rows exclude one another; `hit: first` rows are read from the top.

    `monotone` may state that values rise or fall with the first input; lint checks it.
    """

    id: Identifier
    label: LabelDocument
    inputs: list[str] = Field(min_length=1)
    kind: Kind
    unit: str = ""
    hit: Literal["unique", "first"] = "unique"
    monotone: Literal["", "rising", "falling"] = ""
    pivot: str = ""
    versions: list[TableVersion] = Field(min_length=1)


class UseDocument(Document):
    """A rule, move, parameter or table of another policy, usable here under `name`; `of` is "policy.name"."""

    name: Identifier
    of: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]


Audience = Literal["enterprise", "institution", "office", "background"]


class DecisionDocument(Document):
    """A question the policy answers: the rule that gives the verdict, its grain, the amounts shown beside it.

    For a status `held` names the rule that says the certificate is held and valid, and `certifies` the facts (flags,
    and dates of validity) that come true when the status is obtained: to meet the conditions is not yet to hold it.
    """

    id: Identifier
    label: LabelDocument
    rule: str
    grain: Grain
    amounts: list[str] = Field(default_factory=list)
    start: date | None = Field(default=None, alias="from")
    until: date | None = None
    held: str = ""
    certifies: list[Identifier] = Field(default_factory=list)
    audience: Audience | None = Field(
        default=None, description="whose question this one is, where it is another's than the policy's"
    )


class ReachDocument(Document):
    """What "nearly" means on this policy's pages: Kejin's reading convention, not law."""

    share: str
    units: int
    days: int
    conditions: int


class PolicyDocument(Document):
    """The head of a pack: what it is, where it applies, since when, what it decides, how far it was checked."""

    id: Identifier
    jurisdiction: str
    instrument: Literal["fund", "loan", "bond", "equity", "futures", "policy"]
    label: LabelDocument
    summary: LabelDocument
    checked_through: date
    start: date = Field(alias="from")
    until: date | None = None
    nearly: ReachDocument
    audience: Audience = Field(
        default="enterprise",
        description="whose question it is: an enterprise's answer page shows its own; background serves other policies",
    )
    uses: list[UseDocument] = Field(default_factory=list, description="names borrowed from other policies")
    decisions: list[DecisionDocument] = Field(min_length=1)
    missing: list[LabelDocument] = Field(
        default_factory=list, description="what the pack leaves out, and why"
    )


class SourcesDocument(Document):
    """sources.yaml"""

    sources: list[SourceDocument]


class ParametersDocument(Document):
    """parameters.yaml"""

    parameters: list[ParameterDocument]


class TablesDocument(Document):
    """tables.yaml"""

    tables: list[TableDocument]


class CaseDocument(Document):
    """A case: facts in, verdict and values out, and what must appear in the trace.

    `kind: golden` takes its expected result from an outside source, named in `source`; `kind: hand` was worked out by
    hand from the clause named there. Facts not given are unknown.
    """

    id: str
    kind: Literal["golden", "hand"]
    why: str
    source: ClauseDocument
    law: date
    facts_as_of: date | None = None
    known_by: date | None = None
    given: dict[Grain, dict[str, str | None] | list[dict[str, str | None]]]
    expect: dict[str, str | None] = Field(description="decision or rule name -> verdict or value")
    because: list[str] = Field(default_factory=list, description="table#row, parameter or rule in the trace")


class CasesDocument(Document):
    """cases/*.yaml"""

    cases: list[CaseDocument]
