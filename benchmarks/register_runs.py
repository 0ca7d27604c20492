"""Jobs on the files of a register, each in a process of its own, in turns."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.timing import Timing


@dataclass(frozen=True, slots=True)
class Runs:
    """What the jobs took: times, the most memory resident in bytes, and how many answers each gave."""

    timings: Mapping[str, Timing]
    peaks: Mapping[str, int]
    counts: Mapping[str, int]

    @classmethod
    def of(cls, folder: Path, jobs: Iterable[str], *, repetitions: int) -> "Runs":
        """Run every job once a repetition. Raises `CalledProcessError` when one fails."""
        reports: dict[str, list[dict[str, float]]] = {job: [] for job in jobs}
        for _ in range(repetitions):
            for job, found in reports.items():
                found.append(_run(job, folder))
        return cls(
            {job: Timing(tuple(report["seconds"] for report in found)) for job, found in reports.items()},
            {job: int(max(report["peak_bytes"] for report in found)) for job, found in reports.items()},
            {job: int(found[0]["count"]) for job, found in reports.items()},
        )

    def detail(self, job: str) -> dict[str, int]:
        """The numbers beside a job's times."""
        return {"peak_bytes": self.peaks[job], "answers": self.counts[job]}


def gigabytes(size: int) -> str:
    """A size as a person reads it."""
    return f"{size / 10**9:.2f}"


def _run(job: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.register_worker", job, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own module
    report: dict[str, float] = json.loads(done.stdout)
    return report
