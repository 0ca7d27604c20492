"""From a book file, facts and rules to a run; and two runs of one book under different rules side by side."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from kejin.errors import RiskError
from kejin.facts import FactSet
from kejin.policy import Ruleset
from kejin.risk.agreements import Arrangement
from kejin.risk.arrays import Terms
from kejin.risk.book import Book
from kejin.risk.fees import fee_columns
from kejin.risk.simulation.book_file import BookDocument
from kejin.risk.simulation.loans import chosen, portfolio_of, with_institution_years
from kejin.risk.simulation.measures import Estimate, difference_of, mean_of
from kejin.risk.simulation.outlook import with_holdings
from kejin.risk.simulation.plan import Plan
from kejin.risk.simulation.portfolio import plan_of
from kejin.risk.simulation.results import borne, public
from kejin.risk.simulation.running import Run, simulate_book


@dataclass(frozen=True)
class Prepared:
    """A book ready to be simulated, with the facts that its loans were made of."""

    document: BookDocument
    factset: FactSet
    book: Book
    terms: Terms
    plan: Plan

    def run(
        self,
        *,
        scenarios: int,
        seed: int,
        workers: int = 1,
        progress: Callable[[int], None] | None = None,
    ) -> Run:
        """Draw so many scenarios."""
        return simulate_book(
            self.book,
            self.terms,
            self.plan,
            scenarios=scenarios,
            seed=seed,
            workers=workers,
            progress=progress,
        )


def prepare(
    document: BookDocument, factset: FactSet, ruleset: Ruleset, *, table: pl.DataFrame | None = None
) -> Prepared:
    """The book of a file under a ruleset; `table` is the table of probabilities that the file names.

    Raises `RiskError` and its kind for a book that does not hold together.
    """
    assumptions = document.assumptions()
    facts = chosen(document, factset)
    years = range(assumptions.starts.year, assumptions.starts.year + assumptions.years)
    facts = with_institution_years(document, facts, years)
    arrangement = Arrangement.of(ruleset, document.agreements)
    if document.holds is not None:
        assumptions = with_holdings(arrangement, assumptions, document.holds)
    book = Book.of(arrangement, facts, assumptions.calendar_years)
    portfolio = portfolio_of(document, facts, assumptions, table=table)
    terms, plan = plan_of(
        book, portfolio, assumptions, fees=fee_columns(arrangement, facts, book.loans["loan_id"])
    )
    return Prepared(document, facts, book, terms, plan)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure before and after, and the difference with what error is left when the same draws stand behind both."""

    key: str
    before: Estimate
    after: Estimate
    difference: Estimate


def compared(before: Run, after: Run) -> list[Change]:
    """What each party bears, all public parties together, and what stays suspended: before, after, and the difference.

    Both runs have to draw the same scenarios. Raises `RiskError` for runs that cannot be compared.
    """
    keys = [[party.key for party in run.book.arrangement.parties] for run in (before, after)]
    if (before.seed, before.scenarios) != (after.seed, after.scenarios) or keys[0] != keys[1]:
        raise RiskError(
            "Two runs that cannot be compared",
            expected="the same seed, scenarios and parties",
            found=f"{before.seed}, {before.scenarios} and {after.seed}, {after.scenarios}",
        )
    columns = {
        key: (borne(before, place).sum(axis=1), borne(after, place).sum(axis=1))
        for place, key in enumerate(keys[0])
    }
    columns["public"] = (public(before), public(after))
    columns["suspended"] = (before.paths.open[:, 0], after.paths.open[:, 0])
    changes = [Change(key, mean_of(a), mean_of(b), difference_of(a, b)) for key, (a, b) in columns.items()]
    for what in ("bound", "stopped"):
        changes += _chances(before, after, what)
    return changes


def _chances(before: Run, after: Run, what: str) -> list[Change]:
    arrangement = before.book.arrangement
    keys = [one.key for one in (arrangement.limits if what == "bound" else arrangement.stop_lines)]
    found = []
    for place, key in enumerate(keys):
        a, b = ((getattr(run.paths, what)[:, place] >= 0).astype(np.float64) for run in (before, after))
        found.append(Change(key, mean_of(a), mean_of(b), difference_of(a, b)))
    return found
