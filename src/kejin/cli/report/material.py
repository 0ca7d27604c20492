"""What a report is made from: the aggregates of a run and its record. Nothing here reads a row of an enterprise."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from kejin.cli.report.solvency import KeptBook
from kejin.facts import Label
from kejin.planning.aggregates.reading import Cell, Ground, Reach, Reading
from kejin.runs.manifest import Manifest


@dataclass(frozen=True)
class Material(Reading):
    """A run as a report reads it.

    Attributes:
        manifest: What the run was made of.
        calibration: Totals of a synthetic province beside the published ones; None for a real table.
        approval: The number of the map's approval (审图号) as the office confirmed it; empty where it has not.
        books: Books of loans that were simulated for the report.
    """

    manifest: Manifest
    calibration: pl.DataFrame | None = None
    approval: str = ""
    books: tuple[KeptBook, ...] = ()

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


__all__ = ["Cell", "Ground", "Material", "Reach"]
