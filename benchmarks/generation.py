"""The synthetic province made block by block: time, rate, peak memory, and whether memory grows with the number."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, Section
from benchmarks.sizes import Sizes
from benchmarks.timing import Timing

GROWTH_MOST = 1.25
"""How much more memory ten times as many enterprises may take."""
_TENTH = 10


def measure(sizes: Sizes) -> list[Section]:
    """One province and a tenth of it, each made in a process of its own; the files are removed afterwards."""
    whole = sizes.province_enterprises
    with TemporaryDirectory() as name:
        folder = Path(name)
        tenth = _run("make", str(folder / "tenth"), str(whole // _TENTH))
        made = _run("make", str(folder / "whole"), str(whole))
        copied = _run("copy", str(folder / "whole"), str(folder / "copy"))
    growth = made["peak_bytes"] / tenth["peak_bytes"]
    spent = {key: Timing((report["seconds"],)) for key, report in (("made", made), ("copied", copied))}
    detail = {
        "enterprises_per_second": round(whole / made["seconds"]),
        "peak_bytes": int(made["peak_bytes"]),
        "disk_bytes": int(made["disk_bytes"]),
    }
    figures = (
        Figure(
            f"{whole:,} enterprises", spent["made"], "read and written again", spent["made"].over(spent["copied"]),
            goal=f"peak at most {GROWTH_MOST:g} x that of a tenth", met=growth <= GROWTH_MOST, detail=detail,
        ),
        Figure("read and written again", spent["copied"]),
        Figure(
            f"{whole // _TENTH:,} enterprises", Timing((tenth["seconds"],)),
            detail={"peak_bytes": int(tenth["peak_bytes"])},
        ),
    )  # fmt: skip
    about = (
        "Enterprises with six years of accounts, rights, honours, rounds, loans month by month, activity and the "
        "tables beside them, checked against the fact dictionary and written as partitioned Parquet; one process, one "
        "worker. "
        "Beside it the same files read and written again, which is what files of this size cost by themselves."
    )
    remarks = (
        f"{detail['enterprises_per_second']:,} enterprises a second; {made['disk_bytes'] / 10**9:,.2f} GB of Parquet.",
        f"Peak memory {made['peak_bytes'] / 10**9:.2f} GB, {growth:.2f} times that of a tenth as many.",
    )
    return [Section(f"A synthetic province of {whole:,}", about, figures, remarks)]


def _run(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.generation_worker", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own module
    report: dict[str, float] = json.loads(done.stdout)
    return report
