"""A bank of so many loans in a database of its own: what `tapes` measures runs here, in a process of its own.

python -m benchmarks.tapes_worker LOANS REPETITIONS FOLDER, with KEJIN_DATABASE in the environment
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl

from benchmarks.tapes_book import book, one_by_one, tape_of, write
from kejin.records import load

load()

# Below this line Django's models may be imported.
from django.db import connections  # noqa: E402

from kejin.records.actions.action import read_action  # noqa: E402
from kejin.records.actions.performing import perform  # noqa: E402
from kejin.records.database import embedded_server  # noqa: E402
from kejin.records.kept.migrating import migrate  # noqa: E402
from kejin.records.parties.standing import Caller  # noqa: E402
from kejin.records.registry.founding import found  # noqa: E402
from kejin.records.tapes.copying import copy_in  # noqa: E402
from kejin.records.tapes.filing import read_tape  # noqa: E402
from kejin.records.tapes.submitting import SubmitTape  # noqa: E402

TAKEN_ON, AS_OF = date(2026, 2, 28), date(2026, 3, 31)
SAMPLE = 500
_WRONG_MINOR = 12_345
_ONE_IN = 100
Seconds = dict[str, list[float]]


def main(count: int, repetitions: int, folder: Path) -> None:
    """Measure, and print the seconds of every repetition by name, with what was found, as one JSON document."""
    try:
        bank, loans = Bank(), book(count)
        bank.reconciles(bank.brings(tape_of(loans, TAKEN_ON), "2026-02", kind="take_on"))
        seconds: Seconds = {}
        told: dict[str, Any] = {}
        # The first one only warms up.
        for repetition in range(repetitions + 1):
            counted: Seconds = seconds if repetition else {}
            told = _repetition(bank, loans, folder / f"{repetition}.csv", seconds=counted)
        print(json.dumps({"seconds": seconds} | told))
    finally:
        connections.close_all()
        embedded_server().stop()


def _repetition(bank: "Bank", loans: pl.DataFrame, file: Path, *, seconds: Seconds) -> dict[str, Any]:
    """One tape from its file to the queue, each step beside its baseline."""
    write(file, _with_mistakes(tape_of(loans, AS_OF), seed=int(file.stem)))
    _timed(seconds, "bare read", lambda: pl.read_csv(file, infer_schema=False))
    read = _timed(seconds, "read", lambda: read_tape(file))
    _timed(seconds, "bare copy", lambda: bank.bare_copy(read.frame))
    number = _timed(seconds, "submit", lambda: bank.brings(read.frame, "2026-03"))
    sample = loans.head(SAMPLE)
    _timed(seconds, "one by one", lambda: one_by_one(sample, AS_OF), times=loans.height / sample.height)
    found = _timed(seconds, "reconcile", lambda: bank.reconciles(number))
    assert found["by_code"] == {"balance": loans.height // _ONE_IN}, found["by_code"]
    return {"differences": found["differences"], "file_bytes": file.stat().st_size}


def _timed(seconds: Seconds, name: str, work: Callable[[], Any], *, times: float = 1.0) -> Any:
    start = perf_counter()
    result = work()
    seconds.setdefault(name, []).append((perf_counter() - start) * times)
    return result


def _with_mistakes(rows: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """One row in a hundred with a balance that does not follow."""
    wrong = np.zeros(rows.height, np.int64)
    wrong[np.random.default_rng(seed).choice(rows.height, rows.height // _ONE_IN, replace=False)] = (
        _WRONG_MINOR
    )
    return rows.with_columns(balance_minor=pl.col("balance_minor") + pl.Series(wrong))


class Bank:
    """A founded office and one bank with somebody who reports for it."""

    def __init__(self) -> None:
        migrate()
        root = Caller("root", found("示例主管部门", ("root", "甲"), date(2026, 4, 1)))
        done = self._does(root, "registry.register_organisation", kind="bank", name="示例银行")
        number = int(done["organisation_id"])
        self._does(root, "registry.register_person", username="chief", name="乙")
        self._does(root, "registry.appoint", username="chief", organisation_id=number, role="administrator")
        chief = Caller("chief", number)
        self._does(chief, "registry.register_person", username="clerk", name="丙")
        self._does(chief, "registry.appoint", username="clerk", organisation_id=number, role="handler")
        self.clerk = Caller("clerk", number)
        self.last: int | None = None
        self.count = 0

    @staticmethod
    def _does(caller: Caller, code: str, **parts: Any) -> dict[str, Any]:
        return perform(read_action(code, json.dumps(parts)), caller).content

    def brings(self, frame: pl.DataFrame, month: str, *, kind: str = "monthly") -> int:
        """Bring a tape, in place of the one before of the same month."""
        self.count += 1
        corrects = self.last if kind == "monthly" else None
        action = SubmitTape.of_frame(frame, month=month, kind=kind, corrects=corrects)
        number = int(perform(action, self.clerk, key=f"k{self.count}").content["tape_id"])
        self.last = number if kind == "monthly" else None
        return number

    def reconciles(self, number: int) -> dict[str, Any]:
        """Compare a tape."""
        return self._does(self.clerk, "tape.reconcile", tape_id=number)

    @staticmethod
    def bare_copy(frame: pl.DataFrame) -> None:
        """The same rows into a table without any constraint."""
        with connections["owner"].cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS bare AS SELECT * FROM tapes_taperow LIMIT 0")
            cursor.execute("GRANT INSERT ON bare TO PUBLIC")
        copy_in("bare", frame)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
