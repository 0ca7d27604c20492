"""What a part of the facts must know of the other parts: totals over all of them, worked out beforehand.

A register that is kept in part files is evaluated part by part. A part holds whole enterprises with everything that
belongs to them; a lender's year, a programme's year and a fund have rows in many parts. What is added up over them is
worked out in a pass over all parts and stands here, so that a plan over one part reads the totals of all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from kejin.facts.grains import GRAINS, Grain


class Way(NamedTuple):
    """From a finer grain to its parent's, by the columns of the finer grain that hold the parent's keys."""

    grain: Grain
    target: Grain
    columns: tuple[str, ...]


ROWS = "#rows"
"""How many rows of the finer grain a parent has."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """Totals over all parts; this part's own rows are among them.

    Attributes:
        totals: For each way a frame with a row for every parent that the rows of any part name: the parent's keys,
            `#rows`, and a column for each total by the name of its move.
        running: For each grain a frame with its keys and a column for each running total by the name of its move, for
            the rows of this part that have one.
    """

    totals: Mapping[Way, pl.DataFrame] = field(default_factory=dict)
    running: Mapping[Grain, pl.DataFrame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "totals", MappingProxyType(dict(self.totals)))
        object.__setattr__(self, "running", MappingProxyType(dict(self.running)))

    def __reduce__(self) -> tuple[object, ...]:
        # A mapping proxy cannot be pickled, and worker processes take facts.
        return (type(self), (dict(self.totals), dict(self.running)))


def spans_parts(grain: Grain) -> bool:
    """Whether rows of a grain belong to no enterprise, so that rows of many parts may point at one of them."""
    return grain is not Grain.ENTERPRISE and Grain.ENTERPRISE not in GRAINS[grain].parents
