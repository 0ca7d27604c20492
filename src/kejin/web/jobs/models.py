"""Jobs: who asked for what, how far it is, what came of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kejin.records.kept.record import Working
from kejin.records.parties.models import Organisation, Person


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Working):
    """One piece of long work.

    Attributes:
        kind: What is to be done, by the name under which it is listed.
        parameters: With what; JSON.
        step: What it is doing, in both languages: {"zh": …, "en": …}.
        done: How much of the step is done, of `total`; 0 of 0 where it cannot be told.
        result: What it gave; JSON.
        message: Why it failed, in words for people.
        cancel: Whether somebody wants it to end.
        beat_at: When its worker was last alive.
        tries: How often it was begun; one whose worker died is begun again, twice at the most.
    """

    kind = models.CharField(max_length=60)
    parameters = models.JSONField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="jobs")
    request_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    step = models.JSONField(default=dict)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    result = models.JSONField(null=True)
    message = models.TextField(blank=True)
    cancel = models.BooleanField(default=False)
    tries = models.SmallIntegerField(default=0)
    asked_at = models.DateTimeField(db_default=Now())
    begun_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("id",), condition=Q(state="waiting"), name="job_waiting"),
            models.Index(fields=("organisation", "-id"), name="job_of_organisation"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    @property
    def part(self) -> int | None:
        """How much of the step is done, per cent; None where it cannot be told."""
        return min(100, self.done * 100 // self.total) if self.total else None
