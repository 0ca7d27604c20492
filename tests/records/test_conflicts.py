"""At each approval: who is related, what was funded elsewhere; shown with evidence, barred or explained by two."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from tests.records.players import Case, Cast, facts_of, players
from tests.records.test_financing import forged_by
from tests.records.world import DAY, FAR, Who, World, evidence, organisation

from kejin.records.approvals.models import Approval, ApprovalDecision
from kejin.records.conflicts.checks import Matter
from kejin.records.conflicts.kinds import WORDS, FindingKind, Weight
from kejin.records.conflicts.models import Examination, Finding
from kejin.records.conflicts.relations import path_between
from kejin.records.errors import ConstraintError, RefusedError
from kejin.records.financing.duplicates import compensated_elsewhere, second_compensation
from kejin.records.financing.steps import State

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def cast(world: World) -> Cast:
    return players(world)


@pytest.fixture
def other(cast: Cast, world: World) -> Cast:
    """The same bank and pool with an enterprise of the test's own."""
    return replace(cast, firm=world.enterprise())


def affiliate(world: World, owner: int, owned: int, **parts: Any) -> int:
    done = world.examiner.does(
        "registry.record_affiliation", owner_id=owner, owned_id=owned, kind="shareholding", since="2025-01-01",
        source="年报", share_ppb=80_000_000, **parts,
    )  # fmt: skip
    return int(done.content["affiliation_id"])


def acts_for(world: World, person: Who, firm: Who) -> int:
    proof = evidence(f"{person.username}{next(_numbers)}")
    lodged = world.examiner.does(
        "registry.lodge_authority", username=person.username, organisation_id=firm.organisation_id,
        kind="power_of_attorney", evidence_sha256=proof, valid_from="2020-01-01", valid_until=FAR,
    ).content["authority_id"]  # fmt: skip
    world.signer.does("registry.verify_authority", authority_id=lodged, evidence_sha256=proof)
    return int(lodged)


def test_without_conflicts_nothing_is_found_and_one_approves(other: Cast) -> None:
    case = Case.stated(other).proposed()
    assert (case.approval["findings"], case.approval["required"]) == ([], 1)
    assert case.decided(other.first)["approval"] == "granted"


def test_a_lender_that_holds_part_of_the_enterprise_needs_two_people_and_reasons(
    world: World, other: Cast
) -> None:
    holding = world.enterprise()
    affiliate(world, other.bank.organisation_id, holding.organisation_id)
    affiliate(world, holding.organisation_id, other.firm.organisation_id)
    case = Case.stated(other).proposed()
    (found,) = case.approval["findings"]
    assert (found["kind"], found["weight"], case.approval["required"]) == ("related_party", "asks", 2)
    assert [step["to"] for step in found["evidence"]["path"]] == [
        holding.organisation_id,
        other.firm.organisation_id,
    ]
    assert found["evidence"]["path"][0]["source"] == "年报"
    with pytest.raises(RefusedError) as told:
        case.decided(other.first)
    assert told.value.reason == "reason_missing"
    assert case.decided(other.first, reason="条件不优于其他借款人")["approval"] == "pending"
    assert case.decided(other.second, reason="同意")["approval"] == "granted"
    assert case.state == State.APPROVED


def test_relations_count_while_they_last(world: World, other: Cast) -> None:
    bank, firm = organisation(other.bank), organisation(other.firm)
    number = affiliate(world, bank.pk, firm.pk)
    assert path_between(bank, firm, DAY) is not None
    assert path_between(firm, bank, DAY) is not None
    assert path_between(bank, firm, date(2024, 12, 31)) is None
    world.examiner.does("registry.end_affiliation", affiliation_id=number, until=DAY.isoformat())
    assert path_between(bank, firm, DAY) is None


