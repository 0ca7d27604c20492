"""A run over facts that lie in parts: of any size, with the memory of one block, killed and resumed, on any machine."""

from kejin.planning.parts.blocks import Block
from kejin.planning.parts.engines import Engine, Pool, Serial
from kejin.planning.parts.finding import block_with, facts_of, first_enterprises, ids_in
from kejin.planning.parts.gathering import beyond_of
from kejin.planning.parts.ledger import WORK, sweep
from kejin.planning.parts.order import BLOCK, Order, Prepared, prepare, prepared
from kejin.planning.parts.run import (
    IDENTITY,
    Pass,
    added_up,
    begin,
    blocks_for,
    files_written,
    passes,
    ready_source,
    sorted_source,
)
from kejin.planning.parts.source import Source, digests_of, part_paths, read_source, source_as_json, source_of

__all__ = [
    "BLOCK",
    "IDENTITY",
    "WORK",
    "Block",
    "Engine",
    "Order",
    "Pass",
    "Pool",
    "Prepared",
    "Serial",
    "Source",
    "added_up",
    "begin",
    "beyond_of",
    "block_with",
    "blocks_for",
    "digests_of",
    "facts_of",
    "files_written",
    "first_enterprises",
    "ids_in",
    "part_paths",
    "passes",
    "prepare",
    "prepared",
    "read_source",
    "ready_source",
    "sorted_source",
    "source_as_json",
    "source_of",
    "sweep",
]
