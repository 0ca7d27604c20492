"""A bank's monthly tape: read, recorded, reconciled, on an embedded PostgreSQL of its own; each beside a bare one."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Section, beside, within
from benchmarks.sizes import Sizes
from benchmarks.timing import Timing

_READ, _SUBMIT, _RECONCILE = "Kejin: read the file", "Kejin: record the tape", "Kejin: reconcile the tape"
_BARE_READ, _BARE_COPY = "Polars: only read it as text", "COPY into a table without constraints"
_ONE_BY_ONE = "the same schedules one by one (500, scaled)"
_NAMES = {
    "read": _READ, "bare read": _BARE_READ, "submit": _SUBMIT, "bare copy": _BARE_COPY, "reconcile": _RECONCILE,
    "one by one": _ONE_BY_ONE,
}  # fmt: skip
_GOAL_SECONDS = 10.0
ABOUT = (
    "Loans of four forms and three terms, drawn on a thousand days, reported in a CSV file with Chinese headers; one "
    "row in a hundred has a balance that does not follow. Reading parses every cell; recording is one act: every row "
    "checked, kept append-only, with digest and idempotency key; reconciling works out each loan's schedule, compares, "
    "and brings the queue of breaks up to date, in one transaction."
)


def measure(sizes: Sizes) -> list[Section]:
    """One tape of `sizes.tape_loans` loans, in a process and a database of its own."""
    told = _worker(sizes.tape_loans, sizes.slow_repetitions)
    timings = {name: Timing(tuple(told["seconds"][key])) for key, name in _NAMES.items()}
    rate = round(sizes.tape_loans / timings[_RECONCILE].middle)
    figures = (
        beside(_READ, timings, _BARE_READ),
        Figure(_BARE_READ, timings[_BARE_READ], detail={"file_bytes": told["file_bytes"]}),
        beside(_SUBMIT, timings, _BARE_COPY),
        Figure(_BARE_COPY, timings[_BARE_COPY]),
        within(_RECONCILE, timings, _ONE_BY_ONE, seconds=_GOAL_SECONDS),
        Figure(_ONE_BY_ONE, timings[_ONE_BY_ONE]),
    )
    remark = f"{rate:,} loans reconciled a second; {told['differences']:,} breaks, those that were planted."
    return [Section(f"A tape of {sizes.tape_loans:,} loans", ABOUT, figures, (remark,))]


def _worker(loans: int, repetitions: int) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="kejin-tapes-"))
    # The account that root lends the server has to pass through.
    folder.chmod(0o711)
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by its name
            [sys.executable, "-m", "benchmarks.tapes_worker", str(loans), str(repetitions), str(folder)],
            env=os.environ | {"KEJIN_DATABASE": str(folder / "postgres")}, check=True, stdout=subprocess.PIPE,
        )  # fmt: skip
        told: dict[str, Any] = json.loads(done.stdout)
        return told
    finally:
        shutil.rmtree(folder, ignore_errors=True)
