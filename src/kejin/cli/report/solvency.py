"""What the report shows of books of loans: simulated once, kept beside the run as JSON, read again by every report.

A kept book is what `kejin risk solvency BOOK --json` prints, and under "what_if" what `kejin risk compare` does.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kejin.errors import FileError
from kejin.facts import Label

FOLDER = "solvency"
"""The folder of kept books within a run's."""
FORMAT = 1


@dataclass(frozen=True)
class KeptBook:
    """One book as it was kept: everything is plain JSON, read through the few accessors below."""

    name: str
    plain: Mapping[str, Any]

    def label(self, found: Mapping[str, str]) -> Label:
        """A label as JSON keeps it."""
        return Label(found["zh"], found["en"])

    @property
    def title(self) -> Label:
        """What the book is called."""
        return self.label(self.plain["title"])

    def rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        """The rows of a frame."""
        found: Sequence[Mapping[str, Any]] = self.plain[name]
        return found

    @property
    def parties(self) -> Mapping[str, Label]:
        """What parties are called, in the order of the arrangement."""
        return {row["key"]: self.label(row["label"]) for row in self.plain["parties"]}

    @property
    def limits(self) -> Mapping[str, Label]:
        """What limits and stop lines are called."""
        return {row["key"]: self.label(row["label"]) for row in self.plain["limits"]}

    def years(self, party: str, *, what_if: bool = False) -> Sequence[Mapping[str, Any]]:
        """A party's years; none of a what-if that was not asked."""
        other = self.plain["what_if"]
        rows = (other["years"] if other else ()) if what_if else self.plain["years"]
        return [row for row in rows if row["party"] == party]


def keep(run: Path, name: str, plain: Mapping[str, object]) -> Path:
    """Keep a book beside a run; one of the same name is replaced."""
    folder = run / FOLDER
    folder.mkdir(exist_ok=True)
    target = folder / f"{name}.json"
    document = {"format": FORMAT, **plain}
    target.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return target


def kept_books(run: Path) -> tuple[KeptBook, ...]:
    """The books kept beside a run, by name. Raises `FileError` for one of another format."""
    found = []
    for path in sorted((run / FOLDER).glob("*.json")):
        plain = json.loads(path.read_text(encoding="utf-8"))
        if plain.get("format") != FORMAT:
            raise FileError(
                "A kept book is of another version",
                expected=f"format {FORMAT}; simulate it again with `kejin report DIR --book BOOK`",
                found=str(plain.get("format")),
                where=str(path),
            )
        found.append(KeptBook(path.stem, plain))
    return tuple(found)
