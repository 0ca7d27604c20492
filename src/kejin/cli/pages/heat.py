"""The matrix as a heat map: how dark a cell is says how large a share of its stage's enterprises it reaches."""

from collections.abc import Mapping
from dataclasses import dataclass

from kejin.assessment.standing import STAGES
from kejin.cli.pages.wording import WORDS
from kejin.facts import Label
from kejin.money import short_yuan
from kejin.planning import INSTRUMENTS, Matrix
from kejin.planning.matrix import UNSTAGED
from kejin.planning.matrix import WORDS as COUNTED
from kejin.policy.wording import number_text

# Text stays readable on every step (at least 4.5 : 1), so the darkest one is still light.
STEPS = 5


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: how many enterprises are open, nearly open and undecided, the money open, and how dark it is."""

    counts: Mapping[str, int]
    amount: Label | None
    exact: Label | None
    heat: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One stage with its cells in the order of the instruments."""

    label: Label
    enterprises: int
    cells: tuple[HeatCell, ...]


def heat_map(matrix: Matrix) -> tuple[HeatRow, ...]:
    """The rows of the matrix, stage by stage; a stage without enterprises is left out."""
    found = {(row["stage"], row["instrument"]): row for row in matrix.cells.iter_rows(named=True)}
    rows = []
    for stage in [*STAGES, UNSTAGED]:
        cells = [found.get((stage, instrument)) for instrument in INSTRUMENTS]
        whole = next((int(cell["enterprises"]) for cell in cells if cell), 0)
        if whole:
            label = STAGES.get(stage, WORDS["stage_open"])
            rows.append(HeatRow(label, whole, tuple(_cell(cell, whole) for cell in cells)))
    return tuple(rows)


def _cell(row: Mapping[str, object] | None, whole: int) -> HeatCell:
    counts = {word: _whole(row, word) for word in COUNTED}
    fen = _whole(row, "open_fen")
    amount = Label(short_yuan(fen, language="zh"), short_yuan(fen, language="en")) if fen else None
    exact = number_text(fen, "fen") if fen else None
    return HeatCell(counts, amount, exact, -(-counts["open"] * STEPS // whole))


def _whole(row: Mapping[str, object] | None, name: str) -> int:
    value = row[name] if row is not None else 0
    return value if isinstance(value, int) else 0
