"""Facts by the enterprises that lack them and have a question open because of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from kejin.assessment.carrying import Truth
from kejin.facts import GRAINS, Fact, FactSet, Grain
from kejin.planning.aggregates.deciding import Waiting
from kejin.planning.aggregates.scheme import Scheme
from kejin.planning.aggregates.standing import Numbers, Standing
from kejin.planning.aggregates.tables import ANY, COUNTED
from kejin.policy import Decision


@dataclass(slots=True)
class Missing:
    """Gathers, question by question, which enterprises wait for which fact."""

    scheme: Scheme
    factset: FactSet
    standing: Standing
    rows: list[tuple[object, ...]] = field(default_factory=list)
    _lacking: dict[str, Truth] = field(default_factory=dict)
    _any: dict[str, Truth] = field(default_factory=dict)
    _rows: dict[Grain, Numbers] = field(default_factory=dict)
    _frames: dict[Grain, pl.DataFrame | None] = field(default_factory=dict)

    def add(self, decision: Decision, waits: Iterable[Waiting]) -> None:
        """Count one decision from the conditions that keep it open."""
        found: dict[str, Truth] = {}
        for leaf, owners, kept in waits:
            waiting = np.zeros(self.standing.height, dtype=np.bool_)
            rows = owners[kept]
            waiting[rows[rows >= 0]] = True
            for fact in self.scheme.facts_behind[leaf]:
                mine = waiting & self.lacking(fact)
                found[fact.name] = found[fact.name] | mine if fact.name in found else mine
        for name, mine in found.items():
            count = int(np.count_nonzero(mine))
            if count:
                self.rows.append((name, decision.key, count))
            if count and decision.key in self.scheme.told:
                self._any[name] = self._any[name] | mine if name in self._any else mine

    def frame(self) -> pl.DataFrame:
        """The table `missing`."""
        whole = [(name, ANY, int(np.count_nonzero(mine))) for name, mine in self._any.items()]
        return pl.DataFrame([*self.rows, *whole], schema=dict(COUNTED["missing"].columns), orient="row")

    def lacking(self, fact: Fact) -> Truth:
        """The enterprises without a value of a fact; of a yearly fact, without one for the last full year.

        Of a grain that is complete, those that have a row without the value. A fact that belongs to no enterprise is
        lacked by none.
        """
        if fact.name not in self._lacking:
            self._lacking[fact.name] = self._worked_out(fact)
        return self._lacking[fact.name]

    def _worked_out(self, fact: Fact) -> Truth:
        nobody = np.zeros(self.standing.height, dtype=np.bool_)
        grain = fact.grain
        if grain is not Grain.ENTERPRISE and Grain.ENTERPRISE not in GRAINS[grain].parents:
            return nobody
        complete = grain in self.factset.complete
        column = self._column(fact)
        if column is None:
            return nobody if complete else ~nobody
        rows, known, years = column
        wanted = ~known if complete else known
        if not complete and years is not None:
            wanted &= years == self.scheme.last_year
        found = rows[wanted]
        nobody[found[found >= 0]] = True
        return nobody if complete else ~nobody

    def _column(self, fact: Fact) -> tuple[Numbers, Truth, Numbers | None] | None:
        """The rows of the enterprises, where the fact is known, and the years; None where nobody gave it."""
        given = self._frame(fact.grain)
        if given is None or fact.name not in given.columns:
            return None
        if fact.grain not in self._rows:
            self._rows[fact.grain] = self.standing.rows_of(given)
        years = given["year"].fill_null(0).to_numpy() if fact.grain is Grain.FILING else None
        return self._rows[fact.grain], given[fact.name].is_not_null().to_numpy(), years

    def _frame(self, grain: Grain) -> pl.DataFrame | None:
        if grain not in self._frames:
            given = self.factset.frames.get(grain)
            self._frames[grain] = None if given is None else given.lazy().collect()
        return self._frames[grain]
