"""Founding, organisations, people, appointments, authorities, ties, business days."""

import json
from functools import partial
from typing import Any

import pytest
from tests.records.test_ledger import forged
from tests.records.world import DAY, FAR, Who, World, credit_code, evidence, organisation
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.records.errors import (
    BodyError,
    ConstraintError,
    NotPermittedError,
    RefusedError,
    UnknownRecordError,
)
from kejin.records.kept.models import Act, BusinessDay
from kejin.records.parties.models import (
    Affiliation,
    Appointment,
    Authority,
    GroupMember,
    Organisation,
    Person,
)
from kejin.records.registry.founding import found


@pytest.mark.usefixtures("world")
def test_the_records_are_founded_once() -> None:
    with pytest.raises(RefusedError, match="founded already") as told:
        found("另一个局", ("other", "乙"), DAY)
    assert told.value.reason == "duplicate"
    assert BusinessDay.objects.earliest("id").day == DAY


def test_an_organisation_is_registered_by_the_office_alone(world: World) -> None:
    code = credit_code()
    done = world.office.does(
        "registry.register_organisation", kind="bank", name="示例银行", credit_code=code.lower()
    )
    assert Organisation.objects.get(pk=done.content["organisation_id"]).credit_code == code
    bank = world.institution("bank")
    for stranger in (bank, world.examiner, world.enterprise()):
        with pytest.raises(NotPermittedError, match="not for you"):
            stranger.does(
                "registry.register_organisation", kind="bank", name="又一家", credit_code=credit_code()
            )


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"credit_code": "91440000XN0000012A"}, "wrong_code"),
        ({"credit_code": "short"}, "wrong_code"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_its_reason(
    world: World, parts: dict[str, Any], reason: str
) -> None:
    with pytest.raises(RefusedError) as told:
        world.office.does("registry.register_organisation", kind="enterprise", name="某公司", **parts)
    assert told.value.reason == reason


def test_a_credit_code_names_one_organisation(world: World) -> None:
    known = organisation(world.enterprise()).credit_code
    with pytest.raises(RefusedError, match="known already"):
        world.office.does(
            "registry.register_organisation", kind="enterprise", name="同一家", credit_code=known
        )


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": "castle", "name": "x"},
        {"kind": "bank", "name": ""},
        {"kind": "bank", "name": "甲\u202e乙"},
        {"kind": "bank", "name": "甲\x00乙"},
        {"kind": "bank", "name": 5},
        {"kind": "bank", "name": "甲", "colour": "red"},
        {"kind": "bank", "name": "甲", "parent_id": "7"},
        {"kind": "bank", "name": "甲", "parent_id": True},
        {"kind": "bank", "name": "甲", "parent_id": 1.0},
    ],
)
def test_parameters_of_another_form_are_refused(world: World, parts: dict[str, Any]) -> None:
    with pytest.raises(BodyError, match="does not take these parameters"):
        world.office.does("registry.register_organisation", **parts)


def test_an_act_that_does_not_exist_is_named_among_those_that_do(world: World) -> None:
    with pytest.raises(BodyError, match=r"registry\.appoint"):
        world.office.does("registry.destroy")


def test_an_administrator_appoints_for_his_own_organisation_only(world: World) -> None:
    bank, other = world.institution("bank"), world.institution("bank")
    clerk = world.staff(bank, "handler")
    with pytest.raises(NotPermittedError, match="by the organisation itself"):
        other.does(
            "registry.appoint", username=clerk.username, organisation_id=bank.organisation_id, role="approver"
        )
    with pytest.raises(NotPermittedError, match="by the organisation itself"):
        world.office.does(
            "registry.appoint", username=clerk.username, organisation_id=bank.organisation_id, role="approver"
        )
    with pytest.raises(NotPermittedError):
        clerk.does(
            "registry.appoint", username=other.username, organisation_id=bank.organisation_id, role="handler"
        )


def test_a_research_institute_has_analysts_and_nobody_else_has(world: World) -> None:
    institute, bank = world.institution("research"), world.institution("bank")
    analyst = world.staff(institute, "analyst")
    person = Person.objects.get(username=analyst.username)
    for administrator, role in ((institute, "handler"), (institute, "approver"), (bank, "analyst")):
        with pytest.raises(RefusedError, match="no such thing for such an organisation"):
            administrator.does(
                "registry.appoint", username=analyst.username, organisation_id=administrator.organisation_id, role=role
            )  # fmt: skip
        # And where the program forgets it, the database does not.
        with pytest.raises(ConstraintError) as told:
            forged(
                world,
                partial(
                    Appointment.objects.create, person=person, organisation_id=administrator.organisation_id,
                    role=role, since=DAY,
                ),
            )  # fmt: skip
        assert told.value.constraint == "role_fits_the_organisation"
    with pytest.raises(ConstraintError) as stays:
        forged(world, lambda: Organisation.objects.filter(pk=institute.organisation_id).update(kind="bank"))
    assert stays.value.constraint == "kind_stays"


