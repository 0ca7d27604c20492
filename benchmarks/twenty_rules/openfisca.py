"""OpenFisca-Core beside the engine, where an interpreter has it: in its own process, fed with one file.

OpenFisca-Core is under the AGPL, so it is never a dependency and never imported here. Put it into an environment of
its own (`pip install openfisca-core`) and name that interpreter in KEJIN_OPENFISCA_PYTHON.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.figures import Figure, Section
from benchmarks.timing import Timing
from benchmarks.twenty_rules.data import fact_names

WORKER = Path(__file__).with_name("openfisca_worker.py")
VARIABLE = "KEJIN_OPENFISCA_PYTHON"
TITLE = "The same rules as OpenFisca variables"
ABOUT = (
    "The twenty rules as variables of OpenFisca-Core with parameters by date, in its native types (amounts in yuan as "
    "32-bit floats). It knows no unknown, so unknown facts went in as zero or no, and it makes no masks: less work "
    "than above, and not the same answers."
)
NOT_INSTALLED = f"not installed. Name an interpreter that has it in {VARIABLE}."


def measure(frame: pl.DataFrame, expected: pl.DataFrame, ours: Figure, *, repetitions: int) -> Section:
    """OpenFisca's section: its times, and in how many fully known rows its answers differ from ours."""
    python = os.environ.get(VARIABLE, sys.executable)
    with TemporaryDirectory() as folder:
        given, made = Path(folder) / "facts.npz", Path(folder) / "answers.npz"
        np.savez(given, allow_pickle=False, **_columns(frame))
        command = [python, str(WORKER), str(given), str(made), str(repetitions)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own worker
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            missing = "openfisca_core" in last and "ModuleNotFoundError" in last
            return Section(TITLE, ABOUT, skipped=NOT_INSTALLED if missing else last)
        report = json.loads(done.stdout)
        with np.load(made) as answers:
            remarks = _differences(frame, expected, {name: answers[name] for name in answers.files})
    calculating = Timing(tuple(report["seconds"]))
    ratio = Timing(
        (calculating.middle / ours.timing.middle,)
    )  # of the medians: it ran in a process of its own
    figures = (
        Figure("OpenFisca: calculate", calculating, ours.name, ratio),
        Figure("OpenFisca: set the inputs", Timing(tuple(report["set_up_seconds"]))),
    )
    return Section(TITLE, f"{ABOUT} Version {report['version']}.", figures, remarks)


def _columns(frame: pl.DataFrame) -> dict[str, NDArray[np.generic]]:
    """Money in yuan as floats, counts as integers, flags as booleans; unknown is zero or no."""
    columns: dict[str, NDArray[np.generic]] = {}
    for name in fact_names():
        filled = frame[name].fill_null(False if frame[name].dtype == pl.Boolean else 0)
        columns[name] = (filled / 100).to_numpy() if name.endswith("_fen") else filled.to_numpy()
    return columns


def _differences(
    frame: pl.DataFrame, expected: pl.DataFrame, answers: dict[str, NDArray[np.generic]]
) -> tuple[str, ...]:
    known = frame.select(pl.all_horizontal(pl.col(fact_names()).is_not_null()).alias("known"))["known"]
    verdict = expected["twenty_rules.qualifies"]
    fen = pl.Series(np.rint(answers["compensation"].astype(np.float64) * 100).astype(np.int64))
    other = (verdict != pl.Series(answers["qualifies"])).filter(known).sum()
    amounts = (expected["twenty_rules.compensation_fen"] != fen).filter(known).sum()
    remark = (
        f"Of {known.sum():,} filings with every fact known, {other:,} have another verdict and {amounts:,} another "
        "compensation to the fen than the exact ones above."
    )
    return (remark,)
