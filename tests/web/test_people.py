"""People, proofs of authority and the audit through their pages."""

import hashlib
import time
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from tests.records.players import Cast
from tests.records.world import FAR, Who, World
from tests.web.site import browser, code_of

from kejin.records.kept.models import Act, Attempt
from kejin.records.parties.models import Appointment, Authority, Person
from kejin.web.accounts.entering import From, try_code
from kejin.web.accounts.models import Factor, Session
from kejin.web.accounts.totp import code_at, step_of
from kejin.web.jobs.models import Job
from kejin.web.jobs.working import work_one


def post(who: Who, route: str, *parts: object, **fields: object) -> Any:
    answer: Any = browser(who).post(reverse(route, args=list(parts)), {"key": uuid4().hex} | fields)
    return answer


def page(who: Who, route: str, *parts: object, **query: str) -> str:
    answer: Any = browser(who).get(reverse(route, args=list(parts)), query)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_an_administrator_makes_somebody_and_keeps_the_account(cast: Cast, world: World) -> None:
    bank, stranger = cast.bank, world.institution("bank")
    sent = post(bank, "person_new", username="new.handler", name="新经办")
    assert sent["Location"].startswith(reverse("person_role", args=["new.handler"]))
    found = Person.objects.get(username="new.handler")
    # Nobody's yet, so nobody's page; after the first role the bank's.
    assert browser(bank).get(reverse("person", args=[found.pk])).status_code == 404
    assert post(bank, "person_role", "new.handler", role="handler").status_code == 302
    assert "new.handler" in page(bank, "people", role="handler", state="current")
    assert browser(stranger).get(reverse("person", args=[found.pk])).status_code == 404
    assert post(stranger, "person_password", found.pk).status_code == 404

    told = post(bank, "person_password", found.pk).content.decode()
    password = told.partition('class="code"><b>')[2].partition("</b>")[0]
    fresh = Client(SERVER_NAME="localhost")
    entered = fresh.post(reverse("log_in"), {"username": "new.handler", "password": password})
    assert entered.status_code == 302
    assert password not in str(Act.objects.filter(code="account.set_password").latest("pk").body)

    who = Who("new.handler", bank.organisation_id)
    assert browser(who).get(reverse("institution_work")).status_code == 200
    assert Factor.objects.filter(person=found).exists()
    assert post(bank, "person_act", found.pk, "account.reset_factor").status_code == 409
    assert post(bank, "person_act", found.pk, "account.reset_factor", reason="手机遗失").status_code == 302
    assert not Factor.objects.filter(person=found).exists()
    assert not Session.objects.filter(person=found).exists()
    assert post(bank, "person_act", found.pk, "registry.end_appointment", role="handler").status_code == 302
    assert Appointment.objects.get(person=found).until is not None


def test_nobody_changes_his_own_account_or_role_there(cast: Cast) -> None:
    me = Person.objects.get(username=cast.bank.username)
    told = page(cast.bank, "person", me.pk)
    assert "person/act" not in told
    assert post(cast.bank, "person_act", me.pk, "registry.appoint", role="approver").status_code == 409
    assert post(cast.bank, "person_password", me.pk)["Location"] == reverse("account")
    assert not Appointment.objects.filter(person=me, role="approver").exists()


def test_a_proof_is_verified_by_somebody_else_against_the_same_document(world: World) -> None:
    firm = world.enterprise()
    world.office.does("registry.register_person", username="deputy", name="代办人")
    document, other = b"%PDF the original", b"%PDF another one"

    def sent(content: bytes) -> SimpleUploadedFile:
        return SimpleUploadedFile("proof.pdf", content)

    asked = {
        "username": "deputy", "enterprise": code_of(firm), "kind": "power_of_attorney", "valid_from": "2026-01-01",
        "valid_until": FAR,
    }  # fmt: skip
    assert post(world.examiner, "proof_new", **asked).status_code == 409
    assert post(world.examiner, "proof_new", evidence=sent(document), **asked).status_code == 302
    found = Authority.objects.get(person__username="deputy")
    assert found.evidence_sha256 == hashlib.sha256(document).hexdigest()
    verify = ("proof_act", found.pk, "registry.verify_authority")
    assert post(world.examiner, *verify, evidence=sent(document)).status_code == 409
    assert post(world.signer, *verify, evidence=sent(other)).status_code == 409
    assert post(world.signer, *verify, evidence=sent(document)).status_code == 302
    found.refresh_from_db()
    assert found.verified_by is not None
    # The enterprise itself may end it, with a reason.
    revoke = ("proof_act", found.pk, "registry.revoke_authority")
    assert post(firm, *revoke).status_code == 409
    assert post(firm, *revoke, reason="离职").status_code == 302
    found.refresh_from_db()
    assert found.revoked_on is not None


