"""What goes on behind the pages: the job that makes the run over the whole province."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections
from django.db.models.functions import Now

from kejin.cli.trial.places import Trial
from kejin.demonstration.players import ADMINISTRATOR, OFFICE
from kejin.enterprises.synthetic.world import AS_OF
from kejin.records.parties.models import Organisation, Person
from kejin.web.jobs.models import Job, JobState
from kejin.web.renewing.work import KIND

_OPEN = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Seen:
    """How the job stands: whether it is over and came to its end, its step, what it said."""

    over: bool
    done: bool
    step: dict[str, str]
    parts: tuple[int, int]
    said: str


def enqueue(trial: Trial) -> int:
    """Let the job wait for the worker, as the office's administrator; its number. An earlier one is given up."""
    Job.objects.filter(kind=KIND, state__in=_OPEN).update(state=JobState.CANCELLED, ended_at=Now())
    parameters: dict[str, Any] = {
        "province": str(trial.province.absolute()), "out": str(trial.out.absolute()),
        "enterprises": trial.enterprises, "seed": trial.seed, "facts_as_of": AS_OF.isoformat(),
    }  # fmt: skip
    made = Job.objects.create(
        kind=KIND, parameters=parameters, person=Person.objects.get(username=ADMINISTRATOR),
        organisation=Organisation.objects.get(name=OFFICE), request_id=uuid.uuid4(),
    )  # fmt: skip
    return made.pk


def look(number: int) -> Seen:
    """How the job of that number stands."""
    close_old_connections()
    found = Job.objects.get(pk=number)
    said = str((found.result or {}).get("said", "")) or found.message
    return Seen(
        found.is_over, found.state == JobState.DONE, dict(found.step), (found.done, found.total), said
    )


def give_up(number: int) -> None:
    """Let the job end where it is; whoever begins it again goes on where it stood."""
    Job.objects.filter(pk=number, state__in=_OPEN).update(cancel=True)
