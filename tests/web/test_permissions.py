"""Who may open which page: every address of the site by every kind of visitor; an address without a row fails."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.records.players import Case, Cast
from tests.records.test_subsidies import checked, key, next_days
from tests.records.world import FAR, Who, World
from tests.web.site import browser, code_of, count_run, tape_line

from kejin.console.office.money_batch_work import MANY
from kejin.facts import Label
from kejin.policy import Overlay
from kejin.policy.overlay import overlay_text
from kejin.records.financing.models import Contract
from kejin.records.kept.models import Act
from kejin.records.ledger.models import Book
from kejin.records.parties.models import Authority, Organisation, Person
from kejin.web.jobs.models import Job
from kejin.web.jobs.working import Progress, job
from kejin.web.needs import Need
from kejin.web.saved.models import SavedView
from kejin.web.scenarios.models import Finding, Scenario
from kejin.web.tokens.secrets import new_secret

FIRMS = frozenset({"firm", "other_firm"})
BANKS = frozenset({"bank", "other_bank"})
OTHER_BANK = frozenset({"other_bank"})
POOLS = frozenset({"pool"})
OFFICES = frozenset({"office", "office_administrator", "auditor"})
RESEARCHERS = frozenset({"analyst", "research_administrator"})
OFFICE_ADMINISTRATORS = frozenset({"office_administrator"})
ADMINISTRATORS = OFFICE_ADMINISTRATORS | {"research_administrator"}
AUDITORS = frozenset({"auditor"})
OTHERS = frozenset({"other_firm"})
BUSINESS = FIRMS | BANKS | POOLS | OFFICES
PROVINCE = OFFICES | RESEARCHERS
MEMBERS = BUSINESS | RESEARCHERS
# The suspended organisation's people and the barred person are nobody's members.
ALL = MEMBERS | {"nobody", "barred", "suspended"}
LOGGED_IN = MEMBERS | {"suspended"}


@job("test.shown", Label("示例任务", "A job"))
def shown(_progress: Progress) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """What is expected of an address.

    Attributes:
        open_to: Who comes in.
        strangers: Of those who come in, the ones for whom the object is somebody else's: they are told "not found".
        parts: The parts of the address, out of the play's objects.
        method: How it is asked.
        good: The statuses that mean that one came in.
        absent: Who comes in, and is told that there is nothing for him.
    """

    open_to: frozenset[str]
    strangers: frozenset[str] = frozenset()
    parts: Callable[[Mapping[str, Any]], Mapping[str, Any]] = field(default=lambda _: {})
    method: str = "get"
    good: frozenset[int] = frozenset({200})


POST = frozenset({200, 302, 400})
# The second one who asks is told that it was done.
FOUND = frozenset({302, 409})
ROWS: dict[str, Row] = {
    "home": Row(ALL, good=frozenset({200, 302})),
    "check": Row(ALL),
    "up": Row(ALL),
    "log_in": Row(ALL),
    "log_in_code": Row(ALL, good=frozenset({302})),
    "log_out": Row(LOGGED_IN, method="post", good=frozenset({302})),
    "acting": Row(LOGGED_IN),
    "account": Row(LOGGED_IN),
    "password": Row(MEMBERS, method="post", good=POST),
    "end_sessions": Row(LOGGED_IN, method="post", good=POST),
    "factor": Row(LOGGED_IN, good=frozenset({302})),
    "remove_factor": Row(LOGGED_IN, method="post", good=POST),
    "staff_mode": Row(OFFICES),
    "jobs": Row(MEMBERS),
    "job": Row(MEMBERS, strangers=MEMBERS - {"bank"}, parts=lambda play: {"number": play["job"]}),
    "cancel_job": Row(
        MEMBERS,
        strangers=MEMBERS - {"bank"},
        parts=lambda play: {"number": play["job"]},
        method="post",
        good=POST,
    ),
    "notices": Row(MEMBERS),
    "read_notices": Row(MEMBERS, method="post", good=POST),
    "tokens": Row(MEMBERS),
    "revoke_token": Row(
        MEMBERS,
        strangers=MEMBERS - {"bank"},
        parts=lambda play: {"number": play["token"]},
        method="post",
        good=FOUND,
    ),
    "remark_make": Row(
        FIRMS | BANKS,
        strangers=OTHER_BANK | OTHERS,
        parts=lambda play: {"number": play["financing"]},
        method="post",
        good=POST,
    ),
    "remark_settle": Row(
        FIRMS | BANKS,
        strangers=OTHER_BANK | OTHERS,
        parts=lambda play: {"number": play["remark"]},
        method="post",
        good=FOUND,
    ),
    "remark_rate": Row(
        FIRMS,
        strangers=OTHERS,
        parts=lambda play: {"number": play["financing"]},
        method="post",
        good=POST,
    ),
    "office_ratings": Row(OFFICES),
    "undo": Row(
        MEMBERS,
        strangers=MEMBERS - {"firm"},
        parts=lambda play: {"number": play["undoable"]},
        method="post",
        good=FOUND,
    ),
    "save_view": Row(MEMBERS, method="post", good=POST),
    **{
        route: Row(
            MEMBERS,
            strangers=MEMBERS - {"bank"},
            parts=lambda play: {"number": play["view"]},
            method="post",
            good=POST,
        )
        for route in ("change_view", "remove_view", "restore_view")
    },
    "search": Row(MEMBERS),
    "language": Row(ALL, parts=lambda _: {"code": "en"}, good=frozenset({302})),
    "text_size": Row(ALL, parts=lambda _: {"size": "large"}, good=frozenset({302})),
    "institution_work": Row(BANKS | POOLS),
    "institution_financing": Row(
        BANKS, strangers=OTHER_BANK, parts=lambda play: {"number": play["financing"]}
    ),
    "institution_financing_evidence": Row(
        BANKS, strangers=OTHER_BANK, parts=lambda play: {"number": play["financing"]}
    ),
    "institution_financing_facts": Row(
        BANKS,
        strangers=OTHER_BANK,
        parts=lambda play: {"number": play["financing"]},
        method="post",
        good=frozenset({200, 409}),
    ),
    "institution_financing_act": Row(
        BANKS,
        strangers=OTHER_BANK,
        parts=lambda play: {"number": play["financing"], "code": "financing.offer"},
        method="post",
        good=frozenset({409}),
    ),
    "institution_memo": Row(
        BANKS, strangers=OTHER_BANK, parts=lambda play: {"number": play["financing"], "kind": "docx"}
    ),
    "institution_contract": Row(BANKS, strangers=OTHER_BANK, parts=lambda play: {"number": play["contract"]}),
    "institution_claim_new": Row(BANKS, strangers=OTHER_BANK, parts=lambda play: {"number": play["claimed"]}),
    "institution_claim": Row(
        BANKS | POOLS, strangers=OTHER_BANK, parts=lambda play: {"number": play["claim"]}
    ),
    "institution_claim_act": Row(
        BANKS | POOLS,
        strangers=OTHER_BANK,
        parts=lambda play: {"number": play["claim"], "code": "financing.decide_claim"},
        method="post",
        good=frozenset({409}),
    ),
    "institution_exposure": Row(BANKS | POOLS),
    "institution_outlook": Row(
        BANKS | POOLS | OFFICES, strangers=OTHER_BANK, parts=lambda _: {"code": "gz-pool"}
    ),
    "institution_tapes": Row(BANKS),
    "institution_tape_columns": Row(BANKS),
    "institution_tape_check": Row(BANKS, method="post", good=frozenset({400})),
    "institution_tape_names": Row(BANKS, method="post", good=frozenset({400})),
    "institution_tape_errors": Row(BANKS, strangers=BANKS, parts=lambda _: {"token": "0" * 64 + ".csv"}),
    "institution_tape_submit": Row(BANKS, method="post", good=frozenset({400})),
    "institution_tape": Row(BANKS, strangers=OTHER_BANK, parts=lambda play: {"number": play["tape"]}),
    "institution_tape_act": Row(
        BANKS,
        strangers=OTHER_BANK,
        parts=lambda play: {"number": play["tape"], "code": "tape.reconcile"},
        method="post",
        good=frozenset({409}),
    ),
    "institution_disputes": Row(BANKS | POOLS | OFFICES),
    "institution_dispute": Row(
        BANKS | POOLS | OFFICES,
        strangers=OTHER_BANK | POOLS | OFFICES,
        parts=lambda play: {"number": play["dispute"]},
    ),
    "institution_breaks": Row(BANKS | OFFICES),
    "institution_breaks_chosen": Row(BANKS | OFFICES),
    "institution_breaks_act": Row(
        BANKS | OFFICES, parts=lambda _: {"code": "tape.explain_break"}, method="post", good=frozenset({400})
    ),
    "office_home": Row(OFFICES),
    "office_matrix": Row(PROVINCE),
    "office_map": Row(PROVINCE),
    "research_home": Row(RESEARCHERS),
    "research_tables": Row(PROVINCE),
    "research_table": Row(PROVINCE, parts=lambda _: {"table": "matrix"}),
    "subsidies": Row(FIRMS | BANKS | OFFICES),
    "subsidy": Row(
        FIRMS | BANKS | OFFICES, strangers=OTHERS | OTHER_BANK, parts=lambda play: {"number": play["subsidy"]}
    ),
    "subsidy_act": Row(
        FIRMS | BANKS | OFFICES,
        strangers=OTHERS | OTHER_BANK,
        parts=lambda play: {"number": play["subsidy"], "code": "subsidy.claw_back"},
        method="post",
        good=frozenset({409}),
    ),
    # A handler entitles; the others are told so.
    "subsidy_entitle": Row(
        BANKS,
        strangers=OTHER_BANK,
        parts=lambda play: {"number": play["contract"]},
        good=frozenset({200, 409}),
    ),
    # Only who may do the act finds it.
    "subsidy_batch": Row(OFFICES, strangers=OFFICES - {"office"}, parts=lambda _: {"code": "subsidy.check"}),
    "subsidy_batch_told": Row(
        OFFICES,
        strangers=OFFICES - {"office"},
        parts=lambda play: {"code": "subsidy.check", "number": play["batch"]},
        good=frozenset({302}),
    ),
    "subsidy_batch_act": Row(
        OFFICES,
        strangers=OFFICES - {"office"},
        parts=lambda _: {"code": "subsidy.check"},
        method="post",
        good=frozenset({400}),
    ),
    "scenarios": Row(PROVINCE),
    "scenario_new": Row(PROVINCE),
    # The office's what-ifs are the office's.
    "scenario": Row(PROVINCE, strangers=RESEARCHERS, parts=lambda play: {"digest": play["scenario"]}),
    "scenario_overlay": Row(PROVINCE, strangers=RESEARCHERS, parts=lambda play: {"digest": play["scenario"]}),
    "scenario_notebook": Row(
        PROVINCE, strangers=RESEARCHERS, parts=lambda play: {"digest": play["scenario"]}
    ),
    "scenario_book": Row(PROVINCE, strangers=RESEARCHERS, parts=lambda play: {"digest": play["scenario"]}),
    "scenario_run": Row(
        PROVINCE,
        strangers=RESEARCHERS,
        parts=lambda play: {"digest": play["scenario"]},
        method="post",
        good=POST,
    ),
    "policies": Row(MEMBERS),
    "policy": Row(MEMBERS, parts=lambda _: {"policy": "loan_loss_compensation"}),
    "policy_calendar": Row(MEMBERS),
    "policy_gaps": Row(PROVINCE),
    "count_gaps": Row(PROVINCE, method="post", good=POST),
    "office_budgets": Row(OFFICES),
    "office_budgets_act": Row(
        OFFICES, parts=lambda _: {"code": "ledger.open_book"}, method="post", good=frozenset({409})
    ),
    "office_payments": Row(OFFICES),
    "office_payments_due": Row(OFFICES, parts=lambda _: {"programme": "interest-2026"}),
    "office_payment": Row(OFFICES, parts=lambda play: {"number": play["file"]}),
    "office_payment_confirm": Row(
        OFFICES, parts=lambda play: {"number": play["file"]}, method="post", good=frozenset({409})
    ),
    "statements": Row(POOLS | OFFICES),
    "statement_pool": Row(POOLS | OFFICES),
    "statement_forms": Row(OFFICES),
    "people": Row(ADMINISTRATORS),
    "person_new": Row(ADMINISTRATORS),
    "person_role": Row(ADMINISTRATORS, parts=lambda play: {"username": play["username"]}),
    "person": Row(ADMINISTRATORS, strangers=RESEARCHERS, parts=lambda play: {"number": play["person"]}),
    "person_act": Row(
        ADMINISTRATORS,
        strangers=RESEARCHERS,
        parts=lambda play: {"number": play["person"], "code": "registry.appoint"},
        method="post",
        good=frozenset({409}),
    ),
    "person_password": Row(
        ADMINISTRATORS, strangers=RESEARCHERS, parts=lambda play: {"number": play["person"]}, method="post"
    ),
    "proofs": Row(BUSINESS),
    # A handler takes proofs in; the others are told so.
    "proof_new": Row(BUSINESS, good=frozenset({200, 409})),
    "proof": Row(BUSINESS, strangers=OTHERS | BANKS | POOLS, parts=lambda play: {"number": play["proof"]}),
    "proof_act": Row(
        BUSINESS,
        strangers=OTHERS | BANKS | POOLS,
        parts=lambda play: {"number": play["proof"], "code": "registry.revoke_authority"},
        method="post",
        good=frozenset({409}),
    ),
    "organisations": Row(OFFICES),
    "organisation_new": Row(OFFICES, good=frozenset({200, 409})),
    "organisation": Row(OFFICES, parts=lambda play: {"number": play["organisation"]}),
    "organisation_act": Row(
        OFFICES,
        parts=lambda play: {"number": play["organisation"], "code": "registry.set_organisation_status"},
        method="post",
        good=frozenset({409}),
    ),
    "audit_acts": Row(AUDITORS),
    "audit_attempts": Row(AUDITORS),
    "audit_trail": Row(AUDITORS),
    "audit_checks": Row(AUDITORS),
    "audit_check": Row(
        AUDITORS, parts=lambda _: {"name": "ledger.replay"}, method="post", good=frozenset({302})
    ),
    "public_notices": Row(ALL),
    "public_list": Row(ALL, parts=lambda play: {"number": play["list"]}),
    "public_subsidies": Row(ALL, strangers=ALL, parts=lambda _: {"programme": "no-such-programme"}),
    "office_notices": Row(OFFICES),
    # A handler drafts lists; the others are told so.
    "office_notice_new": Row(OFFICES, good=frozenset({200, 409})),
    "office_notice": Row(OFFICES, parts=lambda play: {"number": play["list"]}),
    "office_notice_act": Row(
        OFFICES,
        parts=lambda play: {"number": play["list"], "code": "publication.publish"},
        method="post",
        good=frozenset({409}),
    ),
    "office_objections": Row(OFFICES),
    "office_objection": Row(OFFICES, parts=lambda play: {"number": play["objection"]}),
    "enterprise_answer": Row(FIRMS),
    "enterprise_decisions": Row(FIRMS),
    "enterprise_supply": Row(FIRMS),
    "enterprise_standing": Row(FIRMS),
    "enterprise_compare": Row(FIRMS),
    "applications": Row(FIRMS),
    "application_new": Row(FIRMS),
    "application": Row(FIRMS, strangers=OTHERS, parts=lambda play: {"number": play["financing"]}),
    "application_institution": Row(FIRMS, strangers=OTHERS, parts=lambda play: {"number": play["financing"]}),
    "application_check": Row(
        FIRMS, strangers=OTHERS, parts=lambda play: {"number": play["financing"]}, good=frozenset({302})
    ),
    "application_receipt": Row(FIRMS, strangers=OTHERS, parts=lambda play: {"number": play["financing"]}),
    "application_accept": Row(
        FIRMS, strangers=OTHERS, parts=lambda play: {"number": play["financing"]}, method="post", good=POST
    ),
    "application_withdraw": Row(
        FIRMS, strangers=OTHERS, parts=lambda play: {"number": play["financing"]}, method="post", good=POST
    ),
    "enterprise_data": Row(FIRMS),
    "enterprise_dispute": Row(FIRMS, strangers=OTHERS, parts=lambda play: {"number": play["filing"]}),
    "consents": Row(FIRMS),
    "consent_withdraw": Row(
        FIRMS, strangers=OTHERS, parts=lambda play: {"number": play["consent"]}, method="post", good=POST
    ),
    "enterprise_decision": Row(
        FIRMS, strangers=frozenset({"other_firm"}), parts=lambda play: {"key": play["decision"]}
    ),
}


def routes() -> Iterator[URLPattern]:
    """Every address of the site."""

    def below(resolver: URLResolver) -> Iterator[URLPattern]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                # The API's own matrix is in `tests/api`: who asks there shows a token, and no page is served.
                if str(pattern.pattern) != "api/":
                    yield from below(pattern)
            else:
                yield pattern

    return below(get_resolver())


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(str(route.name) for route in routes()) == sorted(ROWS)


def test_every_address_says_what_it_asks_of_its_visitor() -> None:
    assert [
        route.name for route in routes() if not isinstance(getattr(route.callback, "need", None), Need)
    ] == []


@pytest.fixture(scope="module")
def visitors(world: World, cast: Cast) -> Mapping[str, Who | None]:
    closed, barred = world.enterprise(), world.enterprise()
    other_bank, research = world.institution("bank"), world.institution("research")
    found = {
        "nobody": None,
        "barred": barred,
        "suspended": closed,
        "firm": cast.firm,
        "other_firm": world.enterprise(),
        "bank": cast.handler,
        "other_bank": world.staff(other_bank, "handler"),
        "pool": cast.assessor,
        "office": world.examiner,
        "office_administrator": world.office,
        "auditor": world.staff(world.office, "auditor"),
        "analyst": world.staff(research, "analyst"),
        "research_administrator": research,
    }
    world.office.does(
        "registry.set_organisation_status",
        reason="测试",
        organisation_id=closed.organisation_id,
        status="suspended",
    )
    world.office.does("registry.set_person_active", reason="测试", username=barred.username, active=False)
    return found


@pytest.fixture(scope="module")
def play(
    run_folder: str, world: World, cast: Cast, budget: Book, treasurers: tuple[Who, Who]
) -> Mapping[str, Any]:
    from kejin.web.answers import present_run  # noqa: PLC0415 - after the settings were chosen

    assert run_folder == settings.KEJIN_RUN
    assert budget.code == "interest"
    count_run(Path(run_folder))
    answered = present_run().answered(code_of(cast.firm))
    bank = Organisation.objects.get(pk=cast.bank.organisation_id)
    person = Person.objects.get(username=cast.handler.username)
    made = Job.objects.create(
        kind="test.shown", parameters={}, person=person, organisation=bank, request_id=uuid4()
    )
    office = Organisation.objects.get(kind="office")
    batch = Job.objects.create(
        kind=MANY,
        parameters={"code": "subsidy.check"},
        person=person,
        organisation=office,
        request_id=uuid4(),
    )
    view = SavedView.objects.create(
        organisation=bank, person=person, page="subsidies", name="示例", query="state=claimed"
    )
    filed = cast.handler.does(
        "filings.file", enterprise_id=cast.firm.organisation_id, grain="filing", document="年报",
        facts={"year": "2025", "revenue_fen": "5000万元"},
    ).content  # fmt: skip
    disputed = cast.firm.does(
        "filings.dispute", filing_id=filed["filing_id"], fact="revenue_fen", ground="示例"
    ).content
    consent = cast.firm.does(
        "consent.give",
        grantee_id=cast.bank.organisation_id,
        purpose="financing",
        scope=["all"],
        valid_until=FAR,
    ).content
    undoable = Act.objects.filter(code="consent.give").latest("pk").pk
    secret = new_secret()
    token = cast.handler.does(
        "token.create", username=cast.handler.username, name="贷款系统", prefix=secret.prefix,
        secret_sha256=secret.sha256, scopes=["read"], days=30,
    ).content  # fmt: skip
    claimed = Case.stated(cast)
    claim = claimed.claimed(1_000_000)
    tape = cast.handler.does(
        "tape.submit", key="play", month="2026-02", rows=[tape_line(code_of(cast.firm))]
    ).content
    office = Organisation.objects.get(pk=world.examiner.organisation_id)
    scenario = Scenario.objects.create(
        organisation=office,
        person=Person.objects.get(username=world.examiner.username),
        digest="5" * 64,
        title="示例",
        text=overlay_text(Overlay.of("示例", {"innovative_sme.score_min": "80"})),
    )
    Finding.objects.create(
        scenario=scenario, kind="impact", facts="0" * 64, rules="0" * 64,
        content={"synthetic": True, "dates": dict.fromkeys(("law", "facts_as_of", "known_by"), "2026-10-31"), "facts": "",
                 "rules": ["", ""], **{name: [] for name in ("values", "shifts", "groups", "costs", "cells")}},
    )  # fmt: skip
    number, about = checked(world, cast)
    world.signer.does("subsidy.decide", key=key(), **about)
    next_days(world, 6)
    listed = treasurers[0].does("subsidy.payment_file", key=key(), programme="interest-2026").content
    code = code_of(cast.firm)
    draft = world.examiner.does(
        "publication.draft", list_key="enterprise_tiers.specialised", title_zh="示例名单", title_en="A list",
        rows=[{"credit_code": code, "name": "示例"}], basis={}, notice_days=9,
    ).content  # fmt: skip
    world.signer.does("publication.publish", list_id=draft["list_id"], sha256=draft["sha256"])
    objection = world.examiner.does(
        "publication.take_objection", list_id=draft["list_id"], credit_code=code, by="某人", ground="示例"
    ).content
    shown_file = Case.stated(cast).applied()
    remark = cast.handler.does(
        "remark.make", financing_id=shown_file.number, section="application", words="示例"
    ).content
    return {
        "remark": remark["remark_id"],
        "scenario": scenario.short,
        "list": draft["list_id"],
        "objection": objection["objection_id"],
        "file": listed["file_id"],
        "person": Person.objects.get(username=world.signer.username).pk,
        "username": world.signer.username,
        "proof": Authority.objects.get(organisation_id=cast.firm.organisation_id).pk,
        "organisation": cast.bank.organisation_id,
        "decision": answered.answer.decisions[0].key,
        "token": token["token_id"],
        "claim": claim,
        "claimed": claimed.number,
        "contract": Contract.objects.get(financing_id=claimed.number).pk,
        "tape": tape["tape_id"],
        "job": made.pk,
        "batch": batch.pk,
        "view": view.pk,
        "undoable": undoable,
        "financing": shown_file.number,
        "subsidy": number,
        "filing": filed["filing_id"],
        "dispute": disputed["dispute_id"],
        "consent": consent["consent_id"],
    }


def expected(row: Row, name: str) -> frozenset[int]:
    if name in row.open_to:
        return frozenset({404}) if name in row.strangers else row.good
    # Whoever is not known is sent to log in; the others are told that it is not for them.
    return frozenset({302}) if name in {"nobody", "barred"} else frozenset({403})


def asked(row: Row, name: str, *, who: Who | None, parts: Mapping[str, Any]) -> HttpResponse:
    client = browser(who)
    answer: HttpResponse = getattr(client, row.method)(reverse(name, kwargs=dict(parts)))
    return answer


@pytest.mark.parametrize("route", sorted(ROWS))
def test_each_kind_of_visitor_gets_what_the_row_says(
    route: str, visitors: Mapping[str, Who | None], play: Mapping[str, Any]
) -> None:
    row, found, wanted = ROWS[route], {}, {}
    for name, who in visitors.items():
        answer = asked(row, route, who=who, parts=row.parts(play))
        wanted[name] = sorted(expected(row, name))
        found[name] = wanted[name] if answer.status_code in wanted[name] else [answer.status_code]
        if answer.status_code == 302 and name not in row.open_to:
            assert answer["Location"].startswith(reverse("log_in"))
    assert found == wanted


@pytest.mark.parametrize("route", sorted(ROWS))
def test_no_address_answers_to_a_method_that_it_does_not_name(route: str, play: Mapping[str, Any]) -> None:
    view: Any = next(one.callback for one in routes() if one.name == route)
    address = reverse(route, kwargs=dict(ROWS[route].parts(play)))
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(view.methods):
        assert browser().generic(method, address).status_code == 405