def test_the_office_registers_suspends_and_gives_the_first_administrator(world: World) -> None:
    pool = {"kind": "pool", "name": "示例资金池二号", "parent": str(world.office.organisation_id)}
    assert post(world.office, "organisation_new", **pool).status_code == 302
    number = Act.objects.filter(code="registry.register_organisation").latest("pk").reply.subject_id
    assert "示例资金池二号" in page(world.examiner, "organisations", kind="pool")
    world.office.does("registry.register_person", username="pool.root", name="管理员")
    assert (
        post(world.office, "organisation_act", number, "registry.appoint", username="pool.root").status_code
        == 302
    )
    keeper = Who("pool.root", number)
    assert "pool.root" in page(keeper, "people")
    suspend = ("organisation_act", number, "registry.set_organisation_status")
    assert post(world.office, *suspend, status="suspended").status_code == 409
    assert post(world.office, *suspend, status="suspended", reason="整改").status_code == 302
    assert browser(keeper).get(reverse("people")).status_code == 403
    assert post(world.examiner, *suspend, status="active", reason="x").status_code == 409


@pytest.fixture(scope="module")
def auditor(world: World) -> Who:
    return world.staff(world.office, "auditor")


def test_the_log_is_searched_by_person_object_request_and_time(
    world: World, cast: Cast, auditor: Who
) -> None:
    done = cast.firm.does("financing.state_need", amount_minor=10**7, term_months=6, purpose="审计示例")
    number = done.content["financing_id"]
    act = Act.objects.get(pk=done.act_id)
    link = f'number={number}">financing {number}</a>'
    for query in (
        {"person": cast.firm.username},
        {"object": f"financing {number}"},
        {"request": str(act.request_id)},
        {"what": "financing.state_need", "since": "2026-01-01", "until": FAR},
    ):
        told = page(auditor, "audit_acts", **query)
        assert link in told, query
        # Names are masked in the list.
        assert act.person_name not in told
    nothing = (
        {"person": "nobody.here"},
        {"request": "no uuid"},
        {"since": "yesterday"},
        {"object": "financing 0"},
    )
    for query in nothing:
        assert link not in page(auditor, "audit_acts", **query)
    own = world.staff(cast.bank, "auditor")
    told = page(own, "audit_acts", what="registry.register_person")
    assert link not in told
    # The bank's own acts are listed, without links to trails that only the office's auditor may read.
    assert "person " in told
    assert reverse("audit_trail") not in told
    assert browser(own).get(reverse("audit_trail")).status_code == 403
    refused = Attempt.objects.count()
    assert (
        post(world.examiner, "organisation_act", cast.bank.organisation_id, "registry.appoint").status_code
        == 409
    )
    assert Attempt.objects.count() == refused
    assert page(auditor, "audit_attempts")


def test_a_trail_is_read_for_a_reason_that_is_on_record(cast: Cast, auditor: Who) -> None:
    asked = {"kind": "organisation", "number": str(cast.firm.organisation_id)}
    assert post(auditor, "audit_trail", **asked).status_code == 409
    assert post(auditor, "audit_trail", **(asked | {"number": "x"})).status_code == 400
    assert post(auditor, "audit_trail", reason="核查", **(asked | {"number": "999999"})).status_code == 404
    told = post(auditor, "audit_trail", reason="年度核查", **asked)
    assert told.status_code == 200
    assert "registry.register_organisation" in told.content.decode()
    assert Act.objects.filter(code="audit.read_trail", reason="年度核查").count() == 1


def test_the_checks_run_as_jobs_and_say_what_they_found(
    auditor: Who, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("KEJIN_AUDIT_SEALS", str(tmp_path / "seals"))
    monkeypatch.setenv("KEJIN_AUDIT_KEY", str(tmp_path / "key.pem"))
    for name in ("ledger.verify", "ledger.replay", "audit.verify"):
        assert post(auditor, "audit_check", name).status_code == 302
    assert post(auditor, "audit_check", "rm").status_code == 404
    while work_one():
        pass
    ledger = Job.objects.filter(kind__startswith="ledger.")
    assert [one.result["holds"] for one in ledger if one.result is not None] == [True, True]
    # Without a key nothing can be verified: the job says so, and the page as well.
    failed = Job.objects.get(kind="audit.verify")
    assert failed.state == "failed"
    assert failed.message
    assert "kejin audit key" in page(auditor, "audit_checks")


def test_secrets_of_second_factors_lie_encrypted_and_outlive_a_change_of_the_sites_secret(
    world: World,
) -> None:
    browser(world.examiner)
    person = Person.objects.get(username=world.examiner.username)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_factor WHERE person_id = %s", [person.pk])
        lies = str(cursor.fetchone()[0])
    assert "A" * 10 not in lies
    assert Factor.objects.get(person=person).secret == "A" * 32
    before, other = str(settings.SECRET_KEY), "another"
    with override_settings(SECRET_KEY=other, SECRET_KEY_FALLBACKS=[before]):
        assert Factor.objects.get(person=person).secret == "A" * 32
    with override_settings(SECRET_KEY=other, SECRET_KEY_FALLBACKS=[]):
        # Nobody can read it: no code fits, and the person sets up another factor.
        assert Factor.objects.get(person=person).secret == ""
        entry = try_code(person, code_at("", step_of(time.time())), From("", ""))
        assert entry.person is None
