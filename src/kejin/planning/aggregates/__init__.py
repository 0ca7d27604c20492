"""What a run of any size found, as a few small tables: counted part by part, added up, described, kept as files."""

from collections.abc import Iterable

from kejin.planning.aggregates.counting import counted
from kejin.planning.aggregates.describing import described
from kejin.planning.aggregates.files import FOLDER, read_aggregates, write_aggregates
from kejin.planning.aggregates.merging import Counts, merged
from kejin.planning.aggregates.scheme import Scheme
from kejin.planning.aggregates.standing import standing_frame
from kejin.planning.aggregates.summing import summary_of
from kejin.planning.aggregates.tables import COUNTED, DESCRIBED, DIMENSIONS, TABLES, Aggregates, Table

__all__ = [
    "COUNTED",
    "DESCRIBED",
    "DIMENSIONS",
    "FOLDER",
    "TABLES",
    "Aggregates",
    "Counts",
    "Scheme",
    "Table",
    "aggregates",
    "counted",
    "described",
    "merged",
    "read_aggregates",
    "standing_frame",
    "summary_of",
    "write_aggregates",
]


def aggregates(scheme: Scheme, parts: Iterable[Counts]) -> Aggregates:
    """The aggregates of a run out of the counts of its parts."""
    whole = merged(parts)
    return Aggregates({**whole, **described(scheme, whole)})
