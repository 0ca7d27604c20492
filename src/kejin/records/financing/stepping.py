"""Finding a financing for the one who acts on it, and taking a step with it."""

from dataclasses import dataclass
from datetime import date

from kejin.records.actions.action import Context, Outcome, Told
from kejin.records.errors import UnknownRecordError
from kejin.records.financing.models import Financing, FinancingEvent
from kejin.records.financing.steps import STEPS, TAKE_BACK
from kejin.records.kept.stepping import check_step
from kejin.records.parties.kinds import OrganisationKind


@dataclass(frozen=True, slots=True)
class Step:
    """A step to be taken: which act, where to, and with a refusal why."""

    code: str
    to_state: str
    reason_code: str = ""


def financing_for(context: Context, number: int) -> Financing:
    """The financing of that number, locked until the act is over, for its enterprise or its institution.

    Raises:
        UnknownRecordError: There is none, or none that this caller may know of.
    """
    found = Financing.objects.select_for_update().filter(pk=number).first()
    mine = context.organisation.pk
    if found is None or mine not in {found.enterprise_id, found.institution_id}:
        raise unknown_financing(number)
    return found


def came_to_stand(financing: Financing) -> FinancingEvent | None:
    """The event by which the financing last came to where it stands; what was taken back begins nothing anew."""
    came = financing.events.filter(to_state=financing.state).exclude(code=TAKE_BACK)
    return came.select_related("act").order_by("-pk").first()


def stands_since(financing: Financing) -> date:
    """The business day on which the financing came to where it stands.

    It changes by its events alone, so the act that changed it last tells, which lists fetch with their rows; only
    where that act took a step back, the events have to be asked.
    """
    came = came_to_stand(financing) if financing.act.code == TAKE_BACK else None
    day: date = (came or financing).act.business_date
    return day


def any_financing(number: int) -> Financing:
    """The financing of that number, locked, for the keeper of a pool, whose claim leads to it."""
    return Financing.objects.select_for_update().get(pk=number)


def unknown_financing(number: int) -> UnknownRecordError:
    """One sentence for what does not exist and for what is somebody else's."""
    return UnknownRecordError("No such financing", found=number, kept="Nothing was recorded.")


def take(financing: Financing, step: Step) -> None:
    """Take a step. What the list of steps does not know from here is refused.

    Raises:
        RefusedError: The financing does not stand where this act begins.
    """
    taken = (step.code, financing.state, step.to_state)
    check_step(taken, STEPS, what="a financing at", where=str(financing))
    FinancingEvent.objects.create(
        financing=financing, code=step.code, from_state=financing.state, to_state=step.to_state,
        reason_code=step.reason_code,
    )  # fmt: skip
    financing.refresh_from_db(fields=["state"])


def stepped(context: Context, financing: Financing, step: Step, **content: object) -> Outcome:
    """Take a step and tell the other side of it: the institution what the enterprise did, and the other way round."""
    take(financing, step)
    enterprise_acts = context.organisation.kind == OrganisationKind.ENTERPRISE
    other = financing.institution_id if enterprise_acts else financing.enterprise_id
    parts = {"state": financing.state, "reason": step.reason_code}
    notices = (Told(other, step.code, parts),) if other is not None else ()
    return Outcome(
        ("financing", financing.pk, str(financing)),
        {"financing_id": financing.pk, "state": financing.state} | content,
        notices,
    )
