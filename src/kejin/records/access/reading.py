"""The one door to another's facts: a basis is looked up, the reading is logged with it, then facts are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl
from pydantic import Field, PrivateAttr
from typing_extensions import override

from kejin.facts import Grain, Label
from kejin.records.access.bases import Asked, Basis, basis_of
from kejin.records.access.models import Reading
from kejin.records.access.purposes import BasisKind, Purpose, is_item
from kejin.records.actions.action import Action, Allowed, Context, Outcome, listed
from kejin.records.actions.performing import perform
from kejin.records.actions.values import Day, Id, Word
from kejin.records.errors import RefusedError
from kejin.records.filings.checking import key_facts
from kejin.records.filings.models import Dispute
from kejin.records.filings.standing import merged, standing_rows
from kejin.records.parties.kinds import BUSINESS, Role
from kejin.records.parties.models import Organisation
from kejin.records.parties.standing import Caller
from kejin.records.registry.finding import organisation_of

READERS = Allowed(BUSINESS, frozenset({Role.HANDLER, Role.APPROVER, Role.AUDITOR, Role.REPRESENTATIVE}))


@dataclass(frozen=True, slots=True)
class Given:
    """What a reading gave.

    Attributes:
        reading_id: Under which number it is logged.
        basis: On which kind of basis.
        frames: Facts by grain, as the dictionary types them; null is unknown.
        disputed: What of it is disputed and unanswered: grain, subject, fact (empty for the whole row).
    """

    reading_id: int
    basis: BasisKind
    frames: Mapping[Grain, pl.DataFrame]
    disputed: tuple[tuple[str, str, str], ...]


@listed
class ReadFacts(Action):
    """Read an enterprise's facts for a purpose; the reading is logged with its basis, or refused with what is lacking.

    The facts themselves are no part of what is kept of the act: `read_facts_of` hands them to its caller alone.

    Attributes:
        items: Grains and facts (`filing`, `filing.revenue_fen`).
        known_by: As of when; the open day where it is not given.
    """

    code = "access.read"
    label = Label("查阅企业事实", "Read an enterprise's facts")
    allowed = READERS

    enterprise_id: Id
    purpose: Purpose
    items: list[Word] = Field(min_length=1, max_length=400)
    known_by: Day | None = None
    _given: list[Given] = PrivateAttr(default_factory=list)

    @override
    def change(self, context: Context) -> Outcome:
        enterprise = organisation_of(self.enterprise_id)
        strange = [item for item in self.items if not is_item(item)]
        if strange:
            raise RefusedError("These are no facts that are filed", "not_a_fact", found=", ".join(strange))
        basis, lacking = basis_of(context, Asked(enterprise, self.purpose, self.items))
        if basis is None:
            raise RefusedError(
                "There is no basis for reading these facts", "no_basis", expected="; ".join(lacking),
                found=self.purpose.value, where=f"{enterprise.name} ({enterprise.pk})",
            )  # fmt: skip
        known_by = self.known_by or context.business_date
        made = Reading.objects.create(
            organisation=context.organisation, enterprise=enterprise, purpose=self.purpose, basis=basis.kind,
            items=sorted(set(self.items)), known_by=known_by, **basis.rests_on,
        )  # fmt: skip
        source = context.organisation.pk if basis.kind is BasisKind.SOURCE else None
        self._given[:] = [_given(made, basis, self.items, source=source)]
        content = {"reading_id": made.pk, "basis": basis.kind.value}
        return Outcome(("reading", made.pk, str(made)), content)


def read_facts_of(caller: Caller, action: ReadFacts) -> Given:
    """Read facts through the door. Each time anew, on the bases of the moment: a reading has no idempotency key.

    Raises:
        RefusedError: No basis; the error says what each of them lacks, and the attempt is on record.
    """
    perform(action, caller)
    return action._given[0]  # noqa: SLF001 - handed to the one who asked, and kept nowhere else


def _given(reading: Reading, basis: Basis, items: list[str], *, source: int | None) -> Given:
    number = reading.enterprise_id
    assert number is not None  # noqa: S101 - only statistics have no enterprise
    frames = {}
    for grain in dict.fromkeys(Grain(item.split(".")[0]) for item in items):
        rows = merged(standing_rows(grain, [number], reading.known_by, source=source), grain)
        frames[grain] = rows.select(_columns(grain, items))
    return Given(reading.pk, basis.kind, frames, tuple(_disputed(reading.enterprise, reading.known_by)))


def _columns(grain: Grain, items: list[str]) -> list[pl.Expr]:
    if grain.value in items:
        return [pl.all()]
    named = [item.split(".")[1] for item in items if item.startswith(f"{grain.value}.")]
    return [
        pl.col(name) for name in dict.fromkeys(["enterprise_id", *key_facts(grain), *named, "_known_since"])
    ]


def _disputed(enterprise: Organisation | None, known_by: date) -> list[tuple[str, str, str]]:
    found = Dispute.objects.filter(
        filing__enterprise=enterprise, answer=None, act__business_date__lte=known_by
    ).select_related("filing")
    return [(each.filing.grain, each.filing.subject, each.fact) for each in found.order_by("pk")]
