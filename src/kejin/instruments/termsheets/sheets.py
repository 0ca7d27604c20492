"""Terms files: one contract as YAML or JSON, and what it comes to, whatever its kind.

file ─► document ─► contract: its flows, its schedule or bills, its cost
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from kejin.errors import FileError, TermsError
from kejin.facts.yamltext import read_strict
from kejin.instruments.costs import Cost, Flow, Purpose, bridged, cost_of_flows, loan_flows, renewed
from kejin.instruments.growth import Beside, Outlook, beside_plain
from kejin.instruments.loans import (
    Payment,
    RevenuePayment,
    Schedule,
    level_payments,
    line_schedule,
    revenue_payments,
    schedule,
)
from kejin.instruments.loans.servicing import Account, replay
from kejin.instruments.termsheets.account_flows import flows_of_account
from kejin.instruments.termsheets.building import (
    agreement_of,
    bridge_of,
    events_of,
    fees_of,
    line_of,
    loan_of,
    revenue_of,
    subsidies_of,
)
from kejin.instruments.termsheets.documents import (
    AnySheet,
    LineSheet,
    LoanSheet,
    RenewalSheet,
    RevenueSheet,
    ServicedSheet,
    Sheet,
)
from kejin.instruments.termsheets.refusing import refused

_ADAPTER: Final[TypeAdapter[Any]] = TypeAdapter(AnySheet)
Made = Schedule | tuple[RevenuePayment, ...] | Account | None
"""A schedule, payments out of revenue, the account of a loan that is serviced; None where flows are all there is."""


@dataclass(frozen=True)
class Contract:
    """What a terms file says, worked out.

    Attributes:
        sheet: The document.
        made: The schedule, the payments or the account.
        flows: What the borrower receives and pays, in the order of time.
        rate_ppb: The rate that points of a subsidy are taken off.
    """

    sheet: Sheet
    made: Made
    flows: tuple[Flow, ...]
    rate_ppb: int

    @property
    def name(self) -> str:
        """What it is called."""
        return self.sheet.contract_id

    @cached_property
    def cost(self) -> Cost:
        """What it costs with its charges and after its subsidies."""
        return cost_of_flows(
            self.flows,
            rate_ppb=self.rate_ppb,
            currency=self.sheet.currency.value,
            fees=fees_of(self.sheet),
            subsidies=subsidies_of(self.sheet),
        )

    @cached_property
    def payments(self) -> tuple[Payment, ...]:
        """The lines of its table, payouts among them; where it has no schedule, one line for each day with a flow."""
        if isinstance(self.made, Schedule):
            return tuple(self.made.payments())
        return tuple(_lines(self.flows))

    def price(self) -> "Priced":
        """A loan with its part of the firm's growth beside the plain loan.

        Raises:
            TermsError: The contract is no loan, or lacks the extra, the outlook or the plain rate.
        """
        sheet = self.sheet
        if not isinstance(sheet, LoanSheet):
            raise _lacking("contractType", "loan", getattr(sheet, "contract_type", ""))
        if sheet.extra is None or sheet.outlook is None or sheet.plain_rate is None:
            needed = {"extra": sheet.extra, "outlook": sheet.outlook, "plainRate": sheet.plain_rate}
            name = next(name for name, value in needed.items() if value is None)
            raise _lacking(name, "an extra, an outlook and a plainRate to price a loan", None)
        lower = loan_of(sheet, sheet.currency)
        plain = loan_of(sheet.model_copy(update={"nominal_interest_rate": sheet.plain_rate}), sheet.currency)
        outlook = sheet.outlook.made()
        return Priced(beside_plain(plain, lower, sheet.extra.made(), outlook=outlook), outlook)


@dataclass(frozen=True, slots=True)
class Priced:
    """A price and what it assumes."""

    beside: Beside
    outlook: Outlook


def _lines(flows: Sequence[Flow]) -> Iterator[Payment]:
    """What flows come to day by day: a payout is a line of its own."""
    balance = 0
    for (day, drawn), of_day in groupby(flows, key=lambda flow: (flow.day, flow.purpose is Purpose.DRAWN)):
        sums = dict.fromkeys(("principal", "interest", "other"), 0)
        for flow in of_day:
            principal = drawn or flow.purpose is Purpose.PRINCIPAL
            name = "principal" if principal else "interest" if flow.purpose is Purpose.INTEREST else "other"
            sums[name] -= flow.amount
        balance -= sums["principal"]
        yield Payment(day, sums["principal"], sums["interest"], sums["other"], balance)


def _lacking(term: str, rule: str, value: object) -> TermsError:
    return TermsError(
        "a term breaks a rule", expected=rule, found=value, where=term, kept="Nothing was priced."
    )


def read_contract(path: Path) -> Contract:
    """The contract of a terms file.

    Raises:
        FileError: The file cannot be read, or is neither YAML nor JSON.
        TermsError: A term is unknown, missing or breaks a rule; `SeveralTermsErrors` where several do. The message
            names the term, the value and the rule.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError("The file cannot be read", found=str(error), where=str(path)) from error
    return contract_of(read_strict(text, where=str(path), error=FileError), default_name=path.stem)


