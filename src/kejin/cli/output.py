"""What goes where: results on standard output (words, or one JSON document), everything else on standard error."""

import dataclasses
import io
import json
import math
import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import date
from enum import Enum
from pathlib import Path
from typing import IO, Any, cast

from rich.console import Console

from kejin.errors import CellErrors, FactErrors, KejinError, SeveralTermsErrors

# Set by the --json option of the command that runs; the error printer has no other way to know of it.
WANTS_JSON: ContextVar[bool] = ContextVar("wants_json", default=False)
_PROBLEMS_SHOWN = 20
# Wider than any line of ours: whoever reads a pipe cuts lines himself.
_WIDEST = 2_000
_PADDING = re.compile(r" +(?=\n)")


def messages() -> Console:
    """The console for everything that is not the result."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def results() -> Console:
    """The console for the result in words; in a pipe or a file, lines are as long as they are."""
    if sys.stdout.isatty():
        return Console(highlight=False, emoji=False, markup=False)
    return Console(file=cast(IO[str], _Trimmed()), width=_WIDEST, highlight=False, emoji=False, markup=False)


class _Trimmed(io.TextIOBase):
    """Standard output without the blanks that pad a line to the console's width."""

    def write(self, text: str) -> int:
        """Write through."""
        sys.stdout.write(_PADDING.sub("", text))
        return len(text)

    def flush(self) -> None:
        """Flush through."""
        sys.stdout.flush()


def emit(value: object) -> None:
    """Print one JSON document on standard output."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def plain(value: object) -> object:
    """A value as JSON knows it: dataclasses become objects, dates ISO text, enumerations their value, frames rows."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float) and not math.isfinite(value):
        # JSON has no infinity: an error that one drawing alone cannot show is unknown.
        return None
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date | Path):
        return value.isoformat() if isinstance(value, date) else str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [plain(item) for item in _rows_of(value)]
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _rows_of(value: Iterable[Any]) -> Iterable[Any]:
    # Whoever holds a frame has loaded Polars; nobody else should wait for it.
    loaded = sys.modules.get("polars")
    if loaded is not None and isinstance(value, loaded.DataFrame):
        return cast(Iterable[Any], value.to_dicts())
    return value


def report(error: KejinError) -> None:
    """Print an error as what, expected, found, where, kept; with --json as a document under "error"."""
    if WANTS_JSON.get():
        emit({"error": error.as_dict()})
        return
    console = messages()
    console.print(f"[bold red]{_safe(error.what)}[/]")
    for name in ("expected", "found", "where"):
        value = getattr(error, name)
        if value is not None:
            console.print(f"  {name:<9} {_safe(str(value))}")
    if isinstance(error, CellErrors | FactErrors | SeveralTermsErrors):
        for problem in error.problems[:_PROBLEMS_SHOWN]:
            console.print(f"  • {_safe(problem.sentence(without=error.kept))}")
        if len(error.problems) > _PROBLEMS_SHOWN:
            console.print(f"  … and {len(error.problems) - _PROBLEMS_SHOWN} more")
        if isinstance(error, CellErrors) and len(error.problems) > 1:
            console.print("To mend them in a table: kejin import FILE --errors errors.xlsx")
    if error.kept is not None:
        console.print(_safe(error.kept))


def debugging() -> bool:
    """Whether KEJIN_DEBUG=1 asks for tracebacks instead of messages."""
    return os.environ.get("KEJIN_DEBUG") == "1"


def _safe(text: str) -> str:
    # A cell's content must not steer the terminal: neither by markup nor by control characters.
    return printable(text).replace("[", r"\[")


def printable(text: str) -> str:
    """The text with control characters and text-direction overrides shown as their code points."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)
