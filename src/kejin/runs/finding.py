"""Which block of a run over part files holds an enterprise, found in a moment however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kejin.planning.parts import Block, block_with, ids_in


@dataclass(frozen=True)
class Finder:
    """The blocks of a run by their enterprises.

    Identifiers are kept as hashes of eight bytes, in order: ten megabytes for a million. Two enterprises may have one
    hash, so what is found is looked at again in the files of the block.

    Attributes:
        blocks: The blocks.
        hashes: The hashes of all identifiers, ascending.
        places: For each hash the place of its block.
    """

    blocks: Sequence[Block]
    hashes: NDArray[np.uint64]
    places: NDArray[np.uint32]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "Finder":
        """Read the identifiers of every block."""
        hashed = [ids_in(block).collect()["enterprise_id"].hash().to_numpy() for block in blocks]
        hashes = np.concatenate(hashed) if hashed else np.empty(0, np.uint64)
        places = np.repeat(np.arange(len(blocks), dtype=np.uint32), [part.size for part in hashed])
        order = np.argsort(hashes, kind="stable")
        return cls(blocks, hashes[order], places[order])

    def block(self, enterprise_id: str) -> Block:
        """The block that holds an enterprise. Raises `UnknownFactError` where none does."""
        sought = np.uint64(pl.Series([enterprise_id], dtype=pl.String).hash()[0])
        first, last = (
            np.searchsorted(self.hashes, sought, "left"),
            np.searchsorted(self.hashes, sought, "right"),
        )
        places = sorted({int(place) for place in self.places[first:last]})
        return block_with([self.blocks[place] for place in places], enterprise_id)
