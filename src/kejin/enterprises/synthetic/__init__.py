"""The synthetic province: invented enterprises of any number, with everything that is asked about them, from one seed.

The same seed makes the same bytes, whatever the number of workers. What nobody could see (default probabilities,
traits) is kept apart as truth. `docs/synthetic.md` says what is assumed and where published figures come in.
"""

from kejin.enterprises.synthetic.block import Block, make_block
from kejin.enterprises.synthetic.calibration import TOLERANCE, calibration, read_calibration
from kejin.enterprises.synthetic.first import write_first
from kejin.enterprises.synthetic.reading import is_synthetic, read_manifest, read_synthetic
from kejin.enterprises.synthetic.world import FULL_SCALE
from kejin.enterprises.synthetic.writing import (
    MANIFEST,
    NOTICE,
    Order,
    Part,
    finish,
    measure_blocks,
    sum_measures,
    write_parts,
    write_province,
)

__all__ = [
    "FULL_SCALE",
    "MANIFEST",
    "NOTICE",
    "TOLERANCE",
    "Block",
    "Order",
    "Part",
    "calibration",
    "finish",
    "is_synthetic",
    "make_block",
    "measure_blocks",
    "read_calibration",
    "read_manifest",
    "read_synthetic",
    "sum_measures",
    "write_first",
    "write_parts",
    "write_province",
]
