"""The acts of a lender on a financing, as forms: which are offered where it stands, and what they ask for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kejin.calendars import month_end
from kejin.money import format_yuan
from kejin.records.approvals.models import Approval
from kejin.records.financing.applying import (
    Decide,
    MakeOffer,
    Propose,
    Refuse,
    RegisterContract,
    standing_offer,
)
from kejin.records.financing.models import Contract, Financing
from kejin.records.financing.performing import Close, ReportPerformance
from kejin.records.financing.steps import REFUSALS, STEPS, State
from kejin.web.acting import ActForm, may
from kejin.web.fields import Field, Shape, amount_again
from kejin.web.visitors import Visitor
from kejin.web.words import word

REPAYMENTS = ("equal_instalment", "equal_principal", "interest_first", "bullet")
_OFFER_DAYS = 30


@dataclass(frozen=True, slots=True)
class Quote:
    """What the product quotes to this enterprise, where the run knows it: rate in parts per billion, months, fen."""

    rate_ppb: int | None = None
    months: int | None = None
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A financing with what its forms need: who looks, on which day, and what the product quotes."""

    visitor: Visitor
    financing: Financing
    quote: Callable[[], Quote] = Quote

    @property
    def day(self) -> date:
        """The business day that is open."""
        assert self.visitor.day is not None  # noqa: S101 - there is a financing, so there is a day
        return self.visitor.day


def lending_forms(standing: Standing) -> list[ActForm]:
    """The forms that the visitor is offered at the step where the financing stands, in the order of the steps."""
    state = standing.financing.state
    begins = {code for code, start, _ in STEPS if start == state}
    makers: Mapping[Any, Callable[[Standing], Iterator[ActForm]]] = {
        MakeOffer: _offer,
        Propose: _propose,
        Decide: _decide,
        RegisterContract: _register,
        ReportPerformance: _report,
        Refuse: _refuse,
        Close: _close,
    }
    return [
        form
        for kind, maker in makers.items()
        if kind.code in begins and may(standing.visitor, kind)
        for form in maker(standing)
    ]


def pending_approval(financing: Financing) -> Approval | None:
    """The latest approval of the offer that stands."""
    offer = standing_offer(financing)
    if offer is None:
        return None
    found = Approval.objects.filter(kind="financing", subject_kind="offer", subject_id=offer.pk)
    return found.order_by("-pk").first()


def _offer(standing: Standing) -> Iterator[ActForm]:
    financing, quote = standing.financing, standing.quote()
    asked = financing.amount_minor
    amount = min(asked, quote.amount_fen) if quote.amount_fen else asked
    rate = "" if quote.rate_ppb is None else f"{quote.rate_ppb / 10_000_000:g}"
    fields = (
        Field(
            "principal", word("institution.principal_yuan"), Shape.MONEY, suggested=plain_yuan(amount),
            hint=word("institution.at_most", format_yuan(asked)),
        ),
        Field("rate", word("institution.rate_percent"), Shape.PERCENT, suggested=rate),
        Field("months", word("institution.months"), Shape.COUNT, suggested=str(financing.term_months)),
        Field("repayment", word("institution.repayment"), Shape.CHOICE, options=repayment_options()),
        Field(
            "valid_until", word("institution.valid_until"), Shape.DAY,
            suggested=(standing.day + timedelta(days=_OFFER_DAYS)).isoformat(),
        ),
    )  # fmt: skip
    note = (
        word("institution.offer_from_quote") if quote.rate_ppb is not None else word("institution.no_quote")
    )

    def build(values: Mapping[str, Any]) -> MakeOffer:
        return MakeOffer(
            financing_id=financing.pk, principal_minor=values["principal"], rate_ppb=values["rate"],
            term_months=values["months"], repayment=values["repayment"], valid_until=values["valid_until"],
        )  # fmt: skip

    yield ActForm(MakeOffer, fields, build, note=note)


def _propose(standing: Standing) -> Iterator[ActForm]:
    number = standing.financing.pk
    yield ActForm(Propose, (), lambda _: Propose(financing_id=number), note=word("institution.propose_note"))


