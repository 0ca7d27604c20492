"""Who may do what with whose: every operation by every kind of caller, own and foreign; one without a row fails."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.api.programs import Program, program
from tests.records.players import Case, Cast
from tests.records.world import FAR, World
from tests.web.site import write_small_run

from kejin.api.application import application
from kejin.records.parties.models import Organisation

NOWHERE = 10**15
FIRMS = frozenset({"firm", "other_firm"})
LENDING = frozenset({"handler", "other_handler"})
LENDERS = LENDING | {"bank_approver", "bank_administrator"}
POOLS = frozenset({"pool_handler", "pool_approver", "pool_treasurer", "pool_administrator"})
OFFICES = frozenset({"office_handler", "office_approver", "office_administrator"})
RESEARCHERS = frozenset({"analyst"})
BUSINESS = FIRMS | LENDERS | POOLS | OFFICES
MEMBERS = BUSINESS | RESEARCHERS
HANDLERS = LENDING | {"pool_handler", "office_handler"}
ADMINISTRATORS = frozenset({"bank_administrator", "pool_administrator", "office_administrator"})
# For each act who comes as far as the act's own checks. Written down here and not taken from the acts.
ACTS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("financing.state_need", "financing.match", "financing.apply", "financing.accept", "financing.withdraw",
         "subsidy.claim", "filings.dispute", "consent.give", "consent.withdraw"), FIRMS,
    ),
    **dict.fromkeys(
        ("financing.offer", "financing.propose", "financing.refuse", "financing.register_contract", "financing.report",
         "financing.close", "financing.claim", "financing.recover", "subsidy.entitle", "tape.submit", "tape.explain_break"),
        LENDING,
    ),
    "financing.take_back": FIRMS | LENDING,
    **dict.fromkeys(("remark.make", "remark.settle"), FIRMS | LENDING | {"bank_approver"}),
    "remark.rate": FIRMS,
    "financing.decide": frozenset({"bank_approver"}),
    **dict.fromkeys(("financing.assess_claim",), frozenset({"pool_handler", "office_handler"})),
    "financing.decide_claim": frozenset({"pool_approver", "office_approver"}),
    **dict.fromkeys(
        ("financing.pay_compensation", "ledger.post", "ledger.reverse", "subsidy.payment_file", "subsidy.confirm_paid"),
        frozenset({"pool_treasurer"}),
    ),
    "ledger.open_book": frozenset({"pool_administrator", "office_administrator"}),
    "ledger.close": frozenset({"pool_administrator", "office_administrator", "pool_treasurer"}),
    **dict.fromkeys(
        ("subsidy.check", "subsidy.refuse", "export.request", "export.make", "publication.draft",
         "publication.take_objection"), frozenset({"office_handler"}),
    ),
    **dict.fromkeys(
        ("subsidy.decide", "subsidy.withhold", "subsidy.claw_back", "registry.verify_authority", "export.decide",
         "publication.publish", "publication.answer_objection", "publication.conclude",
         "tape.accept_break", "tape.close_break", "tape.reject_explanation"),
        frozenset({"office_approver"}),
    ),
    **dict.fromkeys(
        ("subsidy.open_programme", "registry.register_organisation", "registry.set_organisation_status",
         "registry.set_person_active"), frozenset({"office_administrator"}),
    ),
    **dict.fromkeys(
        ("approval.set_limit", "registry.appoint", "registry.end_appointment", "registry.register_person"), ADMINISTRATORS,
    ),
    **dict.fromkeys(
        ("registry.record_affiliation", "registry.end_affiliation", "registry.join_group"), LENDING | {"office_handler"},
    ),
    "registry.lodge_authority": HANDLERS,
    "snapshots.order": HANDLERS,
    "snapshots.register": HANDLERS,
    "tape.reconcile": LENDING | {"office_handler"},
    "registry.revoke_authority": FIRMS | {"office_approver"},
    "day.open": frozenset({"office_handler", "office_administrator"}),
    **dict.fromkeys(("filings.file", "filings.correct", "filings.file_table", "filings.answer_dispute"), HANDLERS | FIRMS),
    # For the auditors of an office, of whom there is none in this play.
    "audit.read_trail": frozenset(),
    "notice.see": MEMBERS,
    **dict.fromkeys(("pledge.register", "pledge.release"), LENDING),
    "access.read": BUSINESS - ADMINISTRATORS - {"pool_treasurer"},
}  # fmt: skip
OWN_FIRM, OWN_BANK, OWN_POOL = frozenset({"firm"}), LENDERS - {"other_handler"}, POOLS


@dataclass(frozen=True)
class Row:
    """What is expected of a reading.

    Attributes:
        sees: Who sees the play's own object: in the list, or as the object itself.
        parts: What stands in the address.
        query: What is asked.
        turned_away: Who is told that it is not for him (403), object or not.
        key: What names the object in a list.
    """

    sees: frozenset[str]
    parts: str = ""
    query: Mapping[str, Any] = field(default_factory=dict)
    turned_away: frozenset[str] = frozenset()
    item: str = ""


READS: Mapping[str, Row] = {
    "self.get": Row(MEMBERS),
    "parties.list": Row(BUSINESS, item="enterprise", query={"kind": "enterprise"}),
    "parties.get": Row(BUSINESS, parts="enterprise"),
    "financings.list": Row(OWN_FIRM | OWN_BANK, item="financing"),
    "financings.get": Row(OWN_FIRM | OWN_BANK, parts="financing"),
    "claims.list": Row(OWN_FIRM | OWN_BANK | OWN_POOL, item="claim"),
    "claims.get": Row(OWN_FIRM | OWN_BANK | OWN_POOL, parts="claim"),
    "programmes.list": Row(OFFICES, item="programme"),
    "subsidies.list": Row(frozenset()),
    "subsidies.get": Row(frozenset(), parts="nowhere"),
    "payment_files.list": Row(frozenset()),
    "payment_files.get": Row(frozenset(), parts="nowhere"),
    "books.list": Row(OWN_POOL | OFFICES, item="book"),
    "books.balances": Row(OWN_POOL | OFFICES, parts="book_code"),
    "books.entries": Row(OWN_POOL | OFFICES, parts="book_code"),
    "approvals.list": Row(OWN_BANK, item="approval"),
    "notices.list": Row(OWN_BANK, item="notice"),
    "pledges.list": Row(OWN_FIRM | OWN_BANK, item="pledge"),
    "filings.list": Row(OWN_FIRM | OWN_BANK, item="filing"),
    "consents.list": Row(OWN_FIRM | OWN_BANK, item="consent"),
    "readings.list": Row(OWN_FIRM, item="reading"),
    "tapes.list": Row(frozenset()),
    "tapes.get": Row(frozenset(), parts="nowhere"),
    "breaks.list": Row(frozenset()),
    "breaks.get": Row(frozenset(), parts="nowhere"),
    "run.get": Row(MEMBERS),
    "run.answers": Row(OWN_FIRM, turned_away=MEMBERS - FIRMS),
    "run.answer": Row(OWN_FIRM, parts="decision", turned_away=MEMBERS - FIRMS),
    "run.offers": Row(OWN_FIRM, turned_away=MEMBERS - FIRMS),
    "run.table": Row(frozenset(), parts="table", turned_away=MEMBERS - OFFICES - RESEARCHERS),
    "compute.agreements": Row(MEMBERS, query={"law": "2026-10-31"}),
}
POSTS: Mapping[str, frozenset[str]] = {
    "compute.schedule": MEMBERS,
    "compute.cost": MEMBERS,
    "compute.allocation": MEMBERS,
    "facts.read": BUSINESS - ADMINISTRATORS - {"pool_treasurer"},
    "upload.tape": LENDING,
    "upload.filings": HANDLERS | FIRMS,
}


def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every operation: method, address, what the document says."""
    return {
        each["operationId"]: (method, path.removeprefix("/api/v1"), each)
        for path, methods in application().document()["paths"].items()
        for method, each in methods.items()
    }


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    rows = {f"act.{code}" for code in ACTS} | set(READS) | set(POSTS)
    assert sorted(operations()) == sorted(rows)


