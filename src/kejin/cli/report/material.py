"""What a report is made from: the aggregates of a run and its record. Nothing here reads a row of an enterprise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from kejin.assessment.standing import STAGES
from kejin.cli.report.solvency import KeptBook
from kejin.facts import Label
from kejin.planning import INSTRUMENTS
from kejin.planning.aggregates import Aggregates
from kejin.planning.matrix import UNSTAGED as UNDETERMINED
from kejin.runs.manifest import Manifest

UNKNOWN = Label("未填报", "not stated")


@dataclass(frozen=True, slots=True)
class Cell:
    """How an instrument reaches a group of enterprises: how many are open, nearly and undetermined, of how many."""

    enterprises: int
    open: int
    nearly: int
    undetermined: int
    open_fen: int
    open_without_amount: int


@dataclass(frozen=True, slots=True)
class Reach:
    """A group of enterprises (a stage, a city, an industry) and its cell for each instrument."""

    key: str | None
    label: Label
    enterprises: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies behind a count: a clause, or a value that a rule asks for with the clause it stands in."""

    label: Label
    value: Label
    confidence: str
    document: Label
    number: str
    at: str


@dataclass(frozen=True)
class Material:
    """A run as a report reads it.

    Attributes:
        aggregates: What was counted.
        manifest: What the run was made of.
        calibration: Totals of a synthetic province beside the published ones; None for a real table.
        approval: The number of the map's approval (审图号) as the office confirmed it; empty where it has not.
        books: Books of loans that were simulated for the report.
    """

    aggregates: Aggregates
    manifest: Manifest
    calibration: pl.DataFrame | None = None
    approval: str = ""
    books: tuple[KeptBook, ...] = ()

    @cached_property
    def _labels(self) -> Mapping[tuple[str, str], Label]:
        rows = self.aggregates["labels"].select("kind", "key", "zh", "en").iter_rows()
        return {(kind, key): Label(zh, en) for kind, key, zh, en in rows}

    def label(self, kind: str, key: str | None) -> Label:
        """What a key is called; "not stated" for none, the key itself where nobody named it."""
        if key is None:
            return UNKNOWN
        return self._labels.get((kind, key), Label(key, key))

    @cached_property
    def questions(self) -> Mapping[str, Mapping[str, object]]:
        """What is known of each decision, by its key, in the order of the run."""
        rows = self.aggregates["questions"].sort("place").iter_rows(named=True)
        return {str(row["decision"]): row for row in rows}

    def question(self, decision: str) -> Label:
        """What a decision is called."""
        row = self.questions.get(decision)
        return Label(str(row["zh"]), str(row["en"])) if row else Label(decision, decision)

    def invented(self, decision: str) -> bool:
        """Whether a decision belongs to a policy that is made up for demonstration."""
        row = self.questions.get(decision)
        return bool(row and row["demonstration"])

    @cached_property
    def _grounds(self) -> Mapping[tuple[str, str, str], Sequence[Ground]]:
        found: dict[tuple[str, str, str], list[Ground]] = {}
        for row in self.aggregates["grounds"].sort("kind", "key", "place").iter_rows(named=True):
            ground = Ground(
                Label(row["zh"], row["en"]),
                Label(row["value_zh"], row["value_en"]),
                row["confidence"],
                Label(row["document_zh"], row["document_en"]),
                row["number"],
                row["at"],
            )
            found.setdefault((row["kind"], row["key"], row["what"]), []).append(ground)
        return found

    def grounds(self, kind: str, key: str, what: str) -> Sequence[Ground]:
        """The clauses ("clause") or values ("value") behind a decision, a condition or an amount."""
        return self._grounds.get((kind, key, what), ())

    @cached_property
    def stages_of(self) -> Mapping[str, frozenset[str]]:
        """For each instrument the stages that some product of the catalogue is meant for."""
        found: dict[str, set[str]] = {name: set() for name in INSTRUMENTS}
        for instrument, stages in self.aggregates["catalogue"].select("instrument", "stages").iter_rows():
            found.setdefault(instrument, set()).update(stages)
        return {name: frozenset(stages) for name, stages in found.items()}

    def stages(self) -> list[Reach]:
        """The matrix: one group for each stage that has enterprises, in the order of the plan, undetermined last."""
        whole = self.aggregates.split("matrix").filter(value="")
        return self._reaches(whole, "stage", "stage")

    def split(self, dimension: str) -> list[Reach]:
        """The groups of a dimension, those with most enterprises first; "other", "none" and not stated come last."""
        found = self._reaches(self.aggregates.split("matrix", dimension), "value", dimension)
        return sorted(
            found,
            key=lambda reach: (_LAST.index(reach.key) if reach.key in _LAST else -1, -reach.enterprises),
        )

    def within(self, dimension: str, value: str | None) -> list[Reach]:
        """The matrix of one group of a dimension."""
        rows = self.aggregates.split("matrix", dimension).filter(pl.col("value").eq_missing(pl.lit(value)))
        return self._reaches(rows, "stage", "stage")

    def _reaches(self, rows: pl.DataFrame, by: str, kind: str) -> list[Reach]:
        numbers = ["enterprises", "open", "nearly", "undetermined", "open_fen", "open_without_amount"]
        summed = rows.group_by(by, "instrument", maintain_order=True).agg(
            pl.col(name).cast(pl.Int128).sum().cast(pl.Int64) for name in numbers
        )
        groups: dict[str | None, dict[str, Cell]] = {}
        for key, instrument, *counts in summed.iter_rows():
            groups.setdefault(key, {})[instrument] = Cell(*counts)
        return [
            Reach(key, self._named(kind, key), next(iter(cells.values())).enterprises, cells)
            for key, cells in sorted(groups.items(), key=lambda item: _place(kind, item[0]))
        ]

    def _named(self, kind: str, key: str | None) -> Label:
        if key == "none" and kind in _NONE:
            return _NONE[kind]
        return UNSTAGED if kind == "stage" and key == UNDETERMINED else self.label(kind, key)

    @cached_property
    def decisions(self) -> Mapping[str, tuple[int, int, int, int]]:
        """Subjects eligible, nearly, undetermined and not eligible, by decision."""
        whole = self.aggregates.split("decisions").filter(value="")
        columns = ["eligible", "nearly", "undetermined", "not_eligible"]
        return {row[0]: row[1:] for row in whole.select("decision", *columns).iter_rows()}

    def total(self, instrument: str) -> Cell:
        """An instrument's cell over all stages."""
        cells = [reach.cells[instrument] for reach in self.stages() if instrument in reach.cells]
        sums = [
            sum(getattr(cell, name) for cell in cells)
            for name in ("enterprises", "open", "nearly", "undetermined", "open_fen", "open_without_amount")
        ]
        return Cell(*sums)


UNSTAGED = Label("阶段未定", "Stage undetermined")
_LAST = ("other", "none", None)
# A bare "none" says too little beside a figure.
_NONE = {
    "platform": Label("不在重大平台", "Outside the platforms"),
    "key_industry": Label("不属于重点产业", "No key industry"),
}
_STAGE_ORDER = (*STAGES, UNDETERMINED)


def _place(kind: str, key: str | None) -> tuple[bool, int, str]:
    if kind == "stage" and key in _STAGE_ORDER:
        return False, _STAGE_ORDER.index(key), ""
    return key is None, 0, key or ""
