"""What an import has to say: notices that do not stop it, and cells that do."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kejin.enterprises.importing.reasons import TEXTS, Reason
from kejin.errors import CellError, CellErrors, InputError
from kejin.facts import Label

NOTHING_IMPORTED = "Nothing was imported."
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know that did not stop the import.

    Attributes:
        code: What kind of notice, such as "unit.assumed" or "header.unknown".
        text: The sentence.
        where: File, sheet, column.
    """

    code: str
    text: Label
    where: str


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that cannot be used.

    Attributes:
        file: The file's name.
        sheet: The sheet's name, empty for CSV and Parquet.
        cell: "D17"; a row alone ("17") when the problem is the row's.
        row: The row as the person sees it, from 1.
        header: The column's header.
        value: What stands there, shortened.
        reason: Why it cannot be used.
        expected: What would be right.
    """

    file: str
    sheet: str
    cell: str
    row: int
    header: str
    value: str
    reason: Reason
    expected: Label

    @property
    def where(self) -> str:
        """File, sheet, cell and header in one line."""
        sheet = f"{self.sheet}!" if self.sheet else ""
        header = f" “{shortened(self.header)}”" if self.header else ""
        return f"{self.file}, {sheet}{self.cell}{header}"

    def error(self) -> CellError:
        """The problem as an error of the house."""
        reason = TEXTS[self.reason]
        return CellError(
            f"{reason.zh} / {reason.en}",
            expected=f"{self.expected.zh} / {self.expected.en}",
            found=self.value,
            where=self.where,
        )


class ImportErrors(CellErrors):
    """Every reason why a file was not imported: cells, and what is wrong with mapping or file.

    Attributes:
        cells: The problems with cells, in the order of sheets, rows and columns.
        others: Errors that no single cell has.
        total: How many problems there are, those beyond the limit counted too.
    """

    def __init__(
        self, cells: Sequence[CellProblem], others: Sequence[InputError] = (), *, total: int = 0
    ) -> None:
        self.cells = tuple(cells)
        self.others = tuple(others)
        listed = [*self.others, *(cell.error() for cell in self.cells)]
        self.total = max(total, len(listed))
        rest = self.total - len(listed)
        what = f"{self.total} problem{'s' if self.total > 1 else ''} in the file"
        super().__init__(
            listed, what=what + (f", of which {rest} are not listed" if rest else ""), kept=NOTHING_IMPORTED
        )


@dataclass(slots=True)
class Findings:
    """Collects what an import finds; keeps at most `limit` cell problems and counts the rest."""

    limit: int
    cells: list[CellProblem] = field(default_factory=list)
    others: list[InputError] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    uncounted: int = 0

    def room(self) -> int:
        """How many more cell problems are listed one by one."""
        return max(0, self.limit - len(self.cells))

    def add_cell(self, problem: CellProblem) -> None:
        """List the problem, or count it when the list is full."""
        if self.room():
            self.cells.append(problem)
        else:
            self.uncounted += 1

    def notice(self, code: str, where: str, text: Label) -> None:
        """Keep a notice, once."""
        notice = Notice(code, text, where)
        if notice not in self.notices:
            self.notices.append(notice)

    @property
    def any_errors(self) -> bool:
        """Whether something stops the import."""
        return bool(self.cells or self.others)

    def errors(self) -> ImportErrors | None:
        """All of it as one error, or None when nothing stops the import."""
        if not self.any_errors:
            return None
        ordered = sorted(self.cells, key=lambda cell: (cell.sheet, cell.row))
        total = len(self.cells) + len(self.others) + self.uncounted
        return ImportErrors(ordered, self.others, total=total)


def shortened(value: object) -> str:
    """A value for a message: one line, at most 60 characters, control and direction characters made visible."""
    text = "" if value is None else str(value)[: _SHOWN * 4]
    visible = "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in text
    )
    return visible if len(visible) <= _SHOWN else visible[:_SHOWN] + "…"