def test_a_branch_and_a_group_are_ways_too_and_a_long_way_is_none(world: World) -> None:
    bank = world.institution("bank")
    branch = world.institution("branch", parent_id=bank.organisation_id)
    chain = [world.enterprise() for _ in range(5)]
    for name, one, two in (("甲集团", bank, chain[0]), ("乙集团", chain[1], chain[2])):
        for who in (one, two):
            world.examiner.does(
                "registry.join_group", group=name, organisation_id=who.organisation_id, since="2025-01-01"
            )
    for owner, owned in ((chain[0], chain[1]), (chain[2], chain[3])):
        affiliate(world, owner.organisation_id, owned.organisation_id)
    found = path_between(organisation(branch), organisation(chain[2]), DAY)
    assert [step["by"] for step in found or ()] == ["parent", "group", "shareholding", "group"]
    assert path_between(organisation(branch), organisation(chain[3]), DAY) is None


def test_who_acts_for_the_enterprise_or_a_related_one_neither_proposes_nor_decides(
    world: World, other: Cast
) -> None:
    sister = world.enterprise()
    affiliate(world, sister.organisation_id, other.firm.organisation_id)
    torn, handler = world.staff(other.bank, "approver"), world.staff(other.bank, "handler")
    for person in (torn, handler):
        acts_for(world, person, sister)
    case = Case.stated(other)
    case.offered().by(other.firm, "accept", offer_id=case.approval["offer_id"])
    with pytest.raises(RefusedError) as told:
        case.by(handler, "propose")
    assert told.value.reason == "conflict"
    case.approval = case.by(other.handler, "propose")
    kinds = {found["kind"] for found in case.approval["findings"]}
    assert kinds == {"people_in_common"}
    for parts in ({}, {"reason_code": "quota"}):
        with pytest.raises(RefusedError, match="acts for") as decided:
            case.decided(torn, reason="x", **parts)
        assert decided.value.reason == "conflict"


def of_the_enterprise(_: World, firm: Who) -> Who:
    return firm


def held_by_it(world: World, firm: Who) -> Who:
    held = world.enterprise()
    affiliate(world, firm.organisation_id, held.organisation_id)
    return held


def of_the_owners_group(world: World, firm: Who) -> Who:
    """Three steps away: its owner's branch is in the group of another."""
    owner, branch, sister = (world.enterprise() for _ in range(3))
    affiliate(world, owner.organisation_id, firm.organisation_id)
    affiliate(world, owner.organisation_id, branch.organisation_id)
    for member in (branch, sister):
        world.examiner.does(
            "registry.join_group", group=f"集团{owner.organisation_id}", organisation_id=member.organisation_id,
            since="2025-01-01",
        )  # fmt: skip
    return sister


@pytest.mark.parametrize("whose", [of_the_enterprise, held_by_it, of_the_owners_group])
def test_the_database_keeps_whoever_acts_for_the_enterprise_or_a_related_one_from_it(
    world: World, other: Cast, whose: Callable[[World, Who], Who]
) -> None:
    torn = world.staff(other.bank, "approver")
    case, next_one = Case.stated(other).proposed(), Case.stated(other).offered()
    acts_for(world, torn, whose(world, other.firm))

    def decide(number: int = case.approval["approval_id"]) -> None:
        ApprovalDecision.objects.create(approval_id=number, person_id=1, approved=True)

    def propose() -> None:
        made = Approval.objects.create(
            organisation_id=other.bank.organisation_id, kind="financing", subject_kind="offer",
            subject_id=next_one.approval["offer_id"], amount_minor=1, content_sha256="0" * 64, opened_by_id=1,
        )  # fmt: skip
        Examination.objects.create(approval=made, enterprise_id=other.firm.organisation_id, givers=[])

    for sneak, constraint in ((decide, "approver_not_related"), (propose, "proposer_not_related")):
        with pytest.raises(ConstraintError) as told:
            forged_by(Who(torn.username, other.bank.organisation_id), sneak)
        assert told.value.constraint == constraint


def test_the_database_finds_the_same_relations_as_the_acts(world: World) -> None:
    """Every pair of a small net of organisations: the function behind the guard beside the one behind the act."""
    net = [organisation(world.enterprise()) for _ in range(7)]
    for owner, owned in ((0, 1), (2, 1), (3, 4)):
        affiliate(world, net[owner].pk, net[owned].pk)
    for number in (2, 3, 5):
        world.examiner.does(
            "registry.join_group", group=f"网{net[0].pk}", organisation_id=net[number].pk, since="2025-01-01"
        )
    with connection.cursor() as cursor:
        for first in net:
            cursor.execute("SELECT conflicts_kin(%s, %s)", [first.pk, DAY])
            (kin,) = cursor.fetchone()
            expected = {each.pk for each in net if path_between(first, each, DAY) is not None}
            assert set(kin) == expected
            cursor.execute("SELECT conflicts_kin(%s, %s)", [first.pk, date(2024, 12, 31)])
            assert cursor.fetchone() == ([first.pk],)


