"""What a server does before anybody asks for it: policies are compiled, the run is opened, kernels are compiled.

A thread beside those that serve does it, begun when the process stands: the first page is there as soon as before, and
whoever asks for what is still being made waits for the rest of it only (`kejin.web.once`). A run that takes the place
of the present one is opened the same way, some seconds after it is there.
"""

import gc
import logging
import threading
from collections.abc import Callable
from time import monotonic

from django.db import connection

from kejin.errors import KejinError
from kejin.web.answers import NoRunError, present_mark

_LOG = logging.getLogger("kejin.warming")
_LOOKING_EVERY = 5.0
_WARMERS: list[Callable[[], object]] = []


def add_warmer(work: Callable[[], object]) -> None:
    """Let a server do this before it is asked for; once, when an application begins."""
    if work not in _WARMERS:
        _WARMERS.append(work)


def warm() -> None:
    """Do it all; what cannot be done now, as where there is no run, whoever asks for it is told."""
    start = monotonic()
    for work in _WARMERS:
        try:
            work()
        except KejinError as error:
            _LOG.info("not yet: %s", error)
        except Exception:  # noqa: BLE001 - a server serves all the same
            _LOG.exception("what was to be made ready could not be")
    connection.close()
    _LOG.info("ready for all pages after %.1f s", monotonic() - start)


def settle() -> None:
    """Take what was made out of the rounds of the garbage collector.

    Policies, runs and templates are hundreds of thousands of objects that stay. Looking through them stopped every
    thread for a third of a second, in the middle of somebody's page. What a replaced run leaves is looked through
    once more here.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def keep_warm(stop: threading.Event | None = None) -> threading.Thread:
    """Begin a thread that does it now, and again for each new run, until the process ends or is told to stop."""
    over = stop or threading.Event()

    def watch() -> None:
        known = None
        while True:
            mark = _mark()
            if mark != known or known is None:
                known = mark or ()
                warm()
                settle()
            if over.wait(_LOOKING_EVERY):
                return

    thread = threading.Thread(target=watch, name="warming", daemon=True)
    thread.start()
    return thread


def _mark() -> tuple[object, ...] | None:
    try:
        return present_mark()
    except NoRunError:
        return None


__all__ = ["add_warmer", "keep_warm", "settle", "warm"]
