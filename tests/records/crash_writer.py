"""Writers that post one fen after the other and write down what they asked for and what was acknowledged.

python crash_writer.py FOLDER FIRST COUNT    COUNT writers with names from FIRST on, until FOLDER/stop is there

A writer that was killed goes on with what it last asked for: it cannot know whether that came to pass. With
KEJIN_CRASH_KEYS=new in the environment it takes a new key for every try, as one that does not check keys would: then
the harness must find what was done twice.
"""

import itertools
import os
import random
import sys
import threading
import time
from pathlib import Path

from kejin.records import load

load()

from kejin.records.actions.performing import perform  # noqa: E402
from kejin.records.errors import BusyError, DatabaseError, OutcomeUnknownError  # noqa: E402
from kejin.records.ledger.acts import PostDirect  # noqa: E402
from kejin.records.parties.standing import Caller  # noqa: E402

CALLER = Caller("teller", 1, "crash test")
ACTION = PostDirect(book="crash", kind="pool.contribution", amount_minor=1)


def write(log: Path, stop: Path) -> None:
    asked, acknowledged = told(log)
    number = len(acknowledged)
    with log.open("a", encoding="utf-8", buffering=1) as lines:
        while not stop.exists():
            key = f"{log.stem}-{number}"
            if key not in asked:
                lines.write(f"asked {key}\n")
            post(key)
            lines.write(f"done {key}\n")
            number += 1


def post(key: str) -> None:
    for number in itertools.count():
        tried = f"{key}~{os.getpid()}.{number}" if os.environ.get("KEJIN_CRASH_KEYS") == "new" else key
        try:
            perform(ACTION, CALLER, key=tried)
        except (OutcomeUnknownError, BusyError, DatabaseError):
            time.sleep(0.02)
        else:
            # One reply in twenty is lost on its way, and asked for again.
            if random.random() > 0.05:  # noqa: S311 - which one does not matter
                return


def told(log: Path) -> tuple[set[str], set[str]]:
    """The keys that a writer asked for, and those that were acknowledged."""
    lines = [line.split() for line in log.read_text("utf-8").splitlines()] if log.exists() else []
    parts = [line for line in lines if len(line) == 2]
    return {key for word, key in parts if word == "asked"}, {key for word, key in parts if word == "done"}


def main(folder: Path, first: int, count: int) -> None:
    threads = [
        threading.Thread(target=write, args=(folder / f"w{number}.log", folder / "stop"))
        for number in range(first, first + count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