def test_what_comes_about_after_the_proposal_is_found_at_the_decision(world: World, other: Cast) -> None:
    case = Case.stated(other).proposed()
    assert case.approval["findings"] == []
    affiliate(world, other.bank.organisation_id, other.firm.organisation_id)
    with pytest.raises(RefusedError, match="reasons"):
        case.decided(other.first)
    assert case.decided(other.first, reason="已评估")["approval"] == "pending"


def test_the_same_purpose_financed_in_the_same_time_is_shown_without_telling_whose_it_is(
    world: World, other: Cast
) -> None:
    Case.stated(other, purpose="建设 中试线").contracted()
    rival = players_of_another_bank(world, other)
    case = Case.stated(rival, purpose="建设中试线").proposed()
    (found,) = case.approval["findings"]
    assert (found["kind"], found["evidence"]) == (
        "financed_elsewhere", {"since": "2026-03-02", "until": "2027-03-02", "purpose": "建设中试线"},
    )  # fmt: skip
    assert case.approval["required"] == 2
    assert Case.stated(rival, purpose="另一项目").proposed().approval["findings"] == []


def players_of_another_bank(world: World, cast: Cast) -> Cast:
    bank = world.institution("bank")
    bank.does("approval.set_limit", reason="内控", kind="financing", above_minor=10**12)
    return replace(
        cast, bank=bank, handler=world.staff(bank, "handler"), first=world.staff(bank, "approver"),
        second=world.staff(bank, "approver"),
    )  # fmt: skip


def test_a_loss_that_was_made_good_in_another_mode_is_not_approved_by_anybody(other: Cast) -> None:
    case = Case.stated(other).overdue()
    facts = facts_of(f"HT-{case.number}")
    claimed = case.by(
        other.handler, "claim", key=f"cl{case.number}", book="gz-pool", agreement="loan_loss_compensation.bank_mode",
        law_date="2026-12-31", principal_minor=1_000_000, facts=facts,
    )  # fmt: skip
    assessed = other.assessor.does("financing.assess_claim", claim_id=claimed["claim_id"]).content
    assert assessed["findings"] == []
    # The rule itself gives nothing for such a loan, so that the finding is looked for in a claim put up all the same.
    approval = Approval.objects.get(pk=assessed["approval_id"])
    forged_by(
        other.firm,
        lambda: Finding.objects.create(
            approval=approval,
            kind="compensated_elsewhere",
            weight="bars",
            other_kind="claim",
            other_id=1,
            evidence={},
        ),
    )
    about = {name: assessed[name] for name in ("approval_id", "content_sha256")} | {
        "claim_id": claimed["claim_id"]
    }
    with pytest.raises(RefusedError, match="bars") as told:
        other.judge.does("financing.decide_claim", key=f"a{case.number}", reason="x", **about)
    assert told.value.reason == "conflict"
    done = other.judge.does(
        "financing.decide_claim", key=f"b{case.number}", reason_code="not_eligible", **about
    )
    assert done.content["approval"] == "refused"


def forged_decision(who: Who, approval: int) -> str:
    def sneak() -> None:
        ApprovalDecision.objects.create(approval_id=approval, person_id=1, approved=True)

    with pytest.raises(ConstraintError) as told:
        forged_by(who, sneak)
    return told.value.constraint


@pytest.mark.parametrize(
    ("weight", "constraint"), [("bars", "approval_not_barred"), ("asks", "finding_answered")]
)
def test_the_database_heeds_findings_whatever_the_program_does(
    other: Cast, weight: str, constraint: str
) -> None:
    case = Case.stated(other).proposed()
    number = case.approval["approval_id"]
    forged_by(
        other.firm,
        lambda: Finding.objects.create(
            approval_id=number, kind="related_party", weight=weight, other_kind="x", other_id=1, evidence={}
        ),
    )
    told = Case.stated(other).matched()  # So that the approver's bank has a notice.
    assert told.number
    assert forged_decision(other.first, number) == constraint


