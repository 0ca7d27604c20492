"""Runs over part files of growing size: time, processor time, memory of all processes together, share of each step."""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, Section
from benchmarks.processes import Measured, measured
from benchmarks.sizes import Sizes
from benchmarks.timing import Timing

WORKERS = 2
DAY = "2026-06-30"
# Size, and what it may take on two cores.
GOALS = {100_000: 30.0, 1_000_000: 300.0}
MOST_BYTES = 4 * 10**9
ABOUT = (
    "A synthetic province as `kejin synth` writes it, decided by `kejin run DIR` with two workers: every decision "
    "of every policy with masks and amounts, every product beside every enterprise, where each enterprise stands, "
    "aggregates, report, all written as Parquet and pages. From the command to its end, reading, digests and "
    "compiling included. The baseline is the smallest size; the ratio is the growth curve. Peak memory is that of "
    "all processes together, shared pages counted once."
)


def measure(sizes: Sizes) -> list[Section]:
    """`kejin synth` and `kejin run` for each size, each as its own command; the folders are removed afterwards."""
    figures: list[Figure] = []
    remarks: list[str] = []
    first: tuple[int, Measured] | None = None
    for count in sizes.run_enterprises:
        with TemporaryDirectory() as name:
            folder = Path(name)
            made = _kejin("synth", "--enterprises", str(count), "--seed", "1", "--out", folder / "province")
            run = _kejin(
                "run", folder / "province", "--out", folder / "out", "--pages", "1", *_days()
            )  # fmt: skip
            steps = "" if count != sizes.run_enterprises[-1] else _steps(folder / "province")
            size = sum(path.stat().st_size for path in (folder / "out").rglob("*") if path.is_file())
            shutil.rmtree(folder / "province")
        first = first or (count, run)
        figures.append(_figure(count, run, first))
        remarks.append(_remark(count, made, run, size=size))
        remarks += [steps] if steps else []
    return [Section(_title(sizes.run_enterprises), ABOUT, tuple(figures), tuple(remarks))]


def _title(counts: tuple[int, ...]) -> str:
    """Sizes that only `make bench-full` measures have a section of their own, so that neither renews the other."""
    return "Runs at the size of a nation" if counts[0] > max(GOALS) else "Runs at size"


def _days() -> tuple[str, ...]:
    return ("--facts-as-of", DAY, "--known-by", DAY)


def _kejin(*arguments: str | Path) -> Measured:
    command = [str(Path(sys.executable).with_name("kejin")), *map(str, arguments), "--workers", str(WORKERS)]
    return measured(command)


def _steps(province: Path) -> str:
    """How long the steps of one block take, worked out in a process of its own."""
    found = measured([sys.executable, "-m", "benchmarks.at_size_worker", str(province)])
    return found.output.strip()


def _figure(count: int, run: Measured, first: tuple[int, Measured]) -> Figure:
    timing, baseline = Timing((run.seconds,)), first[1]
    goal = GOALS.get(count)
    words = "" if goal is None else f"at most {goal:g} s and {MOST_BYTES / 10**9:g} GB"
    met = None if goal is None else run.seconds <= goal and run.peak_bytes <= MOST_BYTES
    detail = {
        "enterprises": count,
        "processor_seconds": round(run.processor_seconds, 1),
        "peak_bytes": run.peak_bytes,
    }
    if count == first[0]:
        return Figure(_name(count), timing, goal=words, met=met, detail=detail)
    ratio = timing.over(Timing((baseline.seconds,)))
    return Figure(_name(count), timing, _name(first[0]), ratio, goal=words, met=met, detail=detail)


def _name(count: int) -> str:
    return f"kejin run, {count:,} enterprises"


def _remark(count: int, made: Measured, run: Measured, *, size: int) -> str:
    each = 10**6 * run.processor_seconds / count
    return (
        f"{count:,} enterprises: run {run.seconds:.0f} s, {run.processor_seconds:.0f} s of processor time "
        f"({each:.0f} µs for each enterprise), peak {run.peak_bytes / 10**9:.2f} GB, results of {size / 10**6:.0f} MB; "
        f"generated in {made.seconds:.0f} s, {made.processor_seconds:.0f} s of processor time, "
        f"peak {made.peak_bytes / 10**9:.2f} GB."
    )
