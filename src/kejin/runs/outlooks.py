"""Whether a pool's money lasts: a book of loans on record, simulated under the agreement in force.

found = outlook(read_book(Path("outlook.yaml")), read_given(Path("loans.json")), scenarios=1000, seed=1)
for row in found.means.iter_rows(named=True):
    print(row["year"], row["left_fen"], row["dry"])
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from kejin.errors import RiskError
from kejin.facts import FactSet, Label
from kejin.packs import load_packs
from kejin.policy import Dates
from kejin.risk.agreements import agreements_in_force
from kejin.risk.simulation.book_file import BookDocument
from kejin.risk.simulation.outlook import means
from kejin.risk.simulation.running import Run
from kejin.risk.simulation.whole import Prepared, prepare
from kejin.runs.books import progress_of
from kejin.runs.whatif import Told, quiet

_READING = Label("读取贷款与协议", "Reading loans and agreement")
_DRAWING = Label("模拟损失", "Simulating losses")


@dataclass(frozen=True)
class Outlook:
    """A book on record with its simulation.

    Attributes:
        prepared: The book under the rules in force.
        run: What was drawn.
    """

    prepared: Prepared
    run: Run

    @cached_property
    def means(self) -> pl.DataFrame:
        """What is left of the money held, year by year; see `kejin.risk.simulation.outlook.means`."""
        return means(self.run, self.prepared.document.holds)


def outlook(
    document: BookDocument,
    factset: FactSet,
    *,
    scenarios: int,
    seed: int = 1,
    packs: Sequence[Path] = (),
    told: Told = quiet,
) -> Outlook:
    """Simulate a book over given facts under the rules of its day of law.

    Args:
        document: The book: agreements, assumptions, the money held. The facts that it names are not read.
        factset: The loans, with what the agreements ask about them.
        scenarios: How many courses of events are drawn.
        seed: The same seed draws the same courses.
        packs: Further packs.
        told: Is told how far the work is; what it raises ends the work.

    Raises:
        RiskError: The book does not hold together, or an agreement is not in force on its day of law.
    """
    told(_READING, 0, 0)
    law = document.law or document.starts
    policies = dict.fromkeys(key.partition(".")[0] for key in document.agreements)
    ruleset = load_packs(packs).only(policies).compile(Dates(law, law, law))
    missing = [key for key in document.agreements if key not in agreements_in_force(ruleset)]
    if missing:
        raise RiskError(
            "An agreement is not in force", expected=f"one in force on {law}", found=", ".join(missing)
        )
    prepared = prepare(document, factset, ruleset)
    run = prepared.run(scenarios=scenarios, seed=seed, progress=progress_of(told, _DRAWING, scenarios))
    return Outlook(prepared, run)
