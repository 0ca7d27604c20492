"""The jobs behind a scenario: its impact over the facts of the present run."""

from collections.abc import Mapping

from kejin.console.office.reading import found
from kejin.console.office.scenario_reading import IMPACT, address_of
from kejin.errors import KejinError
from kejin.facts import Label
from kejin.planning.aggregates.reading import Reading
from kejin.runs.whatif import what_if
from kejin.runs.whatif_plain import what_if_as_plain
from kejin.web.answers import present_folder
from kejin.web.jobs.working import Progress, job
from kejin.web.scenarios.models import Finding, Scenario

IMPACT_JOB = "scenario.impact"


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


@job(IMPACT_JOB, Label("假设情景的影响", "Impact of a what-if"))
def impact_of(progress: Progress, *, scenario: int) -> Mapping[str, object]:
    """Lay a scenario over the present run and keep what is found."""
    kept = Scenario.objects.get(pk=scenario)
    plain = what_if_as_plain(what_if(present_folder(), kept.overlay, told=Telling(progress)), _reading())
    made = Finding.objects.create(
        scenario=kept, kind=IMPACT, facts=plain["facts"], rules=plain["rules"][0],
        asked={"dates": plain["dates"]}, content=plain,
    )  # fmt: skip
    return {"address": address_of(kept), "finding": made.pk}


def _reading() -> Reading | None:
    """The names of groups, where the present run keeps its counts."""
    try:
        return found().reading
    except KejinError:
        return None
