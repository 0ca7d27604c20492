"""Scenarios, outlooks, what was found for each. They are no records: nothing rests on them, they can be made again."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kejin.policy import Overlay
from kejin.records.kept.record import Working
from kejin.records.ledger.models import Book
from kejin.records.parties.models import Organisation, Person

_SHA256 = r"^[0-9a-f]{64}$"


class Scenario(Working):
    """A what-if of an organisation.

    Attributes:
        digest: SHA-256 of its text, which names it in addresses.
        title: What whoever made it calls it.
        text: The overlay as YAML, byte for byte what `kejin policy impact` reads.
        person: Who made it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="scenarios")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=120)
    text = models.TextField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "digest"), name="scenario_once"),
            models.CheckConstraint(condition=Q(digest__regex=_SHA256), name="scenario_digest"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def short(self) -> str:
        """The beginning of its digest, as addresses have it."""
        return self.digest[:16]

    @property
    def overlay(self) -> Overlay:
        """The what-if that it holds. Raises as `Overlay.from_text` does."""
        return Overlay.from_text(self.text, where=self.title)


class Finding(Working):
    """What was found for a scenario.

    Attributes:
        kind: `impact` over the facts of a run, or `book`, a simulation.
        facts: The digest of the facts.
        rules: The digest of the rules in force.
        asked: With what it was worked out: the dates; of a book its document, scenarios and seed.
        content: What was found.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=10)
    facts = models.CharField(max_length=64)
    rules = models.CharField(max_length=64)
    asked = models.JSONField(default=dict)
    content = models.JSONField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=("scenario", "kind", "-id"), name="finding_latest"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Outlook(Working):
    """How long a pool's money lasts, as an organisation had it simulated over the loans that it may see.

    Attributes:
        book: The pool's book.
        asked: The book of loans as a document, scenarios and seed, what was typed, and what the pool held that day.
        given: The facts of the loans as they stood, as texts by grain, without names.
        facts: SHA-256 of these.
        content: What was found; None until the simulation is done.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="outlooks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="outlooks")
    asked = models.JSONField()
    given = models.JSONField()
    facts = models.CharField(max_length=64)
    content = models.JSONField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(facts__regex=_SHA256), name="outlook_facts"),)
        indexes = (models.Index(fields=("organisation", "book", "-id"), name="outlook_latest"),)

    def __str__(self) -> str:
        return f"{self.book_id} {self.pk}"