def contract_of(document: object, *, default_name: str = "") -> Contract:
    """The contract that a document says; see `read_contract`."""
    try:
        sheet: Sheet = _ADAPTER.validate_python(document)
    except ValidationError as error:
        raise refused(error) from error
    return _contract(sheet, default_name)


def contract_of_json(text: str, *, default_name: str = "") -> Contract:
    """The contract of a JSON document, strictly by its schema: no text stands for a number. See `read_contract`."""
    try:
        sheet: Sheet = _ADAPTER.validate_json(text, strict=True)
    except ValidationError as error:
        raise refused(error) from error
    return _contract(sheet, default_name)


def _contract(sheet: Sheet, default_name: str) -> Contract:
    if not sheet.contract_id:
        sheet = sheet.model_copy(update={"contract_id": default_name})
    made, flows, rate = _MAKERS[type(sheet)](sheet)
    return Contract(sheet, made, tuple(flows), rate)


def _loan(sheet: LoanSheet) -> tuple[Made, Sequence[Flow], int]:
    terms = loan_of(sheet, sheet.currency, name=sheet.contract_id)
    made = schedule(terms)
    return made, loan_flows(made.payments()), terms.nominal_interest_rate.ppb


def _line(sheet: LineSheet) -> tuple[Made, Sequence[Flow], int]:
    terms, moves = line_of(sheet)
    made = line_schedule(terms, moves)
    return made, loan_flows(made.payments()), terms.nominal_interest_rate.ppb


def _revenue(sheet: RevenueSheet) -> tuple[Made, Sequence[Flow], int]:
    terms, start = revenue_of(sheet), sheet.initial_exchange_date
    if sheet.yearly_revenue is not None:
        made = level_payments(terms, sheet.yearly_revenue, start=start, days_of_year=sheet.days_of_year)
    else:
        made = revenue_payments(terms, [(each.day, each.amount) for each in sheet.revenues])
    flows = [Flow(start, Purpose.DRAWN, terms.net_disbursement)]
    for line in made:
        flows += [
            Flow(line.day, purpose, -paid)
            for purpose, paid in ((Purpose.PRINCIPAL, line.principal), (Purpose.FEE, line.fee))
            if paid
        ]
    return tuple(made), flows, 0


def _renewal(sheet: RenewalSheet) -> tuple[Made, Sequence[Flow], int]:
    old, new = loan_of(sheet.old, sheet.currency), loan_of(sheet.new, sheet.currency)
    bridge = bridge_of(sheet.bridge)
    flows = renewed(old, new) if bridge is None else bridged(old, new, bridge)
    return None, flows, old.nominal_interest_rate.ppb


def _serviced(sheet: ServicedSheet) -> tuple[Made, Sequence[Flow], int]:
    agreement, events = agreement_of(sheet), events_of(sheet)
    as_of = sheet.as_of or max(event.day for event in events)
    account = replay(agreement, events, as_of=as_of)
    flows = flows_of_account(agreement, events, as_of=as_of)
    return account, flows, sheet.nominal_interest_rate.ppb


_MAKERS: Final[Mapping[type, Callable[[Any], tuple[Made, Sequence[Flow], int]]]] = MappingProxyType(
    {
        LoanSheet: _loan,
        LineSheet: _line,
        RevenueSheet: _revenue,
        RenewalSheet: _renewal,
        ServicedSheet: _serviced,
    }
)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a terms file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_ADAPTER.json_schema()}