def test_an_analyst_files_reads_orders_and_lodges_nothing(world: World) -> None:
    analyst, firm = world.staff(world.institution("research"), "analyst"), world.enterprise()
    for code, parts in (
        ("filings.file", {"enterprise_id": firm.organisation_id, "grain": "filing", "document": "年报", "facts": {}}),
        ("access.read", {"enterprise_id": firm.organisation_id, "purpose": "statistics", "items": ["filing"]}),
        ("snapshots.order", {"known_by": "2026-01-01", "basis": "statistics"}),
    ):  # fmt: skip
        with pytest.raises(NotPermittedError):
            analyst.does(code, **parts)


def test_nobody_appoints_himself(world: World) -> None:
    bank = world.institution("bank")
    with pytest.raises(RefusedError) as told:
        bank.does(
            "registry.appoint", username=bank.username, organisation_id=bank.organisation_id, role="approver"
        )
    assert told.value.reason == "own_work"


def test_an_appointment_ends_at_once(world: World) -> None:
    bank = world.institution("bank")
    clerk = world.staff(bank, "handler")
    role: dict[str, Any] = {
        "username": clerk.username,
        "organisation_id": bank.organisation_id,
        "role": "handler",
    }
    clerk.does(
        "registry.join_group", group="集团甲", organisation_id=bank.organisation_id, since="2026-01-01"
    )
    bank.does("registry.end_appointment", **role)
    with pytest.raises(NotPermittedError, match="does not act for this organisation"):
        clerk.does(
            "registry.join_group", group="集团乙", organisation_id=bank.organisation_id, since="2026-01-01"
        )
    with pytest.raises(UnknownRecordError):
        bank.does("registry.end_appointment", **role)
    bank.does("registry.appoint", **role)
    assert Appointment.objects.filter(person__username=clerk.username).count() == 2


def test_a_suspended_organisation_and_a_barred_person_do_nothing(world: World) -> None:
    bank = world.institution("bank")
    status: dict[str, Any] = {"organisation_id": bank.organisation_id, "status": "suspended"}
    with pytest.raises(RefusedError, match="needs a reason"):
        world.office.does("registry.set_organisation_status", **status)
    world.office.does("registry.set_organisation_status", reason="检查发现问题", **status)
    with pytest.raises(NotPermittedError, match="may not act"):
        world.staff(bank, "handler")
    world.office.does(
        "registry.set_organisation_status", reason="整改完成", **(status | {"status": "active"})
    )
    clerk = world.staff(bank, "administrator")
    world.office.does("registry.set_person_active", reason="离职", username=clerk.username, active=False)
    with pytest.raises(NotPermittedError, match="does not act"):
        world.staff(clerk, "handler")


def test_an_enterprise_is_represented_once_the_authority_is_verified(world: World) -> None:
    firm = world.enterprise()
    newcomer = Who("newcomer", firm.organisation_id)
    world.office.does("registry.register_person", username="newcomer", name="新人")
    lodge: dict[str, Any] = {
        "username": "newcomer", "organisation_id": firm.organisation_id, "kind": "power_of_attorney",
        "evidence_sha256": evidence("letter"), "valid_from": DAY.isoformat(), "valid_until": FAR,
    }  # fmt: skip
    number = world.examiner.does("registry.lodge_authority", **lodge).content["authority_id"]
    revoke: dict[str, Any] = {"authority_id": number, "reason": "解除委托"}
    with pytest.raises(NotPermittedError, match="does not act"):
        newcomer.does("registry.revoke_authority", **revoke)
    with pytest.raises(RefusedError, match="not the document") as told:
        world.signer.does(
            "registry.verify_authority", authority_id=number, evidence_sha256=evidence("another letter")
        )
    assert told.value.reason == "other_document"
    world.signer.does("registry.verify_authority", authority_id=number, evidence_sha256=evidence("letter"))
    firm.does("registry.revoke_authority", **revoke)
    with pytest.raises(NotPermittedError, match="does not act"):
        newcomer.does("registry.revoke_authority", **revoke)


def test_who_lodged_an_authority_does_not_verify_it(world: World) -> None:
    both = world.staff(world.office, "handler", "approver")
    firm = world.enterprise()
    number = both.does(
        "registry.lodge_authority", username=world.signer.username, organisation_id=firm.organisation_id,
        kind="power_of_attorney", evidence_sha256=evidence("x"), valid_from=DAY.isoformat(), valid_until=FAR,
    ).content["authority_id"]  # fmt: skip
    for person in (both, world.signer):
        with pytest.raises(RefusedError) as told:
            person.does("registry.verify_authority", authority_id=number, evidence_sha256=evidence("x"))
        assert told.value.reason == "own_work"
    assert Authority.objects.get(pk=number).verified_by_id is None


