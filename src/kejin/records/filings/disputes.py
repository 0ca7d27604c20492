"""Disputes: raised by the enterprise, answered by the source within the days that were promised."""

from pydantic import Field
from typing_extensions import override

from kejin.facts import Grain, Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, Told, listed
from kejin.records.actions.values import Id, Text, Word
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.filings.acts import SOURCES, Given, correct, latest_of
from kejin.records.filings.models import Dispute, DisputeAnswer, DisputeOutcome, Filing
from kejin.records.filings.teaching import columns_of
from kejin.records.parties.kinds import OrganisationKind, Role
from kejin.records.promises.promised import promise_of


@listed
class RaiseDispute(Action):
    """Dispute what was filed about the enterprise: one fact of it, or the whole row."""

    code = "filings.dispute"
    label = Label("提出异议", "Dispute a filing")
    allowed = Allowed(frozenset({OrganisationKind.ENTERPRISE}), frozenset({Role.REPRESENTATIVE}))

    filing_id: Id
    ground: Text
    fact: str = ""

    @override
    def change(self, context: Context) -> Outcome:
        found = Filing.objects.filter(pk=self.filing_id, enterprise=context.organisation).first()
        if found is None:
            raise UnknownRecordError("No such filing about you", found=self.filing_id)
        if latest_of(found).pk != found.pk:
            raise RefusedError("This filing has been corrected", "corrected", expected=latest_of(found).pk)
        if self.fact and self.fact not in columns_of(Grain(found.grain)):
            raise RefusedError("No such fact in this row", "not_a_fact", found=self.fact, where=str(found))
        if found.disputes.filter(fact=self.fact, answer=None).exists():
            raise RefusedError("This is disputed already", "duplicate", where=str(found))
        answer_by = promise_of("filings.dispute").due(context.business_date)
        made = Dispute.objects.create(filing=found, fact=self.fact, ground=self.ground, answer_by=answer_by)
        parts = {"filing": found.pk, "fact": self.fact, "answer_by": answer_by.isoformat()}
        content = {"dispute_id": made.pk, "answer_by": answer_by.isoformat()}
        return Outcome(("dispute", made.pk, str(made)), content, (Told(found.source_id, self.code, parts),))


@listed
class AnswerDispute(Action):
    """Answer a dispute. Upheld, it comes with the correction; what cannot be established stays disputed on record.

    Attributes:
        facts: With an upheld dispute, what the facts are; null for unknown.
        words: What was found, as the enterprise is told it.
    """

    code = "filings.answer_dispute"
    label = Label("答复异议", "Answer a dispute")
    allowed = SOURCES

    dispute_id: Id
    outcome: DisputeOutcome
    words: Text
    facts: Given = Field(default_factory=dict)
    document: Word = "异议答复"

    @override
    def change(self, context: Context) -> Outcome:
        found = Dispute.objects.select_related("filing__enterprise").filter(pk=self.dispute_id).first()
        if found is None or found.filing.source_id != context.organisation.pk:
            raise UnknownRecordError("No such dispute for you to answer", found=self.dispute_id)
        if DisputeAnswer.objects.filter(dispute=found).exists():
            raise RefusedError("This dispute has been answered", "wrong_state", where=str(found))
        upheld = self.outcome == DisputeOutcome.UPHELD
        if upheld != bool(self.facts):
            raise RefusedError(
                "What is upheld is corrected, and nothing else", "other_document", where=str(found)
            )
        correction = None
        if upheld:
            done = correct(context, found.filing, self.facts, document=self.document)
            correction = done.content["filing_id"]
        DisputeAnswer.objects.create(
            dispute=found, outcome=self.outcome, words=self.words, correction_id=correction
        )
        parts = {
            "dispute": found.pk,
            "outcome": self.outcome.value,
            "words": self.words,
            "filing": correction,
        }
        told = Told(found.filing.enterprise_id, self.code, parts)
        content = {"outcome": self.outcome.value, "filing_id": correction}
        return Outcome(("dispute", found.pk, str(found)), content, (told,))
