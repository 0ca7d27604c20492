"""One filing at a time: file, correct."""

from typing import Annotated

from pydantic import StringConstraints
from typing_extensions import override

from kejin.facts import Grain, Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, Told, listed
from kejin.records.actions.values import Code, Id, Word
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.filings.checking import (
    Values,
    digest_of,
    key_facts,
    period_of,
    read_facts,
    subject_of,
    without_unknown,
)
from kejin.records.filings.models import Batch, Filing
from kejin.records.parties.kinds import BUSINESS, OrganisationKind, Role
from kejin.records.parties.models import Organisation
from kejin.records.registry.finding import organisation_of

SOURCES = Allowed(BUSINESS, frozenset({Role.HANDLER, Role.REPRESENTATIVE}))
FactText = Annotated[str, StringConstraints(max_length=1_000)]
Given = dict[str, FactText | None]
OWN = "self"
"""The origin of what a source knows by itself."""


@listed
class FileFacts(Action):
    """File facts about an enterprise: one row of one grain, from one's own organisation as the source.

    Attributes:
        facts: Texts by fact, with the row's keys (`year` for a year, `right_no` for a patent); null is unknown.
        origin: Where the source has them from: `self`, `tax`, `annual_report`.
        document: The document that shows them.
    """

    code = "filings.file"
    label = Label("填报事实", "File facts")
    allowed = SOURCES

    enterprise_id: Id
    grain: Grain
    facts: Given
    document: Word
    origin: Code = OWN

    @override
    def change(self, context: Context) -> Outcome:
        enterprise = enterprise_of(context, self.enterprise_id)
        values = without_unknown(read_facts(self.grain, self.facts, str(enterprise.credit_code)))
        found = Filing.objects.filter(
            enterprise=enterprise, grain=self.grain, subject=subject_of(self.grain, values),
            source_id=context.organisation.pk, origin=self.origin, corrects=None,
        ).first()  # fmt: skip
        if found is not None:
            raise RefusedError(
                "This source has filed this row; a change is a correction", "duplicate", expected="filings.correct",
                found=latest_of(found).pk, where=str(found),
            )  # fmt: skip
        filed = Filing(enterprise=enterprise, grain=self.grain, origin=self.origin)
        return file_one(context, filed, values, document=self.document)


@listed
class CorrectFacts(Action):
    """Correct a filing of one's own by a new one that takes its place.

    Attributes:
        facts: What changes; null says that the fact is not known after all. Everything else stays as it was filed.
    """

    code = "filings.correct"
    label = Label("更正填报", "Correct a filing")
    allowed = SOURCES
    needs_reason = True

    filing_id: Id
    facts: Given
    document: Word

    @override
    def change(self, context: Context) -> Outcome:
        found = own_filing(context, self.filing_id)
        return correct(context, found, self.facts, document=self.document)


def correct(context: Context, found: Filing, given: Given, *, document: str) -> Outcome:
    """File the correction of a filing as the acting source.

    Raises:
        RefusedError: It has been corrected, the keys would change, or nothing would.
    """
    later = latest_of(found)
    if later.pk != found.pk:
        raise RefusedError(
            "This filing has been corrected; the later one stands", "corrected", expected=later.pk, found=found.pk
        )  # fmt: skip
    grain = Grain(found.grain)
    keys = {name: str(found.facts[name]) for name in key_facts(grain)}
    changed = read_facts(grain, keys | given, str(found.enterprise.credit_code))
    values = without_unknown(found.facts | {name: changed[name] for name in changed if name in given})
    if subject_of(grain, changed) != found.subject:
        raise RefusedError("A correction is about the same row", "other_document", expected=found.subject)
    if values == found.facts:
        raise RefusedError("This is what was filed", "duplicate", where=str(found))
    filed = Filing(enterprise=found.enterprise, grain=found.grain, origin=found.origin, corrects=found)
    return file_one(context, filed, values, document=document)


def file_one(context: Context, filing: Filing, values: Values, *, document: str) -> Outcome:
    """Record one filing in a batch of its own, and tell the enterprise where somebody else filed it."""
    batch = Batch.objects.create(
        source=context.organisation, origin=filing.origin, document=document, known_since=context.business_date,
        sha256=digest_of(values), rows=1,
    )  # fmt: skip
    filing.batch, filing.facts, filing.source_id = batch, values, context.organisation.pk
    filing.known_since = context.business_date
    filing.subject, filing.period = subject_of(Grain(filing.grain), values), period_of(values)
    filing.save(force_insert=True)
    told = Told(
        filing.enterprise_id, "filings.file", {"filing": filing.pk, "source": context.organisation.name}
    )
    notices = () if filing.enterprise_id == context.organisation.pk else (told,)
    content = {"filing_id": filing.pk, "batch_id": batch.pk, "facts": values}
    return Outcome(("filing", filing.pk, str(filing)), content, notices)


def enterprise_of(context: Context, number: int) -> Organisation:
    """The enterprise that a filing is about; an enterprise files about itself only.

    Raises:
        RefusedError: The organisation is no enterprise, or another one than the enterprise that acts.
    """
    own = context.organisation
    if own.kind == OrganisationKind.ENTERPRISE and own.pk != number:
        raise RefusedError("An enterprise files about itself", "wrong_party", expected=own.pk, found=number)
    found = organisation_of(number)
    if found.kind != OrganisationKind.ENTERPRISE:
        raise RefusedError(
            "Facts are filed about enterprises", "wrong_party", found=found.kind, where=found.name
        )
    return found


def own_filing(context: Context, number: int) -> Filing:
    """A filing of the acting source. Raises `UnknownRecordError` where there is none."""
    found = (
        Filing.objects.select_related("enterprise")
        .filter(pk=number, source_id=context.organisation.pk)
        .first()
    )
    if found is None:
        raise UnknownRecordError("No such filing of yours", found=number, kept="Nothing was recorded.")
    return found


def latest_of(filing: Filing) -> Filing:
    """The last correction of a filing; itself where there is none."""
    while (later := Filing.objects.select_related("enterprise").filter(corrects=filing).first()) is not None:
        filing = later
    return filing
