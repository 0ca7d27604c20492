"""A financing from need to recovery, with people of different organisations, and everything that must not happen."""

import itertools
from typing import Any

import pytest
from django.db import connection, connections
from tests.records.players import LIMIT, Case, Cast, facts_of
from tests.records.test_performing import together
from tests.records.world import FAR, Who, World

from kejin.records.actions.models import Notice
from kejin.records.approvals.models import Approval, ApprovalDecision
from kejin.records.errors import ConstraintError, NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.financing.models import Claim, Compensation, Contract, Financing, FinancingEvent, Recovery
from kejin.records.financing.steps import ENDED, REFUSALS, STATE_WORDS, STEPS, TAKE_BACK, State
from kejin.records.ledger.posting import balance_minor
from kejin.records.ledger.verifying import replay, verify

_numbers = itertools.count(1)


def test_a_financing_goes_from_need_to_compensation_recovery_and_its_end(cast: Cast) -> None:
    case = Case.stated(cast)
    claim = case.claimed(12_345_679)
    assessed = cast.assessor.does("financing.assess_claim", claim_id=claim).content
    # examples/losses.yaml: of 123,456.79 yuan the pool bears half, 6,172,840 fen, the bank 6,172,839.
    assert assessed["amount_minor"] == 6_172_840
    about = {name: assessed[name] for name in ("approval_id", "content_sha256")} | {"claim_id": claim}
    first = cast.judge.does("financing.decide_claim", key=f"d1{claim}", **about).content
    assert (first["approval"], assessed["required"]) == ("pending", 2)
    assert (
        cast.other_judge.does("financing.decide_claim", key=f"d2{claim}", **about).content["approval"]
        == "granted"
    )
    assert balance_minor(cast.book, "payable") == 6_172_840
    cast.teller.does("financing.pay_compensation", key=f"p{claim}", claim_id=claim)
    assert balance_minor(cast.book, "payable") == 0
    # The same example: of 10,000 yuan recovered the pool gets half.
    recovered = case.by(
        cast.handler, "recover", key=f"r{claim}", recovered_on="2026-03-02", amount_minor=1_000_000
    )
    assert recovered["pool_minor"] == 500_000
    assert balance_minor(cast.book, "compensation") == 6_172_840 - 500_000
    case.by(cast.handler, "close", reason="追偿完毕")
    assert case.state == State.CLOSED
    taken = list(
        FinancingEvent.objects.filter(financing_id=case.number)
        .order_by("id")
        .values_list("to_state", flat=True)
    )
    assert taken == [
        "need", "matched", "applied", "offered", "accepted", "proposed", "approved", "contracted", "overdue",
        "claimed", "compensated", "compensated", "closed",
    ]  # fmt: skip
    people = set(
        FinancingEvent.objects.filter(financing_id=case.number).values_list("act__person_id", flat=True)
    )
    organisations = set(
        FinancingEvent.objects.filter(financing_id=case.number).values_list("act__organisation_id", flat=True)
    )
    assert (len(people), len(organisations)) == (4, 3)
    assert verify() == []
    assert replay() == []


def test_a_small_loan_needs_one_approver_and_a_large_one_two(cast: Cast) -> None:
    small = Case.stated(cast, LIMIT).proposed()
    assert small.decided(cast.first)["approval"] == "granted"
    large = Case.stated(cast, LIMIT + 1).proposed()
    assert large.decided(cast.first)["approval"] == "pending"
    with pytest.raises(ConstraintError) as told:
        large.decided(cast.first)
    assert told.value.constraint == "decided_once_by_each"
    assert large.state == State.PROPOSED
    assert large.decided(cast.second)["approval"] == "granted"


def test_without_a_limit_two_approve(cast: Cast) -> None:
    claim = Case.stated(cast).claimed(1_000_000)
    assert cast.assessor.does("financing.assess_claim", claim_id=claim).content["required"] == 2