@pytest.fixture(scope="module")
def callers(world: World, cast: Cast) -> Mapping[str, Program]:
    closed = world.enterprise()
    suspended = program(closed)
    world.office.does(
        "registry.set_organisation_status",
        reason="测试",
        organisation_id=closed.organisation_id,
        status="suspended",
    )
    people = {
        "firm": cast.firm, "other_firm": world.enterprise(), "handler": cast.handler,
        "other_handler": world.staff(world.institution("bank"), "handler"), "bank_approver": cast.first,
        "bank_administrator": cast.bank, "pool_handler": cast.assessor, "pool_approver": cast.judge,
        "pool_treasurer": cast.teller, "pool_administrator": cast.pool, "office_handler": world.examiner,
        "office_approver": world.signer, "office_administrator": world.office,
        "analyst": world.staff(world.institution("research"), "analyst"),
    }  # fmt: skip
    return {"nobody": Program(), "suspended": suspended} | {
        name: program(who) for name, who in people.items()
    }


@pytest.fixture(scope="module")
def play(
    world: World, cast: Cast, callers: Mapping[str, Program], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Any]]:
    from django.conf import settings  # noqa: PLC0415 - after they were chosen

    from kejin.web import answers  # noqa: PLC0415 - likewise

    code = str(Organisation.objects.get(pk=cast.firm.organisation_id).credit_code)
    folder = tmp_path_factory.mktemp("run")
    write_small_run(folder, [code])
    before, settings.KEJIN_RUN = settings.KEJIN_RUN, str(folder)
    case = Case.stated(cast)
    claim = case.claimed(50_000_000)
    filed = cast.handler.does(
        "filings.file", enterprise_id=cast.firm.organisation_id, grain="filing", document="年报",
        facts={"year": "2025", "revenue_fen": "3000万元"},
    ).content  # fmt: skip
    consent = cast.firm.does(
        "consent.give",
        grantee_id=cast.bank.organisation_id,
        purpose="financing",
        scope=["filing"],
        valid_until=FAR,
    ).content
    reading = cast.handler.does(
        "access.read",
        enterprise_id=cast.firm.organisation_id,
        purpose="financing",
        items=["filing.revenue_fen"],
    ).content
    pledge = cast.handler.does(
        "pledge.register", key="pl", kind="patent", number="ZL202610000001.X", pledgor_id=cast.firm.organisation_id,
        secured_minor=1, registration="ZY-1", registered_on="2026-03-02",
    ).content  # fmt: skip
    world.office.does("ledger.open_book", book="budget-1", name="预算", template="budget")
    programme = world.office.does(
        "subsidy.open_programme",
        programme="p-1",
        name="贴息",
        book="budget-1",
        decision="a.b",
        amount="c",
        notice_days=1,
    ).content
    notice = callers["handler"].get("/notices").json()["items"][0]["id"]
    approval = callers["handler"].get("/approvals").json()["items"][0]["id"]
    decision = callers["firm"].get("/run/answers").json()["decisions"][0]["key"]
    yield {
        "enterprise": cast.firm.organisation_id, "financing": case.number, "claim": claim, "book": cast.book.pk,
        "book_code": "gz-pool", "filing": filed["filing_id"], "consent": consent["consent_id"],
        "reading": reading["reading_id"], "pledge": pledge["pledge_id"], "programme": programme["programme_id"],
        "notice": notice, "approval": approval, "decision": decision, "table": "matrix", "nowhere": NOWHERE,
    }  # fmt: skip
    settings.KEJIN_RUN = before
    answers.forget()