def test_an_approval_that_was_not_examined_is_not_decided(other: Cast) -> None:
    made: list[int] = []

    def unexamined() -> None:
        approval = Approval.objects.create(
            organisation_id=other.bank.organisation_id, kind="financing", subject_kind="offer",
            subject_id=next(_numbers) + 10**8, amount_minor=1, content_sha256="0" * 64, opened_by_id=1,
        )  # fmt: skip
        made.append(approval.pk)

    Case.stated(other).proposed()
    forged_by(other.handler, unexamined)
    assert not Examination.objects.filter(approval_id=made[0]).exists()
    assert forged_decision(other.first, made[0]) == "approval_examined"


def test_an_approval_is_examined_for_its_own_enterprise_and_no_other(world: World, other: Cast) -> None:
    """Else the examination of somebody without conflicts would open the way."""
    case, innocent = Case.stated(other).offered(), world.enterprise()
    case.by(other.firm, "accept", offer_id=case.approval["offer_id"])

    def elsewhere() -> None:
        approval = Approval.objects.create(
            organisation_id=other.bank.organisation_id, kind="financing", subject_kind="offer",
            subject_id=case.approval["offer_id"], amount_minor=1, content_sha256="0" * 64, opened_by_id=1,
        )  # fmt: skip
        Examination.objects.create(approval=approval, enterprise_id=innocent.organisation_id, givers=[])

    with pytest.raises(ConstraintError) as told:
        forged_by(other.handler, elsewhere)
    assert told.value.constraint == "examined_for_its_enterprise"


def claimed(cast: Cast, book: str, **facts: str) -> int:
    """A claim on a pool's book, with other facts of the loan than usual."""
    case = Case.stated(cast).overdue()
    said = facts_of(f"HT-{case.number}")
    said["loan"][0] |= facts
    done = case.by(
        cast.handler, "claim", key=f"cl{case.number}", book=book, agreement="loan_loss_compensation.bank_mode",
        law_date="2026-12-31", principal_minor=1_000_000, facts=said,
    )  # fmt: skip
    return int(done["claim_id"])


def matter(cast: Cast, claim: int) -> Matter:
    givers = (organisation(cast.pool), organisation(cast.bank))
    return Matter("compensation", ("claim", claim), organisation(cast.firm), givers, DAY)


def test_a_loss_made_good_in_another_mode_is_found_in_the_facts_of_the_claim(other: Cast) -> None:
    (found,) = compensated_elsewhere(
        matter(other, claimed(other, "gz-pool", loan_compensated_other_mode="true"))
    )
    assert (found.kind, found.weight) == (FindingKind.COMPENSATED_ELSEWHERE, Weight.BARS)
    assert list(compensated_elsewhere(matter(other, claimed(other, "gz-pool")))) == []


def test_another_pools_compensation_of_the_year_is_found_without_its_amount(
    world: World, other: Cast
) -> None:
    claim = claimed(other, "gz-pool")
    assessed = other.assessor.does("financing.assess_claim", claim_id=claim).content
    assert assessed["findings"] == []
    about = {name: assessed[name] for name in ("approval_id", "content_sha256")} | {"claim_id": claim}
    for judge in (other.judge, other.other_judge):
        judge.does("financing.decide_claim", key=f"s{claim}{judge.username}", **about)
    pool = world.institution("pool")
    pool.does("ledger.open_book", book="sz-pool", name="另一资金池", template="pool")
    second = claimed(other, "sz-pool")
    done = world.staff(pool, "handler").does("financing.assess_claim", claim_id=second).content
    assert [(each["kind"], each["evidence"]) for each in done["findings"]] == [
        ("second_compensation", {"on": DAY.isoformat()})
    ]
    assert list(second_compensation(matter(other, claimed(other, "gz-pool")))) == []


def test_every_finding_and_weight_has_its_words() -> None:
    assert set(WORDS) == set(FindingKind) | set(Weight)
