"""One run in a process of its own: `python -m benchmarks.generation_worker make FOLDER ENTERPRISES` or `copy FROM TO`.

Prints one JSON object: seconds, the most memory that was resident, and what lies on the disk, both in bytes.
"""

import json
import sys
from pathlib import Path
from time import perf_counter

import polars as pl

from benchmarks.streaming_worker import peak_bytes
from kejin.enterprises.synthetic import Order, write_province


def copy(source: Path, target: Path) -> None:
    """Read every part file and write it again: what files of this size cost by themselves."""
    for path in sorted(source.rglob("*.parquet")):
        there = target / path.relative_to(source)
        there.parent.mkdir(parents=True, exist_ok=True)
        pl.read_parquet(path).write_parquet(there, statistics=True)


def main(way: str, first: str, second: str) -> None:
    """Make a province of so many enterprises in a folder, or copy one from a folder into another."""
    start = perf_counter()
    if way == "make":
        folder = Path(first)
        write_province(Order(int(second), 1), folder)
    else:
        folder = Path(second)
        copy(Path(first), folder)
    seconds = perf_counter() - start
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(json.dumps({"seconds": seconds, "peak_bytes": peak_bytes(), "disk_bytes": size}))


if __name__ == "__main__":
    main(*sys.argv[1:])
