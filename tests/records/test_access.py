"""Whose facts are read on which basis: refused without one, logged with it, and nothing after a withdrawal."""

from typing import Any

import pytest
from django.db import connection, connections
from tests.records.players import Case, Cast
from tests.records.test_filings import filed
from tests.records.test_financing import forged_by
from tests.records.world import DAY, Who, World

from kejin.facts import Grain
from kejin.records.access.models import Consent, ConsentWithdrawal, Reading
from kejin.records.access.purposes import WORDS, BasisKind, Purpose
from kejin.records.access.reading import Given, ReadFacts, read_facts_of
from kejin.records.actions.models import Notice
from kejin.records.errors import ConstraintError, NotPermittedError, RefusedError
from kejin.records.kept.models import Attempt, Reply
from kejin.records.parties.standing import Caller

LATER = "2026-12-31"


def read(who: Who, firm: Who, *items: str, purpose: Purpose = Purpose.FINANCING) -> Given:
    action = ReadFacts(enterprise_id=firm.organisation_id, purpose=purpose, items=list(items or ["filing"]))
    return read_facts_of(Caller(who.username, who.organisation_id), action)


def consent(firm: Who, grantee: Who, *scope: str, **parts: Any) -> int:
    said = {"purpose": "financing", "valid_until": LATER, "scope": list(scope or ["all"])} | parts
    done = firm.does("consent.give", grantee_id=grantee.organisation_id, **said)
    return int(done.content["consent_id"])


@pytest.fixture
def firm(world: World) -> Who:
    firm = world.enterprise()
    filed(firm, firm)
    return firm


@pytest.fixture(scope="module")
def clerk(world: World) -> Who:
    return world.staff(world.institution("bank"), "handler")


def refused(who: Who, firm: Who, *items: str, purpose: Purpose = Purpose.FINANCING) -> str:
    before = Reading.objects.count()
    with pytest.raises(RefusedError) as told:
        read(who, firm, *items, purpose=purpose)
    assert told.value.reason == "no_basis"
    assert Reading.objects.count() == before
    kept = Attempt.objects.latest("id")
    assert (kept.error, kept.organisation_id) == ("no_basis", who.organisation_id)
    assert str(told.value.expected) in kept.message
    return str(told.value.expected)


def test_nobody_reads_without_a_basis_and_is_told_what_each_lacks(firm: Who, clerk: Who) -> None:
    lacking = refused(clerk, firm)
    assert lacking.split("; ") == [
        "own: it is another's",
        "consent: none to you for financing",
        "contract: for monitoring only",
        "duty: none for this purpose",
        "source: you filed nothing about it",
    ]


def test_an_enterprise_reads_its_own(firm: Who) -> None:
    given = read(firm, firm)
    assert given.basis is BasisKind.OWN
    assert given.frames[Grain.FILING].row(0, named=True)["revenue_fen"] == 1_234_000_000


def test_with_consent_the_reading_is_logged_and_its_reply_holds_no_facts(firm: Who, clerk: Who) -> None:
    number = consent(firm, clerk)
    given = read(clerk, firm)
    assert (given.basis, given.frames[Grain.FILING]["revenue_fen"].to_list()) == (
        BasisKind.CONSENT,
        [1_234_000_000],
    )
    kept = Reading.objects.get(pk=given.reading_id)
    assert (kept.consent_id, kept.enterprise_id, kept.organisation_id) == (
        number, firm.organisation_id, clerk.organisation_id,
    )  # fmt: skip
    assert Reply.objects.get(act=kept.act).content == {"reading_id": kept.pk, "basis": "consent"}
    assert Notice.objects.filter(organisation_id=clerk.organisation_id, code="consent.give").exists()


