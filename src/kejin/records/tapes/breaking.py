"""Acts on breaks: the bank explains, an office accepts or rejects the explanation, or closes the break."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated

from pydantic import Field, StringConstraints
from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Allowed, Context, Outcome, Told, listed
from kejin.records.actions.values import Id, Text
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.kept.stepping import check_step
from kejin.records.parties.kinds import OrganisationKind, OrganisationStatus, Role
from kejin.records.parties.models import Organisation
from kejin.records.tapes.models import Basis, Break, BreakEvent, TapeRow
from kejin.records.tapes.reasons import ANSWER_DAYS, BREAKS, CLOSINGS, EXPLANATIONS, Severity
from kejin.records.tapes.steps import STEPS, BreakState
from kejin.records.tapes.submitting import REPORTERS

JUDGES = Allowed(frozenset({OrganisationKind.OFFICE}), frozenset({Role.APPROVER}))
_BY_HAND = frozenset({"accepted", "no_difference", "loan_ended"})
Ids = Annotated[list[Id], Field(min_length=1, max_length=1000)]
Words = Annotated[str, StringConstraints(max_length=2000)]


class _OnBreaks(Action):
    """An act on one break or on several, all of them or none."""

    break_ids: Ids


@listed
class ExplainBreaks(_OnBreaks):
    """Say why a tape differs, with a coded reason; `other` needs words. A later explanation replaces an earlier one."""

    code = "tape.explain_break"
    label = Label("说明差异", "Explain a break")
    allowed = REPORTERS

    reason_code: str
    words: Words = ""

    @override
    def change(self, context: Context) -> Outcome:
        if self.reason_code not in EXPLANATIONS or (self.reason_code == "other" and not self.words.strip()):
            raise RefusedError(
                "An explanation has a code, and words where the code is `other`", "reason_missing",
                expected=" or ".join(EXPLANATIONS), found=self.reason_code,
            )  # fmt: skip
        office = receiving_office()
        items = _breaks(self.break_ids, of_bank=context.organisation)
        for item in items:
            _step(
                item,
                BreakEvent(code=self.code, reason_code=self.reason_code, words=self.words),
                BreakState.EXPLAINED,
            )
            _pass_on(item, office, context)
        told = Told(office.pk, self.code, {"breaks": len(items), "reason": self.reason_code})
        return _outcome(items, (told,))


@listed
class RejectExplanation(_OnBreaks):
    """Say that an explanation does not do; the bank has to move again."""

    code = "tape.reject_explanation"
    label = Label("退回说明", "Reject an explanation")
    allowed = JUDGES

    words: Text

    @override
    def change(self, context: Context) -> Outcome:
        items = _breaks(self.break_ids)
        for item in items:
            _step(item, BreakEvent(code=self.code, words=self.words), BreakState.OPEN)
            _pass_on(item, item.institution, context)
        return _outcome(items, _told(items, self.code))


@listed
class AcceptBreaks(_OnBreaks):
    """Accept an explanation: by somebody else than who explained. Changed terms count from the accepted row on."""

    code = "tape.accept_break"
    label = Label("接受说明", "Accept an explanation")
    allowed = JUDGES

    @override
    def change(self, context: Context) -> Outcome:
        items = _breaks(self.break_ids)
        for item in items:
            explained = (
                item.events.filter(code="tape.explain_break").select_related("act").order_by("-pk").first()
            )
            if explained is not None and explained.act.person_id == context.person.pk:
                raise RefusedError("Nobody accepts what he explained", "own_work", found=str(item))
            _step(item, BreakEvent(code=self.code), BreakState.ACCEPTED)
            if BREAKS[item.code].rebases and item.loan_id is not None and item.line is not None:
                row = TapeRow.objects.get(tape_id=item.latest_tape_id, line=item.line)
                Basis.objects.create(loan_id=item.loan_id, row=row, item=item)
        return _outcome(items, _told(items, self.code))


@listed
class CloseBreaks(_OnBreaks):
    """Close a break by hand: what was accepted is done, there is no difference, or the loan has ended."""

    code = "tape.close_break"
    label = Label("关闭差异", "Close a break")
    allowed = JUDGES
    needs_reason = True

    reason_code: str

    @override
    def change(self, context: Context) -> Outcome:
        items = _breaks(self.break_ids)
        for item in items:
            # What was accepted covers later tapes, so it is only done with where it can come no more.
            fits = self.reason_code in _BY_HAND and (
                self.reason_code != "accepted" or item.state == BreakState.ACCEPTED
            )
            if not fits:
                raise RefusedError(
                    "A break is not closed for this reason", "reason_missing", expected=" or ".join(sorted(_BY_HAND)),
                    found=self.reason_code, where=str(item),
                )  # fmt: skip
            _step(
                item,
                BreakEvent(code=self.code, reason_code=self.reason_code, words=context.reason),
                BreakState.CLOSED,
            )
        return _outcome(items, _told(items, self.code))


def receiving_office() -> Organisation:
    """The office that looks after the tapes: the first that was founded and may act.

    Raises:
        UnknownRecordError: There is none.
    """
    found = (
        Organisation.objects.filter(kind=OrganisationKind.OFFICE, status=OrganisationStatus.ACTIVE)
        .order_by("pk")
        .first()
    )
    if found is None:
        raise UnknownRecordError("No office may act", kept="Nothing was recorded.")
    return found


def closing_words(code: str) -> Label:
    """The words of how a break ended."""
    return CLOSINGS.get(code, Label(code, code))


def _breaks(numbers: Iterable[int], *, of_bank: Organisation | None = None) -> list[Break]:
    """The breaks of these numbers, locked in their order; of one bank, where it is a bank that asks."""
    wanted = sorted(set(numbers))
    rows = Break.objects.select_for_update(of=("self",)).select_related("institution").filter(pk__in=wanted)
    if of_bank is not None:
        rows = rows.filter(institution=of_bank)
    found = list(rows.order_by("pk"))
    if len(found) != len(wanted):
        missing = sorted(set(wanted) - {item.pk for item in found})
        raise UnknownRecordError(
            "No such break", found=", ".join(map(str, missing)), kept="Nothing was recorded."
        )
    return found


def _step(item: Break, event: BreakEvent, to_state: BreakState) -> None:
    check_step((event.code, item.state, to_state), STEPS, what="a break that is", where=str(item))
    event.item, event.from_state, event.to_state = item, item.state, to_state
    event.save()
    item.refresh_from_db(fields=["state"])


def _pass_on(item: Break, owner: Organisation, context: Context) -> None:
    item.owner = owner
    item.due_on = context.business_date + timedelta(days=ANSWER_DAYS[Severity(item.severity)])
    item.save(update_fields=["owner", "due_on"])


def _told(items: list[Break], code: str) -> tuple[Told, ...]:
    banks = sorted({item.institution_id for item in items})
    return tuple(
        Told(bank, code, {"breaks": [item.pk for item in items if item.institution_id == bank]})
        for bank in banks
    )


def _outcome(items: list[Break], notices: tuple[Told, ...]) -> Outcome:
    content = {"breaks": {str(item.pk): item.state for item in items}}
    first = items[0]
    return Outcome(("break", first.pk, str(first)), content, notices)
