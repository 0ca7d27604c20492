"""An application as its enterprise sees it: what happened, who holds it, how many days are left, what is next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from kejin.errors import KejinError
from kejin.facts import Label
from kejin.records.actions.action import action_kinds
from kejin.records.financing.models import Contract, Financing, FinancingEvent, Offer
from kejin.records.financing.stepping import stands_since
from kejin.records.financing.steps import ENDED, REFUSALS, STATE_WORDS, State
from kejin.records.parties.kinds import LENDERS, OrganisationStatus
from kejin.records.parties.models import Organisation
from kejin.records.promises.promised import DayUnit, Holder, Promise, due_and_left, promises
from kejin.runs.opening import Overview
from kejin.web.answers import present_run
from kejin.web.visitors import Visitor
from kejin.web.words import word

_WITHDRAWABLE = frozenset({State.NEED, State.MATCHED, State.APPLIED, State.OFFERED, State.ACCEPTED})
REPAYMENTS: Mapping[str, str] = MappingProxyType(
    {
        "bullet": "apply.bullet",
        "equal_principal": "apply.equal_principal",
        "equal_instalment": "apply.equal_instalment",
        "interest_first": "apply.interest_first",
    }
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline."""

    day: date
    what: Label
    by: str
    state: Label
    reason: Label | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the file waits for.

    Attributes:
        promise: What is to be done, by whom, in how many days.
        since: Since when.
        due: Until when; None where the working days of that year are not known.
        left: How many days are left; negative when it is overdue.
    """

    promise: Promise
    since: date
    due: date | None
    left: int | None

    @property
    def holder(self) -> Label:
        """Who holds the file."""
        return word(f"apply.holder_{self.promise.holder.value}")

    @property
    def is_mine(self) -> bool:
        """Whether it is the enterprise's own turn."""
        return self.promise.holder is Holder.ENTERPRISE

    @property
    def is_demonstration(self) -> bool:
        """Whether the days are a value that no clause names."""
        return self.promise.source is None

    @property
    def left_words(self) -> Label:
        """The days left in words."""
        if self.left is None:
            return word("apply.days_unknown")
        unit = word("apply.working_days" if self.promise.unit is DayUnit.WORKING else "apply.calendar_days")
        return word("apply.days_over" if self.left < 0 else "apply.days_left", abs(self.left), unit)


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the task list: what, whether it is done, where to do it."""

    label: Label
    done: bool
    route: str


@dataclass(frozen=True, slots=True)
class File:
    """An application on a page."""

    financing: Financing
    product: Label | None
    state: Label
    happenings: tuple[Happening, ...]
    waiting: Waiting | None
    tasks: tuple[Task, ...]
    offer: Offer | None
    contract: Contract | None
    refusal: Label | None

    @property
    def may_withdraw(self) -> bool:
        """Whether the enterprise may still take it back."""
        return self.financing.state in _WITHDRAWABLE

    @property
    def may_accept(self) -> bool:
        """Whether an offer waits to be accepted."""
        return self.financing.state == State.OFFERED and self.offer is not None

    @property
    def repayment(self) -> Label | None:
        """How the offer is repaid, in words."""
        return (
            word(REPAYMENTS[self.offer.repayment])
            if self.offer and self.offer.repayment in REPAYMENTS
            else None
        )


def file_of(visitor: Visitor, financing: Financing) -> File:
    """An application, with everything that its page says."""
    events = list(financing.events.select_related("act").order_by("id"))
    refused = events[-1].reason_code if events and financing.state == State.REFUSED else ""
    return File(
        financing=financing,
        product=product_label(financing.product) if financing.product else None,
        state=STATE_WORDS[State(financing.state)],
        happenings=tuple(_happenings(events)),
        waiting=waiting_of(financing, visitor),
        tasks=_tasks(financing),
        offer=financing.offers.order_by("-id").first(),
        contract=Contract.objects.filter(financing=financing).first(),
        refusal=REFUSALS.get(refused, Label(refused, refused)) if refused else None,
    )


def waiting_of(financing: Financing, visitor: Visitor) -> Waiting | None:
    """What a file waits for; None where it waits for nothing."""
    promise = promises().get(f"financing.{financing.state}")
    if promise is None or visitor.day is None or financing.state in ENDED:
        return None
    since = stands_since(financing)
    due, left = due_and_left(promise, since, visitor.day)
    return Waiting(promise, since, due, left)


def product_label(key: str) -> Label:
    """What a product is called; its key where the present catalogue does not hold it."""
    try:
        return present_run().catalogue.product(key).label
    except KejinError:
        return Label(key, key)


def overview_of(visitor: Visitor) -> Overview | None:
    """What the present run says to the enterprise; None where there is no run, or it does not know the enterprise."""
    code = visitor.organisation.credit_code if visitor.organisation is not None else None
    try:
        return present_run().overview(code or "")
    except KejinError:
        return None


def institutions() -> list[tuple[str, str]]:
    """Whoever lends, by name."""
    rows = Organisation.objects.filter(kind__in=LENDERS, status=OrganisationStatus.ACTIVE).order_by(
        "name", "id"
    )
    return [(str(row.pk), row.name) for row in rows]


def _happenings(events: list[FinancingEvent]) -> Iterator[Happening]:
    kinds = action_kinds()
    for event in events:
        kind = kinds.get(event.code)
        yield Happening(
            event.act.business_date,
            kind.label if kind is not None else Label(event.code, event.code),
            event.act.organisation_name,
            STATE_WORDS[State(event.to_state)],
            REFUSALS.get(event.reason_code) if event.reason_code else None,
        )


def _tasks(financing: Financing) -> tuple[Task, ...]:
    chosen = financing.institution_id is not None
    sent = financing.state not in {State.NEED, State.MATCHED}
    return (
        Task(word("apply.task_need"), done=True, route=""),
        Task(word("apply.task_institution"), done=chosen, route="" if chosen else "application_institution"),
        Task(word("apply.task_send"), done=sent, route="application_check" if chosen and not sent else ""),
    )
