"""What tells a job's page how far an engine is."""

from kejin.facts import Label
from kejin.web.jobs.working import Progress


class Telling:
    """Tells a job's page how far the work is."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._step: tuple[Label, int] | None = None

    def __call__(self, what: Label, done: int, total: int) -> None:
        """A step, and how much of it is done. Raises `Cancelled` where somebody wants the job to end."""
        if self._step != (what, total):
            self._step = what, total
            self._progress.step(what, total)
        elif total:
            self._progress.done(done)