def test_nobody_approves_what_he_proposed_and_the_database_says_so_too(world: World, cast: Cast) -> None:
    both = world.staff(cast.bank, "handler", "approver")
    case = Case.stated(cast)
    case.offered().by(cast.firm, "accept", offer_id=case.approval["offer_id"])
    case.approval = case.by(both, "propose")
    with pytest.raises(RefusedError) as told:
        case.decided(both)
    assert told.value.reason == "own_work"
    approval = Approval.objects.get(pk=case.approval["approval_id"])

    # Past the check in the act, with a person's name that is not the acting one: the database writes down who acts.
    def sneak() -> None:
        ApprovalDecision.objects.create(approval=approval, person_id=approval.opened_by_id, approved=True)

    with pytest.raises(ConstraintError) as refused:
        forged_by(both, sneak)
    assert refused.value.constraint == "approved_by_somebody_else"
    forged_by(cast.first, sneak)
    assert ApprovalDecision.objects.get(approval=approval).person.username == cast.first.username


def forged_by(who: Who, change: Any) -> None:
    """Do something inside a real act of that person's, by hooking into its first change."""

    def also(execute: Any, *arguments: Any) -> Any:
        result = execute(*arguments)
        if 'INSERT INTO "kept_reply"' in arguments[0]:
            change()
        return result

    number = Notice.objects.filter(organisation_id=who.organisation_id).latest("id").pk
    with connection.execute_wrapper(also):
        who.does("notice.see", notice_id=number)


def test_no_contract_without_the_approval_of_exactly_its_offer(cast: Cast) -> None:
    case, other = Case.stated(cast).proposed(), Case.stated(cast).contracted()
    financing = Financing.objects.get(pk=case.number)
    offer = financing.offers.get()

    def contract(approval_id: int) -> None:
        Contract.objects.create(
            financing=financing, offer=offer, approval_id=approval_id, institution_id=cast.bank.organisation_id,
            number=f"forged{next(_numbers)}", signed_on="2026-03-02",
        )  # fmt: skip

    for approval_id in (case.approval["approval_id"], other.approval["approval_id"]):
        with pytest.raises(ConstraintError) as told:
            forged_by(cast.handler, lambda number=approval_id: contract(number))
        assert told.value.constraint == "contract_approved"


def test_the_required_number_is_not_the_callers_to_say(cast: Cast) -> None:
    def easy() -> None:
        Approval.objects.create(
            organisation_id=cast.bank.organisation_id, kind="financing", subject_kind="offer", subject_id=10**9,
            amount_minor=LIMIT + 1, content_sha256="0" * 64, required=1, opened_by_id=1,
        )  # fmt: skip

    forged_by(cast.handler, easy)
    made = Approval.objects.get(subject_id=10**9)
    assert (made.required, made.opened_by.username) == (2, cast.handler.username)
    with pytest.raises(ConstraintError) as told:
        forged_by(cast.handler, easy)
    assert told.value.constraint == "one_approval_pending"


def test_a_refusal_has_a_coded_reason_that_reaches_the_enterprise(cast: Cast) -> None:
    case = Case.stated(cast).proposed()
    with pytest.raises(RefusedError, match="coded reason"):
        case.decided(cast.first, reason_code="because")
    case.decided(cast.first, reason_code="repayment_capacity")
    assert case.state == State.REFUSED
    notice = Notice.objects.filter(organisation_id=cast.firm.organisation_id).latest("id")
    assert (notice.code, notice.parts["reason"], notice.subject_id) == (
        "financing.decide",
        "repayment_capacity",
        case.number,
    )
    early = Case.stated(cast).applied()
    with pytest.raises(RefusedError):
        early.by(cast.handler, "refuse", reason_code="")
    early.by(cast.handler, "refuse", reason_code="purpose")
    assert early.state == State.REFUSED


def test_what_was_approved_is_exactly_what_was_put_up(cast: Cast) -> None:
    case = Case.stated(cast).proposed()
    with pytest.raises(RefusedError, match="not what was put up"):
        case.decided(cast.first, content_sha256="0" * 64)


def test_a_financing_is_known_to_its_parties_only(world: World, cast: Cast) -> None:
    case = Case.stated(cast).applied()
    other_firm, other_bank = world.enterprise(), world.institution("bank")
    stranger = world.staff(other_bank, "handler")
    for who, code, parts in (
        (other_firm, "withdraw", {}),
        (stranger, "refuse", {"reason_code": "quota"}),
    ):
        with pytest.raises(UnknownRecordError, match="No such financing"):
            case.by(who, code, **parts)
    with pytest.raises(NotPermittedError, match="not for you"):
        case.by(cast.firm, "refuse", reason_code="quota")


ACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "match": ("firm", {"institution_id": 1, "product": "x"}),
    "apply": ("firm", {}),
    "withdraw": ("firm", {}),
    "accept": ("firm", {"offer_id": 1}),
    "offer": (
        "handler",
        {"principal_minor": 1, "rate_ppb": 1, "term_months": 1, "repayment": "bullet", "valid_until": FAR},
    ),
    "propose": ("handler", {}),
    "refuse": ("handler", {"reason_code": "quota"}),
    "report": ("handler", {"as_of": "2026-03-02", "outstanding_minor": 1, "overdue_days": 0}),
    "close": ("handler", {"reason": "x"}),
}
WAYS = {
    State.NEED: lambda case: case,
    State.MATCHED: Case.matched,
    State.APPLIED: Case.applied,
    State.OFFERED: Case.offered,
    State.PROPOSED: Case.proposed,
    State.CONTRACTED: Case.contracted,
}


@pytest.mark.parametrize("state", WAYS)
def test_in_every_state_only_the_listed_acts_lead_on(cast: Cast, state: State) -> None:
    case = WAYS[state](Case.stated(cast))
    assert case.state == state
    for verb, (role, parts) in ACTS.items():
        if any(code == f"financing.{verb}" and start == state for code, start, _ in STEPS):
            continue
        own = {"institution_id": cast.bank.organisation_id} if verb == "match" else {}
        with pytest.raises((RefusedError, UnknownRecordError, ConstraintError)):
            case.by(getattr(cast, role), verb, **(parts | own))
        assert case.state == state


@pytest.mark.usefixtures("world")
def test_the_database_knows_the_same_steps() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT code, from_state, to_state FROM financing_step")
        assert set(cursor.fetchall()) == {tuple(str(part) for part in step) for step in STEPS}


def test_the_state_changes_by_events_alone_and_an_event_by_a_step_alone(cast: Cast) -> None:
    case = Case.stated(cast).applied()
    with pytest.raises(ConstraintError, match="changes by its events"):
        forged_by(cast.handler, lambda: Financing.objects.filter(pk=case.number).update(state="approved"))

    def event(code: str, start: str, end: str) -> None:
        FinancingEvent.objects.create(financing_id=case.number, code=code, from_state=start, to_state=end)

    with pytest.raises(ConstraintError, match="event_is_a_step"):
        forged_by(cast.handler, lambda: event("financing.decide", "applied", "approved"))
    with pytest.raises(ConstraintError, match="does not stand at"):
        forged_by(cast.handler, lambda: event("financing.decide", "proposed", "approved"))
    assert case.state == State.APPLIED


def test_of_two_approvers_at_once_each_counts_once_and_it_is_approved_once(cast: Cast) -> None:
    case = Case.stated(cast, LIMIT + 5).proposed()
    people = iter([cast.first, cast.second] * 4)
    told = together(8, lambda: case.decided(next(people)))
    good = [one["approval"] for one in told if isinstance(one, dict)]
    assert sorted(good) == ["granted", "pending"]
    assert case.state == State.APPROVED


def test_a_claim_is_compensated_and_paid_once(cast: Cast) -> None:
    case = Case.stated(cast)
    claim = case.claimed(1_000_000)
    assessed = cast.assessor.does("financing.assess_claim", claim_id=claim).content
    with pytest.raises(ConstraintError, match="pending already"):
        cast.assessor.does("financing.assess_claim", claim_id=claim)
    with pytest.raises(RefusedError, match="Nothing was approved"):
        cast.teller.does("financing.pay_compensation", key=f"early{claim}", claim_id=claim)
    about = {name: assessed[name] for name in ("approval_id", "content_sha256")} | {"claim_id": claim}
    for number, judge in enumerate((cast.judge, cast.other_judge)):
        judge.does("financing.decide_claim", key=f"once{claim}{number}", **about)
    before = balance_minor(cast.book, "cash")
    told = together(
        6, lambda: cast.teller.does("financing.pay_compensation", key=f"pay{next(_numbers)}", claim_id=claim)
    )
    assert sum(not isinstance(one, Exception) for one in told) == 1
    assert before - balance_minor(cast.book, "cash") == Compensation.objects.get(claim_id=claim).amount_minor
    with pytest.raises(RefusedError, match="decided on"):
        cast.assessor.does("financing.assess_claim", claim_id=claim)


