"""What a tape says of financings, reported by the financings' own act: one act for each, as a person would do it."""

from collections.abc import Iterator
from dataclasses import dataclass

from kejin.records.actions.performing import perform
from kejin.records.errors import RefusedError, UnknownRecordError
from kejin.records.financing.models import Contract
from kejin.records.financing.performing import ReportPerformance
from kejin.records.financing.steps import State
from kejin.records.parties.standing import Caller
from kejin.records.tapes.models import Break, Tape, TapeRow
from kejin.records.tapes.reasons import BREAKS
from kejin.records.tapes.steps import STANDING, TapeStatus


@dataclass(frozen=True, slots=True)
class Reported:
    """What came of one row: the financing's state afterwards, or the code of why nothing was reported."""

    contract_number: str
    financing_id: int
    state: str
    refused: str = ""


def report_performance(caller: Caller, tape_id: int) -> Iterator[Reported]:
    """Report every financing that a reconciled tape tells of and no break puts in doubt.

    Interrupted anywhere it may be run again: each report has a key of its own.

    Args:
        caller: Somebody of the bank whose tape it is.
        tape_id: The tape.

    Raises:
        UnknownRecordError: The bank has no such tape.
        RefusedError: It has not been reconciled, or was replaced.
    """
    tape = Tape.objects.filter(pk=tape_id, institution_id=caller.organisation_id).first()
    if tape is None:
        raise UnknownRecordError("No such tape", found=tape_id, kept="Nothing was recorded.")
    if tape.status != TapeStatus.RECONCILED:
        raise RefusedError(
            "A tape is reconciled before it counts", "wrong_state", found=tape.status, where=str(tape)
        )
    stopping = [code for code, kind in BREAKS.items() if kind.stops_report]
    doubtful = set(
        Break.objects.filter(institution_id=tape.institution_id, state__in=STANDING, code__in=stopping)
        .values_list("contract_number", flat=True)
    )  # fmt: skip
    contracts = {
        contract.number: contract
        for contract in Contract.objects.select_related("financing")
        .filter(institution_id=tape.institution_id, financing__state__in=(State.CONTRACTED, State.OVERDUE))
    }  # fmt: skip
    told = TapeRow.objects.filter(tape=tape, contract_number__in=contracts).order_by("line")
    seen: set[str] = set()
    for row in told:
        contract = contracts[row.contract_number]
        if row.contract_number in seen:
            continue
        seen.add(row.contract_number)
        if row.contract_number in doubtful:
            yield Reported(contract.number, contract.financing_id, contract.financing.state, "in_doubt")
            continue
        action = ReportPerformance(
            financing_id=contract.financing_id, as_of=tape.as_of, outstanding_minor=row.balance_minor,
            overdue_days=row.days_past_due,
        )  # fmt: skip
        try:
            done = perform(action, caller, key=f"tape-{tape.pk}-{contract.financing_id}")
        except RefusedError as error:
            yield Reported(contract.number, contract.financing_id, contract.financing.state, error.reason)
            continue
        yield Reported(contract.number, contract.financing_id, str(done.content["state"]))
