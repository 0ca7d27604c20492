"""After the contract: what the lender reports, and the end."""

from typing_extensions import override

from kejin.facts import Label
from kejin.records.actions.action import Action, Context, Outcome, listed
from kejin.records.actions.values import Day, FenOrNone, Id
from kejin.records.errors import RefusedError
from kejin.records.financing.applying import LENDING_HANDLERS
from kejin.records.financing.models import Contract, Financing, Report
from kejin.records.financing.stepping import Step, financing_for, stepped
from kejin.records.financing.steps import State


@listed
class ReportPerformance(Action):
    """Report what is outstanding on a day, and for how many days something is overdue; nought is none."""

    code = "financing.report"
    label = Label("报送履约情况", "Report performance")
    allowed = LENDING_HANDLERS

    financing_id: Id
    as_of: Day
    outstanding_minor: FenOrNone
    overdue_days: FenOrNone

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        contract = contract_of(found)
        if not contract.signed_on <= self.as_of <= context.business_date:
            raise RefusedError(
                "A report is about a day of the contract that is not to come", "out_of_order",
                expected=f"{contract.signed_on} to {context.business_date}", found=self.as_of,
            )  # fmt: skip
        if self.outstanding_minor > contract.offer.principal_minor:
            raise RefusedError(
                "More is outstanding than was lent", "wrong_amount", found=self.outstanding_minor
            )
        if contract.reports.filter(as_of__gte=self.as_of).exists():
            raise RefusedError("This or a later day has been reported", "duplicate", found=self.as_of)
        made = Report.objects.create(
            contract=contract,
            as_of=self.as_of,
            outstanding_minor=self.outstanding_minor,
            overdue_days=self.overdue_days,
        )
        state = State.OVERDUE if self.overdue_days else State.CONTRACTED
        return stepped(context, found, Step(self.code, state), report_id=made.pk)


@listed
class Close(Action):
    """Close a financing: nothing is outstanding, or it was compensated and no more is to be recovered."""

    code = "financing.close"
    label = Label("结清", "Close")
    allowed = LENDING_HANDLERS
    needs_reason = True

    financing_id: Id

    @override
    def change(self, context: Context) -> Outcome:
        found = financing_for(context, self.financing_id)
        latest = contract_of(found).reports.order_by("-as_of").first()
        repaid = latest is not None and latest.outstanding_minor == 0
        if found.state != State.COMPENSATED and not repaid:
            raise RefusedError(
                "Something is outstanding, or nothing was reported", "wrong_state", where=str(found)
            )
        return stepped(context, found, Step(self.code, State.CLOSED))


def contract_of(financing: Financing) -> Contract:
    """The contract of a financing. Raises `RefusedError` where there is none yet."""
    found = Contract.objects.select_related("offer").filter(financing=financing).first()
    if found is None:
        raise RefusedError(
            "There is no contract yet", "wrong_state", found=financing.state, where=str(financing)
        )
    return found