@pytest.mark.parametrize("name", sorted(READS))
def test_a_reading_shows_to_each_what_is_his(
    name: str, callers: Mapping[str, Program], play: Mapping[str, Any]
) -> None:
    row = READS[name]
    _, path, _ = operations()[name]
    if row.parts:
        path = path[: path.index("{")] + str(play[row.parts]) + path[path.index("}") + 1 :]
    seen = {}
    for caller, one in callers.items():
        answer = one.get(path, **row.query)
        if answer.status_code == 200 and row.item:
            seen[caller] = 200 if play[row.item] in [item["id"] for item in answer.json()["items"]] else 404
        elif answer.status_code == 200 and not row.parts and not row.sees and "items" in answer.json():
            seen[caller] = 404 if not answer.json()["items"] else 200
        else:
            seen[caller] = answer.status_code
    wanted = {
        caller: 200 if caller in row.sees else 403 if caller in row.turned_away else 404 for caller in MEMBERS
    }
    assert seen == wanted | {"nobody": 401, "suspended": 403}


@pytest.mark.parametrize("code", sorted(ACTS))
def test_an_act_is_for_those_whose_it_is(code: str, callers: Mapping[str, Program]) -> None:
    _, path, said = operations()[f"act.{code}"]
    example = dict(said["requestBody"]["content"]["application/json"]["example"])
    body = example | {name: NOWHERE for name in example if name.endswith("_id")}
    if code == "day.open":
        body["day"] = "2000-01-01"
    came = set()
    for caller, one in callers.items():
        answer = one.post(path, body, key=f"{code}-{caller}")
        assert answer.status_code < 500, answer.content
        if caller in {"nobody", "suspended"}:
            assert answer.status_code == {"nobody": 401, "suspended": 403}[caller]
        elif answer.status_code != 403:
            assert answer.status_code in {200, 404, 409, 422}, answer.content
            came.add(caller)
        else:
            assert answer.json()["code"] == "records.not_permitted", answer.content
    assert came == ACTS[code]


