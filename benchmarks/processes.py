"""A command as a whole: its time, the processor time and the memory of all its processes together."""

import resource
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter

_LOOKING_EVERY = 0.2
# Of what a command said before it failed, so much is repeated.
_LAST_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took.

    Attributes:
        seconds: From its start to its end.
        processor_seconds: Of it and of every process it started.
        peak_bytes: The most memory that all of them had together, shared pages counted once; 0 where the system does
            not say.
        output: What it printed.
    """

    seconds: float
    processor_seconds: float
    peak_bytes: int
    output: str


def measured(command: list[str]) -> Measured:
    """Run a command to its end. Raises `CalledProcessError` when it fails, with what it said last."""
    before, start = _used(), perf_counter()
    with (
        TemporaryFile("w+") as said,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True) as running,  # noqa: S603 - our own commands
    ):
        watch = _Watch(running.pid)
        watch.start()
        output, _ = running.communicate()
        seconds = perf_counter() - start
        watch.over.set()
        watch.join()
        if running.returncode:
            said.seek(0)
            error = subprocess.CalledProcessError(running.returncode, command)
            error.add_note(said.read()[-_LAST_WORDS:])
            raise error
    return Measured(seconds, _used() - before, watch.peak, output)


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Watch(threading.Thread):
    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0
        self.over = threading.Event()

    def run(self) -> None:
        """Look at the processes now and then."""
        while not self.over.wait(_LOOKING_EVERY):
            self.peak = max(self.peak, sum(map(_bytes_of, _with_children(self.pid))))


def _with_children(pid: int) -> list[int]:
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            names = path.read_text("ascii").split()
        except OSError:
            continue
        for name in names:
            found += _with_children(int(name))
    return found


def _bytes_of(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