def test_a_representative_revokes_nothing_of_another_enterprise(world: World) -> None:
    firm, other = world.enterprise(), world.enterprise()
    number = Authority.objects.get(organisation_id=other.organisation_id).pk
    with pytest.raises(NotPermittedError, match="not for your enterprise"):
        firm.does("registry.revoke_authority", authority_id=number, reason="冒名")


def test_ties_are_recorded_and_ended(world: World) -> None:
    parent, child = world.enterprise(), world.enterprise()
    made = world.examiner.does(
        "registry.record_affiliation", owner_id=parent.organisation_id, owned_id=child.organisation_id,
        kind="control", since="2025-01-01", source="年度报告", share_ppb=510_000_000,
    )  # fmt: skip
    with pytest.raises(RefusedError, match="after it began"):
        world.examiner.does(
            "registry.end_affiliation", affiliation_id=made.content["affiliation_id"], until="2024-01-01"
        )
    world.examiner.does(
        "registry.end_affiliation", affiliation_id=made.content["affiliation_id"], until="2026-01-01"
    )
    assert Affiliation.objects.get().until is not None
    for firm in (parent, child):
        world.examiner.does(
            "registry.join_group", group="示例集团", organisation_id=firm.organisation_id, since="2025-01-01"
        )
    assert GroupMember.objects.filter(group__name="示例集团").count() == 2
    with pytest.raises(RefusedError, match="member already"):
        world.examiner.does(
            "registry.join_group",
            group="示例集团",
            organisation_id=parent.organisation_id,
            since="2025-01-01",
        )


def test_business_days_are_opened_in_order_and_a_leap_needs_a_reason(world: World) -> None:
    world.office.does("day.open", day="2026-03-03")
    for day in ("2026-03-03", "2026-03-02"):
        with pytest.raises(RefusedError, match="in order"):
            world.office.does("day.open", day=day)
    with pytest.raises(RefusedError, match="needs a reason"):
        world.office.does("day.open", day="2062-03-04")
    world.office.does("day.open", day="2026-04-01", reason="系统上线")
    done = world.office.does("registry.register_person", username="april", name="四月")
    assert Act.objects.get(pk=done.act_id).business_date.isoformat() == "2026-04-01"


def test_what_is_personal_stays_out_of_the_act(world: World) -> None:
    done = world.office.does("registry.register_person", username="private", name="欧阳某某")
    act = Act.objects.get(pk=done.act_id)
    assert act.body["username"] == "private"
    assert "欧阳" not in str(act.body)
    assert Person.objects.get(username="private").name == "欧阳某某"


def test_acts_come_line_by_line_and_one_that_is_refused_keeps_none_from_those_after_it(world: World) -> None:
    who = {"as": world.office.username, "for": str(world.office.organisation_id)}
    registering = {
        "act": "registry.register_person",
        "key": "line-1",
        "body": {"username": "line1", "name": "行一"},
    }
    lines = [
        json.dumps(registering | who),
        "",
        "nothing of the kind",
        json.dumps({"act": "registry.register_person", "parameters": ["username=line1", "name=又一人"]} | who),
        json.dumps({"act": "registry.register_person", "parameters": ["username=line2", "name 行二"]} | who),
        json.dumps({"act": "registry.register_person", "as": "nobody", "for": who["for"], "parameters": ["name=丙"]}),
        json.dumps({"act": "registry.register_person", "parameters": ["name=行二"], "body": {"username": "line2", "name": "x"}} | who),
        json.dumps(registering | who),
    ]  # fmt: skip
    done = CliRunner().invoke(app, ["act", "stream", "--json"], input="\n".join(lines))
    assert done.exit_code == 2, done.output
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["line"] for answer in answers] == [1, 3, 4, 5, 6, 7, 8]
    assert [answer.get("error", {}).get("code") for answer in answers] == [
        None, "input.file", "records.refused", "input.file", "records.body", None, None,
    ]  # fmt: skip
    assert answers[-1]["done"] == answers[0]["done"] | {"repeated": True}
    assert set(Person.objects.filter(username__startswith="line").values_list("username", "name")) == {
        ("line1", "行一"), ("line2", "行二"),
    }  # fmt: skip
    told = CliRunner().invoke(app, ["act", "stream"], input=json.dumps(registering | who))
    assert told.exit_code == 0
    assert told.stdout.startswith("✓ 1 · registry.register_person · person ")