@pytest.mark.parametrize("name", sorted(POSTS))
def test_other_posts_are_for_those_whose_they_are(name: str, callers: Mapping[str, Program]) -> None:
    _, path, said = operations()[name]
    (content,) = said["requestBody"]["content"].values()
    came = set()
    for caller, one in callers.items():
        if name.startswith("upload."):
            answer = one.upload(
                path, "a.csv", b"a,b\n1,2\n", **{k: v for k, v in content["example"].items() if k != "file"}
            )
        else:
            answer = one.post(path, content["example"])
        if answer.status_code in {401, 403}:
            assert caller not in POSTS[name] or name.startswith("upload."), answer.content
        else:
            assert answer.status_code in {200, 404, 409, 422}, answer.content
            came.add(caller)
    assert came == (MEMBERS if name.startswith("upload.") else POSTS[name])


FOREIGN: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "financing.apply": ("other_firm", "financing", {}),
    "financing.withdraw": ("other_firm", "financing", {}),
    "financing.take_back": ("other_firm", "financing", {}),
    "remark.make": ("other_firm", "financing", {"section": "offer", "words": "a"}),
    "remark.rate": ("other_firm", "financing", {"score": 5}),
    "financing.match": ("other_firm", "financing", {"institution_id": 1, "product": "a"}),
    "financing.propose": ("other_handler", "financing", {}),
    "financing.refuse": ("other_handler", "financing", {"reason_code": "quota"}),
    "financing.close": ("other_handler", "financing", {"reason": "a"}),
    "financing.report": (
        "other_handler",
        "financing",
        {"as_of": "2026-03-02", "outstanding_minor": 0, "overdue_days": 0},
    ),
    "pledge.release": ("other_handler", "pledge", {"reason": "a"}),
    "consent.withdraw": ("other_firm", "consent", {}),
    "filings.correct": ("other_handler", "filing", {"facts": {}, "document": "a", "reason": "a"}),
}


@pytest.mark.parametrize("code", sorted(FOREIGN))
def test_an_act_on_what_is_somebody_elses_finds_nothing(
    code: str, callers: Mapping[str, Program], play: Mapping[str, Any]
) -> None:
    caller, thing, parts = FOREIGN[code]
    answer = callers[caller].act(code, key=f"foreign-{code}", **{f"{thing}_id": play[thing]}, **parts)
    assert (answer.status_code, answer.json()["code"]) == (404, "records.unknown"), answer.content