def test_a_consent_is_for_its_grantee_purpose_scope_and_time(world: World, firm: Who, clerk: Who) -> None:
    other = world.staff(world.institution("bank"), "handler")
    consent(firm, clerk, "filing.revenue_fen", "patent")
    assert "none to you" in refused(other, firm)
    assert "none to you for matching" in refused(clerk, firm, purpose=Purpose.MATCHING)
    assert "does not cover filing" in refused(clerk, firm)
    assert "does not cover filing.rd_expense_fen" in refused(
        clerk, firm, "filing.revenue_fen", "filing.rd_expense_fen"
    )
    frame = read(clerk, firm, "filing.revenue_fen", "patent").frames[Grain.FILING]
    assert frame.columns == ["enterprise_id", "year", "revenue_fen", "_known_since"]


def test_after_a_withdrawal_nothing_is_read(firm: Who, clerk: Who) -> None:
    number = consent(firm, clerk)
    read(clerk, firm)
    firm.does("consent.withdraw", consent_id=number)
    assert f"C{number} was withdrawn on {DAY}" in refused(clerk, firm)
    with pytest.raises(RefusedError, match="has been withdrawn"):
        firm.does("consent.withdraw", consent_id=number)
    consent(firm, clerk, "filing")
    assert read(clerk, firm).basis is BasisKind.CONSENT


def test_only_the_enterprise_gives_and_withdraws_its_consent(world: World, firm: Who, clerk: Who) -> None:
    number = consent(firm, clerk)
    with pytest.raises(NotPermittedError):
        clerk.does(
            "consent.give",
            grantee_id=firm.organisation_id,
            purpose="financing",
            scope=["all"],
            valid_until=LATER,
        )
    for strange in ({"scope": ["filing.revenue"]}, {"purpose": "statistics"}, {"valid_until": "2026-03-01"}):
        with pytest.raises(RefusedError):
            consent(firm, clerk, **strange)

    def forged(**parts: Any) -> None:
        said: dict[str, Any] = {
            "enterprise_id": firm.organisation_id, "grantee_id": clerk.organisation_id, "purpose": "financing",
            "scope": ["all"], "valid_from": DAY, "valid_until": LATER,
        }  # fmt: skip
        Consent.objects.create(**(said | parts))

    with pytest.raises(ConstraintError) as told:
        forged_by(clerk, forged)
    assert told.value.constraint == "consent_of_the_enterprise"
    other = world.enterprise()
    filed(clerk, other)
    with pytest.raises(ConstraintError) as withdrawn:
        forged_by(other, lambda: ConsentWithdrawal.objects.create(consent_id=number, withdrawn_on=DAY))
    assert withdrawn.value.constraint == "withdrawn_by_the_enterprise"
    with pytest.raises(ConstraintError) as scope:
        forged_by(other, lambda: forged(scope=[]))
    assert scope.value.constraint == "consent_has_a_scope"


@pytest.mark.parametrize("basis", ["own", "consent", "contract", "duty", "source", "statistics"])
def test_the_database_refuses_a_reading_without_its_basis(
    world: World, firm: Who, clerk: Who, basis: str
) -> None:
    number = consent(firm, clerk, "patent")
    outsider = world.staff(world.institution("bank"), "handler")
    consent(firm, outsider)  # So that there is a notice to the outsider.

    def sneak() -> None:
        Reading.objects.create(
            organisation_id=firm.organisation_id, enterprise_id=None if basis == "statistics" else firm.organisation_id,
            purpose="statistics" if basis == "statistics" else "monitoring", basis=basis, items=["filing"],
            known_by=DAY, consent_id=number if basis == "consent" else None,
        )  # fmt: skip

    with pytest.raises(ConstraintError) as told:
        forged_by(outsider, sneak)
    assert told.value.constraint == "reading_has_a_basis"


