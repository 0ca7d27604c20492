"""Serving the pages: gunicorn, and beside it the worker that does the long work; whichever dies is started again."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import BinaryIO

_LOOKING_EVERY = 0.5
_PATIENCE_SECONDS = 20.0


def server_command(bind: str, *, workers: int, threads: int) -> list[str]:
    """How gunicorn is started. One process of several threads is enough for an office; its caches are not shared."""
    return [
        sys.executable, "-m", "gunicorn", "kejin.site.wsgi:application", "--bind", bind, "--workers", str(workers),
        "--threads", str(threads), "--worker-class", "gthread", "--timeout", "60", "--graceful-timeout", "20",
        "--no-control-socket", "--config", "python:kejin.site.hooks", "--access-logfile", "-" ,
        "--access-logformat", "%(t)s %(m)s %(U)s %(s)s %(M)sms %({x-request-id}o)s",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """How the worker is started, which does the jobs one after the other."""
    return [sys.executable, "-m", "kejin.site.worker"]


class Supervisor:
    """Keeps a set of commands running until it is told to stop; then stops them in order.

    Args:
        commands: What to keep running.
        log: Where they write; None for where this process does.
    """

    def __init__(self, commands: Sequence[Sequence[str]], *, log: BinaryIO | None = None) -> None:
        self._commands = [list(command) for command in commands]
        self._log = log
        self._running: list[subprocess.Popen[bytes]] = []
        self._stopping = False

    def stop(self) -> None:
        """Let `run` end; from any thread."""
        self._stopping = True

    def run(self, *, before_end: Callable[[], None] = lambda: None) -> None:
        """Run until SIGTERM, SIGINT or `stop`; `before_end` is called while everything still runs."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)
        self._running = [self._start(command) for command in self._commands]
        while not self._stopping:
            time.sleep(_LOOKING_EVERY)
            for place, process in enumerate(self._running):
                if process.poll() is not None and not self._stopping:
                    # Whatever fails at once is not started in a storm.
                    time.sleep(_LOOKING_EVERY)
                    self._running[place] = self._start(self._commands[place])
        try:
            before_end()
        finally:
            self._end()

    def _start(self, command: list[str]) -> "subprocess.Popen[bytes]":
        # Our own interpreter with our own modules. A group of its own: Ctrl-C reaches it through us alone.
        return subprocess.Popen(  # noqa: S603
            command, start_new_session=True, stdout=self._log, stderr=self._log
        )

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

    def _end(self) -> None:
        for process in self._running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        for process in self._running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
