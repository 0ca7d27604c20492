"""The synthetic province: invented enterprises of any number, with everything that is asked about them, from one seed.

The same seed makes the same bytes, whatever the number of workers. What nobody could see (default probabilities,
traits) is kept apart as truth. `docs/synthetic.md` says what is assumed and where published figures come in.
"""

from kejin.enterprises.synthetic.block import Block, make_block
from kejin.enterprises.synthetic.reading import is_synthetic, read_manifest, read_synthetic
from kejin.enterprises.synthetic.writing import (
    MANIFEST,
    NOTICE,
    Order,
    Part,
    finish,
    write_parts,
    write_province,
)

__all__ = [
    "MANIFEST",
    "NOTICE",
    "Block",
    "Order",
    "Part",
    "finish",
    "is_synthetic",
    "make_block",
    "read_manifest",
    "read_synthetic",
    "write_parts",
    "write_province",
]