def test_research_is_given_no_consent_and_reads_nobody(world: World, firm: Who) -> None:
    institute = world.institution("research")
    with pytest.raises(RefusedError, match="reads no enterprise"):
        consent(firm, institute)
    given: dict[str, Any] = {
        "enterprise_id": firm.organisation_id, "grantee_id": institute.organisation_id, "purpose": "financing",
        "scope": ["all"], "valid_from": DAY, "valid_until": LATER,
    }  # fmt: skip
    with pytest.raises(ConstraintError) as told:
        forged_by(firm, lambda: Consent.objects.create(**given))
    assert told.value.constraint == "research_needs_no_consent"
    said = {
        "organisation_id": institute.organisation_id,
        "purpose": "statistics",
        "basis": "statistics",
        "items": ["filing"],
    }

    def sneak(execute: Any, *arguments: Any) -> Any:
        result = execute(*arguments)
        if 'INSERT INTO "parties_person"' in arguments[0]:
            Reading.objects.create(known_by=DAY, **said)
        return result

    with pytest.raises(ConstraintError) as refused_one, connection.execute_wrapper(sneak):
        institute.does("registry.register_person", username="sneak", name="伪")
    assert refused_one.value.constraint == "research_reads_nobody"


def test_the_log_of_readings_is_not_edited(firm: Who) -> None:
    read(firm, firm)
    for statement in (
        "UPDATE access_reading SET items = '[]'",
        "DELETE FROM access_reading",
        "TRUNCATE access_reading",
    ):
        for alias in ("default", "owner"):
            refusal = pytest.raises(Exception, match=r"append-only|permission denied")
            with refusal, connections[alias].cursor() as cursor:
                cursor.execute(statement)


def test_a_live_contract_permits_monitoring_and_nothing_of_other_lenders(cast: Cast) -> None:
    case = Case.stated(cast)
    filed(cast.firm, cast.firm)
    assert "none that lives" in refused(cast.handler, cast.firm, purpose=Purpose.MONITORING)
    case.contracted()
    given = read(cast.handler, cast.firm, purpose=Purpose.MONITORING)
    assert (given.basis, given.frames[Grain.FILING].height) == (BasisKind.CONTRACT, 1)
    assert "does not cover loan" in refused(cast.handler, cast.firm, "loan", purpose=Purpose.MONITORING)
    amount: dict[str, Any] = {"as_of": "2026-03-02", "outstanding_minor": 0, "overdue_days": 0}
    case.by(cast.handler, "report", **amount)
    case.by(cast.handler, "close", reason="结清")
    assert "none that lives" in refused(cast.handler, cast.firm, purpose=Purpose.MONITORING)


def test_a_claim_under_way_is_a_duty_of_the_pool_until_it_is_decided(cast: Cast) -> None:
    case = Case.stated(cast)
    assert "no claim" in refused(cast.assessor, cast.firm, purpose=Purpose.COMPENSATION)
    claim = case.claimed(1_000_000)
    assert read(cast.assessor, cast.firm, purpose=Purpose.COMPENSATION).basis is BasisKind.DUTY
    assessed = cast.assessor.does("financing.assess_claim", claim_id=claim).content
    about = {name: assessed[name] for name in ("approval_id", "content_sha256")}
    cast.judge.does("financing.decide_claim", key=f"x{claim}", claim_id=claim, reason_code="quota", **about)
    assert "no claim" in refused(cast.assessor, cast.firm, purpose=Purpose.COMPENSATION)


def test_a_source_reads_what_it_filed_itself_and_no_more(firm: Who, clerk: Who) -> None:
    clerk.does(
        "filings.file", enterprise_id=firm.organisation_id, grain="filing", document="尽调",
        facts={"year": "2025", "rd_expense_fen": "7元"},
    )  # fmt: skip
    given = read(clerk, firm)
    row = given.frames[Grain.FILING].row(0, named=True)
    assert (given.basis, row["rd_expense_fen"], row["revenue_fen"]) == (BasisKind.SOURCE, 700, None)


def test_what_is_disputed_is_marked_when_it_is_read(firm: Who, clerk: Who) -> None:
    number = filed(clerk, firm)["filing_id"]
    firm.does("filings.dispute", filing_id=number, fact="revenue_fen", ground="有误")
    assert read(clerk, firm).disputed == (("filing", "2025", "revenue_fen"),)


def test_every_purpose_and_basis_has_its_words() -> None:
    assert set(WORDS) == set(Purpose) | set(BasisKind)
