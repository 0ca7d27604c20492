"""How to get the figures of an outlook again: its book and its loans as files, a command, a few lines of Python."""

import json
import shlex
from dataclasses import dataclass

from kejin.web.scenarios.models import Outlook

_PYTHON = """\
from pathlib import Path

from kejin.risk.reading import read_given
from kejin.risk.simulation.book_file import read_book
from kejin.risk.simulation.results import losses
from kejin.runs.outlooks import outlook

book, loans = read_book(Path({book!r})), read_given(Path({loans!r}))
found = outlook(book, loans, scenarios={scenarios}, seed={seed})
for row in found.means.iter_rows(named=True):
    print(row["year"], row["left_fen"], row["left_error_fen"], row["dry"], row["dry_error"])
for row in losses(found.run).iter_rows(named=True):
    print(row["party"], row["mean_fen"], row["mean_error_fen"])
"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to get the same figures again.

    Attributes:
        book: What the downloaded book is called.
        loans: What the downloaded loans are called.
        command: The command line.
        python: A few lines of Python.
    """

    book: str
    loans: str
    command: str
    python: str


def recipe_of(kept: Outlook) -> Recipe:
    """The recipe of an outlook."""
    book, loans = f"outlook-{kept.pk}.yaml", f"outlook-{kept.pk}-loans.json"
    scenarios, seed = kept.asked["scenarios"], kept.asked["seed"]
    command = ["kejin", "risk", "solvency", book, "--scenarios", str(scenarios), "--seed", str(seed)]
    python = _PYTHON.format(book=book, loans=loans, scenarios=scenarios, seed=seed)
    return Recipe(book, loans, shlex.join(command), python)


def book_text(kept: Outlook) -> str:
    """The book as the text of a file that `kejin risk` reads."""
    document = {**kept.asked["document"], "facts": recipe_of(kept).loans}
    # JSON is YAML as well, and says of every text that it is one.
    return "".join(f"{name}: {json.dumps(part, ensure_ascii=False)}\n" for name, part in document.items())


def loans_text(kept: Outlook) -> str:
    """The loans as the text of a file that the book names."""
    return json.dumps({"given": kept.given}, ensure_ascii=False, indent=1) + "\n"
