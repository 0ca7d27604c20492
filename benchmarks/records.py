"""Postings one by one and by eight at once, and a million enterprises filed, on an embedded PostgreSQL of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Section, beside
from benchmarks.sizes import Sizes
from benchmarks.timing import Timing

WRITERS = (1, 8)
_FILE, _BARE_COPY = (
    "Kejin: file and register them in one act",
    "COPY of the same rows into a table without constraints",
)
ABOUT_POSTINGS = (
    "Each entry is an act: who may do it is looked up, its idempotency key is taken; the act, its entry of two "
    "postings, its reply and the guarded balances are written in one transaction that the disk has acknowledged "
    "(synchronous_commit on). The baseline inserts the same four kinds of rows, as many, into tables without "
    "constraint, index or trigger, one transaction an entry."
)
ABOUT_FILED = (
    "One row of facts for each enterprise, in memory and checked. One act registers the enterprises, checks every "
    "fact against the dictionary in the database too, compares with what was filed before and keeps each row "
    "append-only, each enterprise with its first version."
)


def measure(sizes: Sizes) -> list[Section]:
    """Both, in a process and a database of their own."""
    told = _worker(sizes)
    postings = [_postings(told, writers, sizes) for writers in WRITERS]
    timings = {
        name: Timing(tuple(told["seconds"][key]))
        for key, name in (("file", _FILE), ("bare file", _BARE_COPY))
    }
    rate = round(sizes.filed_enterprises / timings[_FILE].middle)
    filed = Section(
        f"{sizes.filed_enterprises:,} enterprises filed",
        ABOUT_FILED,
        (beside(_FILE, timings, _BARE_COPY), Figure(_BARE_COPY, timings[_BARE_COPY])),
        (f"{rate:,} enterprises a second.",),
    )
    return [*postings, filed]


def _postings(told: dict[str, Any], writers: int, sizes: Sizes) -> Section:
    ours, bare = f"Kejin: entries by {writers}", f"bare inserts by {writers}"
    timings = {name: Timing(tuple(told["seconds"][name])) for name in (ours, bare)}
    count = sizes.ledger_entries
    rates = {name: round(2 * count / timings[name].middle) for name in timings}
    many = f"{writers} writers" if writers > 1 else "one writer"
    return Section(
        f"{2 * count:,} postings by {many}",
        ABOUT_POSTINGS,
        (beside(ours, timings, bare), Figure(bare, timings[bare])),
        (
            f"{rates[ours]:,} postings a second, {count / timings[ours].middle:,.0f} acts; bare {rates[bare]:,}.",
        ),
    )


def _worker(sizes: Sizes) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="kejin-records-"))
    # The account that root lends the server has to pass through.
    folder.chmod(0o711)
    numbers = [
        str(number) for number in (sizes.ledger_entries, sizes.filed_enterprises, sizes.slow_repetitions)
    ]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by its name
            [sys.executable, "-m", "benchmarks.records_worker", *numbers],
            env=os.environ | {"KEJIN_DATABASE": str(folder / "postgres")}, check=True, stdout=subprocess.PIPE,
        )  # fmt: skip
        told: dict[str, Any] = json.loads(done.stdout)
        return told
    finally:
        shutil.rmtree(folder, ignore_errors=True)
