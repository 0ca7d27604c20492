"""The list of what can be done as a job, and the worker that does it."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.db import close_old_connections, connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from kejin.errors import KejinError
from kejin.facts import Label
from kejin.web.jobs.models import Job, JobState

_LOG = logging.getLogger("kejin.jobs")
_LOOKING_EVERY = 0.5
_BEAT_EVERY = 5.0
_DEAD_AFTER = timedelta(seconds=30)
_MOST_TRIES = 3
_SAID_EVERY = 0.3


class Cancelled(Exception):  # noqa: N818 - no error: somebody wanted it
    """The job was asked to end."""


# What does a job: takes its progress and its parameters, gives its result as JSON values.
Work = Callable[..., Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: its words, and what does it."""

    label: Label
    work: Work


_KINDS: dict[str, Kind] = {}
_CHORES: list[Callable[[], bool]] = []


W = TypeVar("W", bound=Work)


def job(name: str, label: Label) -> Callable[[W], W]:
    """Enter a function into the list of what can be done as a job; a decorator."""

    def entered(work: W) -> W:
        _KINDS[name] = Kind(label, work)
        return work

    return entered


def kind_of(name: str) -> Kind:
    """The kind of job of that name. Raises `KeyError` for one that is not listed."""
    return _KINDS[name]


def chore(work: Callable[[], bool]) -> None:
    """Let the worker do a little of something whenever no job waits; it says whether there was anything to do."""
    if work not in _CHORES:
        _CHORES.append(work)


class Progress:
    """How far a job is. Saying so costs next to nothing, and is where a job ends that was cancelled."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._said = 0.0

    def step(self, label: Label, total: int = 0) -> None:
        """Begin a step, of so many parts. Raises `Cancelled` where somebody wants the job to end."""
        self._say(step={"zh": label.zh, "en": label.en}, done=0, total=total)

    def stand(self, label: Label, done: int, total: int) -> None:
        """Say at once how much of which step is done, for work that another process does. Raises as `step` does."""
        self._say(step={"zh": label.zh, "en": label.en}, done=done, total=total)

    def done(self, count: int) -> None:
        """So many parts of the step are done. Raises as `step` does, at the latest a moment later."""
        now = time.monotonic()
        if now - self._said >= _SAID_EVERY:
            self._said = now
            self._say(done=count)

    def _say(self, **changes: Any) -> None:
        rows = Job.objects.filter(pk=self.number)
        rows.update(beat_at=Now(), **changes)
        if rows.filter(cancel=True).exists():
            raise Cancelled


def work_one() -> bool:
    """Do the job that waits longest; whether there was one."""
    found = _claim()
    if found is None:
        return False
    with _beating(found.pk):
        _do(found)
    return True


def work_forever(stop: threading.Event) -> None:
    """Do jobs as they come, until told to stop."""
    _LOG.info("the worker looks for jobs")
    while not stop.is_set():
        try:
            _bury()
            busy = work_one() or any(each() for each in _CHORES)
        except Exception:  # noqa: BLE001 - the database may be away for a while; a worker outlives that
            _LOG.exception("the worker met an error")
            close_old_connections()
            busy = False
        if not busy:
            stop.wait(_LOOKING_EVERY)


def _claim() -> Job | None:
    with transaction.atomic():
        found = (
            Job.objects.select_for_update(skip_locked=True)
            .filter(state=JobState.WAITING)
            .order_by("id")
            .first()
        )
        if found is not None:
            Job.objects.filter(pk=found.pk).update(
                state=JobState.RUNNING, begun_at=Now(), beat_at=Now(), tries=F("tries") + 1
            )
    return found


def _do(found: Job) -> None:
    ending: dict[str, Any]
    _LOG.info("job %s begins: %s", found.pk, found.kind)
    begun = time.monotonic()
    try:
        result = kind_of(found.kind).work(Progress(found.pk), **found.parameters)
        ending = {"state": JobState.DONE, "result": dict(result)}
    except Cancelled:
        ending = {"state": JobState.CANCELLED}
    except KejinError as error:
        ending = {"state": JobState.FAILED, "message": str(error)}
    except Exception:  # noqa: BLE001 - whatever a job does, its worker goes on
        _LOG.exception("job %s failed", found.pk)
        ending = {"state": JobState.FAILED, "message": ""}
    Job.objects.filter(pk=found.pk).update(ended_at=Now(), **ending)
    # What it worked on and what came of it is the organisation's; the log of the server has neither.
    _LOG.info("job %s ends: %s, %.1f s", found.pk, ending["state"].value, time.monotonic() - begun)


@contextmanager
def _beating(number: int) -> Iterator[None]:
    """Let the job be known to be alive while it is being done, also where it says nothing for a while."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(_BEAT_EVERY):
            Job.objects.filter(pk=number).update(beat_at=Now())
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _bury() -> None:
    """What a dead worker left is begun again; after three deaths it has failed."""
    dead = Job.objects.filter(state=JobState.RUNNING, beat_at__lt=Now() - _DEAD_AFTER)
    dead.filter(tries__lt=_MOST_TRIES).update(state=JobState.WAITING)
    dead.filter(tries__gte=_MOST_TRIES).update(state=JobState.FAILED, ended_at=Now())


__all__ = ["Cancelled", "Kind", "Progress", "chore", "job", "kind_of", "work_forever", "work_one"]
