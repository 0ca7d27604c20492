"""Who holds a file, by when, and how many days are left of what was promised."""

from dataclasses import dataclass
from datetime import date

from kejin.facts import Label
from kejin.records.financing.models import Financing
from kejin.records.financing.stepping import came_to_stand
from kejin.records.financing.steps import State
from kejin.records.promises.promised import DayUnit, Holder, due_and_left, promises
from kejin.web.words import word


@dataclass(frozen=True, slots=True)
class Holding:
    """Where a file lies.

    Attributes:
        label: What is to be done.
        holder: Whose turn it is.
        since: The day of the step before.
        due, left: The last day of the promise and the days left; None where working days are not published yet.
        unit: Working or calendar days, in words.
        demonstration: Whether no clause names the promised days.
    """

    label: Label
    holder: Label
    since: date
    due: date | None
    left: int | None
    unit: Label
    demonstration: bool


def holding_of(financing: Financing, today: date) -> Holding | None:
    """Who holds a financing; None where nothing was promised for the step."""
    promise = promises().get(f"financing.{financing.state}")
    latest = came_to_stand(financing)
    if promise is None or latest is None:
        return None
    since = latest.act.business_date
    due, left = due_and_left(promise, since, today)
    unit = word(f"institution.days_{DayUnit(promise.unit).value}")
    return Holding(
        promise.label, word(f"institution.holder_{_holder(financing, promise.holder)}"), since, due, left, unit,
        promise.confidence == "demonstration",
    )  # fmt: skip


def _holder(financing: Financing, holder: Holder) -> str:
    return Holder.POOL.value if financing.state == State.CLAIMED else holder.value
