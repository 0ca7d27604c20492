"""Taking a step back: by the one who took it, the same day, as long as nobody has acted on it."""

from collections.abc import Callable

import pytest
from tests.records.players import Case, Cast
from tests.records.test_financing import forged_by
from tests.records.test_subsidies import next_days
from tests.records.world import World

from kejin.records.errors import ConstraintError, RefusedError
from kejin.records.financing.models import Financing, FinancingEvent
from kejin.records.financing.steps import State
from kejin.records.parties.models import Organisation
from kejin.records.work.lists import under_way

Way = Callable[[Case], object]


def refused(case: Case) -> object:
    return case.by(case.cast.handler, "refuse", reason_code="quota")


def accepted(case: Case) -> Case:
    case.offered().by(case.cast.firm, "accept", offer_id=case.approval["offer_id"])
    return case


def withdrawn(case: Case) -> object:
    return case.by(case.cast.firm, "withdraw")


@pytest.mark.parametrize(
    ("before", "step", "role", "state"),
    [
        (Case.applied, withdrawn, "firm", State.APPLIED),
        (Case.offered, withdrawn, "firm", State.OFFERED),
        (Case.matched, withdrawn, "firm", State.MATCHED),
        (Case.applied, refused, "handler", State.APPLIED),
        (accepted, lambda case: case.by(case.cast.handler, "propose"), "handler", State.ACCEPTED),
    ],
)
def test_the_one_who_took_a_step_takes_it_back(
    cast: Cast, before: Callable[[Case], Case], step: Way, role: str, state: State
) -> None:
    case = before(Case.stated(cast))
    waited = since(case, cast)
    step(case)
    assert case.state != state
    who = getattr(cast, role)
    other = cast.handler if role == "firm" else cast.firm
    with pytest.raises(RefusedError, match="by the one who took it"):
        case.by(other, "take_back")
    told = case.by(who, "take_back")
    assert (case.state, told["state"]) == (state, state)
    # The history has grown by both; the clock of the promise runs on from where it was.
    assert [one.code for one in Financing.objects.get(pk=case.number).events.order_by("pk")][
        -1
    ] == "financing.take_back"
    assert since(case, cast) == waited
    with pytest.raises(RefusedError, match="cannot be taken back"):
        case.by(who, "take_back")


def since(case: Case, cast: Cast) -> object:
    bank = Organisation.objects.get(pk=cast.bank.organisation_id)
    firm = Organisation.objects.get(pk=cast.firm.organisation_id)
    day = FinancingEvent.objects.select_related("act").latest("pk").act.business_date
    found = [one for house in (bank, firm) for one in under_way(house, day) if one.subject[1] == case.number]
    return [(one.code, one.since, one.due) for one in found if one.subject[0] == "financing"]


def test_what_was_decided_on_stays_and_an_old_proposal_is_nobodys(cast: Cast) -> None:
    case = accepted(Case.stated(cast))
    first = case.by(cast.handler, "propose")
    case.by(cast.handler, "take_back")
    decision = {"approval_id": first["approval_id"], "content_sha256": first["content_sha256"]}
    with pytest.raises(RefusedError, match="not the step"):
        case.by(cast.first, "decide", **decision)
    again = case.by(cast.handler, "propose")
    with pytest.raises(RefusedError, match="was taken back"):
        case.by(cast.first, "decide", **decision)
    case.by(cast.first, "decide", approval_id=again["approval_id"], content_sha256=again["content_sha256"])
    with pytest.raises(RefusedError, match="cannot be taken back"):
        case.by(cast.handler, "take_back")


def test_a_refusal_by_a_second_person_stays(cast: Cast) -> None:
    case = accepted(Case.stated(cast))
    put = case.by(cast.handler, "propose")
    case.by(
        cast.first, "decide", approval_id=put["approval_id"], content_sha256=put["content_sha256"],
        reason_code="quota",
    )  # fmt: skip
    assert case.state == State.REFUSED
    with pytest.raises(RefusedError, match="cannot be taken back"):
        case.by(cast.handler, "take_back")


def test_the_database_holds_the_same(cast: Cast) -> None:
    case = Case.stated(cast).applied()
    withdrawn(case)
    number = case.number

    def forge() -> None:
        FinancingEvent.objects.create(
            financing_id=number, code="financing.take_back", from_state="withdrawn", to_state="applied"
        )

    with pytest.raises(ConstraintError, match="the one who has just taken it"):
        forged_by(cast.handler, forge)


def test_a_step_of_another_day_stays(world: World, cast: Cast) -> None:
    case = Case.stated(cast).applied()
    withdrawn(case)
    next_days(world, 1)
    with pytest.raises(RefusedError, match="on the day on which it was taken"):
        case.by(cast.firm, "take_back")
