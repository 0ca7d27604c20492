"""Filings streamed from part files to one file of answers, each way in a process of its own to see its peak memory."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks.figures import Figure, Section
from benchmarks.sizes import Sizes
from benchmarks.timing import Timing
from benchmarks.twenty_rules.data import write_parts
from benchmarks.twenty_rules.engine import assert_same

ENGINE = "engine"
HAND = "by-hand"
NAMES = {ENGINE: "Kejin, streamed", HAND: "by hand in Polars, streamed"}
MOST_BYTES = 4 * 10**9
CHECK_ROWS = 1_000_000


def measure(sizes: Sizes) -> list[Section]:
    """Times and peak memory of the streamed run; the files are removed afterwards."""
    rows = sizes.rows * sizes.parts
    with TemporaryDirectory() as name:
        folder = Path(name)
        size = write_parts(folder, rows=sizes.rows, parts=sizes.parts)
        runs: dict[str, list[dict[str, float]]] = {ENGINE: [], HAND: []}
        for repetition in range(sizes.slow_repetitions + 1):
            for way, reports in runs.items():
                report = _run(way, folder)
                if repetition:  # the first run reads the files into the system's cache
                    reports.append(report)
        _assert_same_files(folder, rows)
    figures = _figures(runs, rows)
    about = (
        f"{rows:,} filings in {sizes.parts} part files ({size / 10**6:,.0f} MB of Parquet), read lazily, all answers "
        "written to one Parquet file by the streaming engine. Each run is a process of its own; its peak is the most "
        "memory that was resident at any time, Python and Polars included."
    )
    remarks = tuple(f"{figure.name}: peak {_gigabytes(figure)} GB." for figure in figures)
    return [Section("Streaming from Parquet", about, figures, remarks)]


def _run(way: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.streaming_worker", way, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own module
    report: dict[str, float] = json.loads(done.stdout)
    return report


def _figures(runs: dict[str, list[dict[str, float]]], rows: int) -> tuple[Figure, ...]:
    timings = {way: Timing(tuple(report["seconds"] for report in reports)) for way, reports in runs.items()}
    figures = []
    for way, reports in runs.items():
        peak = max(report["peak_bytes"] for report in reports)
        detail = {"peak_bytes": int(peak), "rows_per_second": round(rows / timings[way].middle)}
        if way == HAND:
            figures.append(Figure(NAMES[way], timings[way], detail=detail))
            continue
        ratio = timings[way].over(timings[HAND])
        goal = f"at most {MOST_BYTES / 10**9:g} GB resident"
        figures.append(
            Figure(
                NAMES[way],
                timings[way],
                NAMES[HAND],
                ratio,
                goal=goal,
                met=peak <= MOST_BYTES,
                detail=detail,
            )
        )
    return tuple(figures)


def _gigabytes(figure: Figure) -> str:
    peak = figure.detail["peak_bytes"]
    assert isinstance(peak, int)
    return f"{peak / 10**9:.2f}"


def _assert_same_files(folder: Path, rows: int) -> None:
    mine, theirs = (pl.scan_parquet(folder / f"{way}.parquet") for way in (ENGINE, HAND))
    for start in range(0, rows, CHECK_ROWS):
        assert_same(mine.slice(start, CHECK_ROWS).collect(), theirs.slice(start, CHECK_ROWS).collect())
