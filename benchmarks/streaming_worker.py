"""One streamed run in a process of its own: `python -m benchmarks.streaming_worker engine|by-hand FOLDER`.

Prints one JSON object: seconds and the most memory that was resident, in bytes.
"""

import json
import resource
import sys
from pathlib import Path
from time import perf_counter

import polars as pl

from benchmarks.twenty_rules.engine import compiled, factset, read
from benchmarks.twenty_rules.handwritten import twenty_rules
from kejin.facts import Grain
from kejin.policy import plan


def answers(way: str, filings: pl.LazyFrame) -> pl.LazyFrame:
    """The answers as a lazy frame, either way."""
    if way == "by-hand":
        return twenty_rules(filings)
    ruleset = compiled(read())
    return plan(ruleset, factset(filings), ruleset.decisions, near=False)[Grain.FILING]


def peak_bytes() -> int:
    """The most memory this process has had resident."""
    status = Path("/proc/self/status")
    if status.is_file():
        # What `getrusage` says on Linux begins with what the parent had resident when it started this process.
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def main(way: str, folder: Path) -> None:
    """Stream all part files of the folder through one way."""
    start = perf_counter()
    filings = pl.scan_parquet(folder / "part-*.parquet")
    answers(way, filings).sink_parquet(folder / f"{way}.parquet", engine="streaming")
    print(json.dumps({"seconds": perf_counter() - start, "peak_bytes": peak_bytes()}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