def _decide(standing: Standing) -> Iterator[ActForm]:
    financing, approval = standing.financing, pending_approval(standing.financing)
    if approval is None or standing.visitor.person is None:
        return
    if not may_still_decide(approval, standing.visitor.person.pk):
        return
    fields = decision_fields(approval)

    def build(values: Mapping[str, Any]) -> Decide:
        return Decide(
            financing_id=financing.pk, approval_id=approval.pk, content_sha256=approval.content_sha256,
            reason_code=values["reason_code"] or "",
        )  # fmt: skip

    yield ActForm(Decide, fields, build, grave=True, note=word("institution.decide_note"))


def _register(standing: Standing) -> Iterator[ActForm]:
    financing, approval = standing.financing, pending_approval(standing.financing)
    if approval is None:
        return
    fields = (
        Field("number", word("institution.contract_number"), Shape.LINE),
        Field("signed_on", word("institution.signed_on"), Shape.DAY, suggested=standing.day.isoformat()),
        Field("again", word("web.amount_again"), Shape.MONEY, equals=approval.amount_minor),
    )

    def build(values: Mapping[str, Any]) -> RegisterContract:
        return RegisterContract(
            financing_id=financing.pk, approval_id=approval.pk, number=values["number"], signed_on=values["signed_on"]
        )  # fmt: skip

    yield ActForm(RegisterContract, fields, build, grave=True)


def _report(standing: Standing) -> Iterator[ActForm]:
    financing = standing.financing
    contract = Contract.objects.select_related("offer").filter(financing=financing).first()
    if contract is None:
        return
    latest = contract.reports.order_by("-as_of").first()
    owed = latest.outstanding_minor if latest else contract.offer.principal_minor
    fields = (
        Field(
            "as_of", word("institution.as_of"), Shape.DAY, suggested=_last_month_end(standing.day).isoformat()
        ),
        Field("outstanding", word("institution.outstanding_yuan"), Shape.MONEY, suggested=plain_yuan(owed)),
        Field("overdue_days", word("institution.overdue_days"), Shape.COUNT, suggested="0"),
    )

    def build(values: Mapping[str, Any]) -> ReportPerformance:
        return ReportPerformance(
            financing_id=financing.pk, as_of=values["as_of"], outstanding_minor=values["outstanding"],
            overdue_days=values["overdue_days"],
        )  # fmt: skip

    yield ActForm(ReportPerformance, fields, build)


def _refuse(standing: Standing) -> Iterator[ActForm]:
    number = standing.financing.pk
    fields = (Field("reason_code", word("institution.refusal"), Shape.CHOICE, options=refusal_options()),)
    yield ActForm(
        Refuse, fields, lambda values: Refuse(financing_id=number, reason_code=values["reason_code"]),
        note=word("institution.refuse_note"),
    )  # fmt: skip


def _close(standing: Standing) -> Iterator[ActForm]:
    financing = standing.financing
    latest = financing.contract.reports.order_by("-as_of").first()
    if financing.state != State.COMPENSATED and (latest is None or latest.outstanding_minor):
        return
    yield ActForm(Close, (), lambda _: Close(financing_id=financing.pk), grave=True)


def may_still_decide(approval: Approval, person_id: int) -> bool:
    """Nobody approves what he proposed, and nobody twice: the form would only be refused."""
    return approval.opened_by_id != person_id and not approval.decisions.filter(person_id=person_id).exists()


def decision_fields(approval: Approval) -> tuple[Field, ...]:
    """What a decision asks: a coded refusal or none, a reason, and the amount once more."""
    return (
        Field(
            "reason_code", word("institution.refusal_or_none"), Shape.CHOICE, options=refusal_options(), required=False
        ),
        Field("reason", word("institution.decide_reason"), Shape.TEXT, required=False),
        amount_again(approval.amount_minor),
    )  # fmt: skip


def refusal_options() -> list[tuple[str, Any]]:
    """The codes with which a financing or a claim is refused, with their words."""
    return list(REFUSALS.items())


def repayment_options() -> list[tuple[str, Any]]:
    """The forms of repayment that an offer may have, with their words."""
    return [(name, word(f"institution.repayment_{name}")) for name in REPAYMENTS]


def plain_yuan(fen: int) -> str:
    """An amount as one types it: yuan without separators."""
    return format_yuan(fen).replace(",", "").removesuffix("元").strip()


def _last_month_end(day: date) -> date:
    end = month_end(day)
    return end if end == day else day.replace(day=1) - timedelta(days=1)