def test_a_refused_claim_goes_back_to_the_bank_with_its_reason(cast: Cast) -> None:
    case = Case.stated(cast)
    claim = case.claimed(1_000_000)
    assessed = cast.assessor.does("financing.assess_claim", claim_id=claim).content
    about = {name: assessed[name] for name in ("approval_id", "content_sha256")} | {"claim_id": claim}
    cast.judge.does("financing.decide_claim", key=f"no{claim}", reason_code="not_eligible", **about)
    assert case.state == State.OVERDUE
    assert (
        Notice.objects.filter(organisation_id=cast.bank.organisation_id).latest("id").parts["reason"]
        == "not_eligible"
    )
    assert not Compensation.objects.filter(claim_id=claim).exists()


def test_a_refused_claim_counts_for_nothing_when_the_lender_claims_anew(cast: Cast) -> None:
    """The first claim is not added to the second one of the same loan, of which the pool bears half."""
    case = Case.stated(cast)
    claim = case.claimed(3_000_000)
    assessed = cast.assessor.does("financing.assess_claim", claim_id=claim).content
    about = {name: assessed[name] for name in ("approval_id", "content_sha256")} | {"claim_id": claim}
    cast.judge.does("financing.decide_claim", key=f"not{claim}", reason_code="not_eligible", **about)
    again = case.by(
        cast.handler, "claim", key=f"again{claim}", book="gz-pool", agreement="loan_loss_compensation.bank_mode",
        law_date="2026-12-31", principal_minor=1_000_001, facts=facts_of(f"HT-{case.number}"),
    )["claim_id"]  # fmt: skip
    assert cast.assessor.does("financing.assess_claim", claim_id=again).content["amount_minor"] == 500_001


def test_a_claim_is_for_what_was_reported_and_about_its_own_loan(cast: Cast) -> None:
    case = Case.stated(cast).overdue()
    parts: dict[str, Any] = {
        "book": "gz-pool", "agreement": "loan_loss_compensation.bank_mode", "law_date": "2026-12-31",
        "principal_minor": 50_000_001, "facts": facts_of(f"HT-{case.number}"),
    }  # fmt: skip
    with pytest.raises(RefusedError, match="More is claimed"):
        case.by(cast.handler, "claim", key="big", **parts)
    with pytest.raises(RefusedError, match="another loan"):
        case.by(
            cast.handler, "claim", key="other", **(parts | {"principal_minor": 1, "facts": facts_of("HT-0")})
        )


def test_facts_that_do_not_fit_are_told_at_the_assessment(cast: Cast) -> None:
    case = Case.stated(cast).overdue()
    facts = facts_of(f"HT-{case.number}")
    facts["loan"][0]["loan_colour"] = "red"
    done = case.by(
        cast.handler, "claim", key=f"odd{case.number}", book="gz-pool", agreement="loan_loss_compensation.bank_mode",
        law_date="2026-12-31", principal_minor=1_000, facts=facts,
    )  # fmt: skip
    with pytest.raises(RefusedError, match="loan_colour") as told:
        cast.assessor.does("financing.assess_claim", claim_id=done["claim_id"])
    assert told.value.reason == "not_shared"
    assert Claim.objects.filter(pk=done["claim_id"]).exists()
    assert Recovery.objects.filter(claim_id=done["claim_id"]).count() == 0


def test_every_state_and_refusal_has_words_and_every_state_is_reached() -> None:
    assert set(STATE_WORDS) == set(State)
    assert {end for _, _, end in STEPS} == set(State.values)
    led_on = {start for code, start, _ in STEPS if code != TAKE_BACK}
    assert led_on - {""} == {str(state) for state in State if state not in ENDED}
    assert all(words.zh and words.en for words in [*STATE_WORDS.values(), *REFUSALS.values()])
