"""Filings: what is filed stays, a correction names what it corrects, a table is filed whole or not at all."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from django.db import connections
from tests.records.test_financing import forged_by
from tests.records.world import DAY, Who, World, credit_code, organisation

from kejin.facts import FactSet, Grain, check_frame
from kejin.records.actions.models import Notice
from kejin.records.errors import ConstraintError, NotPermittedError, RefusedError, UnknownRecordError
from kejin.records.filings.batches import file_factset
from kejin.records.filings.models import Batch, Dispute, DisputeAnswer, Filing
from kejin.records.filings.standing import merged, standing_rows
from kejin.records.filings.teaching import grains_filed, teach
from kejin.records.parties.models import Organisation
from kejin.records.parties.standing import Caller

YEAR = {"year": "2025", "revenue_fen": "1234万元", "rd_expense_fen": "200万元"}


@pytest.fixture(scope="module")
def firm(world: World) -> Who:
    return world.enterprise()


@pytest.fixture(scope="module")
def clerk(world: World) -> Who:
    return world.staff(world.institution("bank"), "handler")


def filed(who: Who, firm: Who, **facts: str | None) -> dict[str, Any]:
    return who.does(
        "filings.file",
        enterprise_id=firm.organisation_id,
        grain="filing",
        facts=YEAR | facts,
        document="年报",
    ).content


def standing(firm: Who, known_by: date = DAY, **parts: Any) -> dict[str, Any]:
    rows = standing_rows(Grain.FILING, [firm.organisation_id], known_by, **parts)
    made = merged(rows, Grain.FILING)
    check_frame(made, Grain.FILING)
    return made.row(0, named=True) if made.height else {}


def test_facts_are_kept_in_fen_and_what_nobody_said_is_unknown(world: World) -> None:
    firm = world.enterprise()
    done = filed(firm, firm, net_profit_fen=None)
    assert done["facts"] == {"year": 2025, "revenue_fen": 1_234_000_000, "rd_expense_fen": 200_000_000}
    row = standing(firm)
    assert (row["revenue_fen"], row["net_profit_fen"], row["_known_since"]) == (1_234_000_000, None, DAY)
    assert standing(firm, DAY - timedelta(days=1)) == {}
    kept = Filing.objects.get(pk=done["filing_id"])
    assert (kept.period, kept.subject, kept.batch.document) == (2025, "2025", "年报")


@pytest.mark.parametrize(
    ("grain", "facts", "said"),
    [
        ("filing", {"year": "2025", "revenue_fen": "many"}, "revenue_fen"),
        ("filing", {"year": "2025", "rd_expence_fen": "1元"}, "rd_expence_fen"),
        ("filing", {"year": "2025", "market_share": "12%"}, "another grain"),
        ("filing", {"revenue_fen": "1元"}, "key"),
        ("filing", {"year": "2025", "revenue_fen": "100001亿元"}, "out of bounds"),
        ("fund", {"fund_id": "F1"}, "enterprise"),
    ],
)
def test_what_is_no_fact_of_the_dictionary_is_refused(
    firm: Who, grain: str, facts: dict[str, str], said: str
) -> None:
    with pytest.raises(RefusedError, match=said) as told:
        firm.does("filings.file", enterprise_id=firm.organisation_id, grain=grain, facts=facts, document="x")
    assert told.value.reason == "not_a_fact"


def test_a_correction_is_a_new_filing_that_names_the_one_it_corrects(world: World) -> None:
    firm = world.enterprise()
    first = filed(firm, firm)["filing_id"]
    with pytest.raises(RefusedError, match="a change is a correction"):
        filed(firm, firm)
    with pytest.raises(RefusedError) as told:
        firm.does("filings.correct", filing_id=first, facts={"revenue_fen": "1元"}, document="更正")
    assert told.value.reason == "reason_missing"
    later = firm.does(
        "filings.correct", reason="笔误", filing_id=first, facts={"revenue_fen": "1300万元", "rd_expense_fen": None},
        document="更正",
    ).content  # fmt: skip
    assert later["facts"] == {"year": 2025, "revenue_fen": 1_300_000_000}
    assert Filing.objects.get(pk=later["filing_id"]).corrects_id == first
    assert Filing.objects.get(pk=first).facts["revenue_fen"] == 1_234_000_000
    assert standing(firm)["revenue_fen"] == 1_300_000_000
    assert standing(firm)["rd_expense_fen"] is None
    with pytest.raises(RefusedError, match="has been corrected"):
        firm.does("filings.correct", reason="x", filing_id=first, facts={"revenue_fen": "2元"}, document="y")
    for facts in ({"year": "2024"}, {"revenue_fen": "1300万元"}):
        with pytest.raises(RefusedError):
            firm.does("filings.correct", reason="x", filing_id=later["filing_id"], facts=facts, document="y")


def test_nobody_files_or_corrects_for_another(world: World, firm: Who, clerk: Who) -> None:
    other = world.enterprise()
    with pytest.raises(RefusedError, match="about itself"):
        filed(other, firm)
    mine = filed(clerk, other)["filing_id"]
    with pytest.raises(UnknownRecordError):
        other.does("filings.correct", reason="x", filing_id=mine, facts={"revenue_fen": "2元"}, document="y")
    assert (
        Notice.objects.get(organisation_id=other.organisation_id, code="filings.file").parts["filing"] == mine
    )
    with pytest.raises(NotPermittedError):
        world.staff(world.office, "auditor").does(
            "filings.file", enterprise_id=firm.organisation_id, grain="enterprise", facts={}, document="x"
        )


def test_of_several_sources_each_fact_is_taken_from_the_first_that_knows_it(world: World, clerk: Who) -> None:
    firm = world.enterprise()
    filed(firm, firm)
    clerk.does(
        "filings.file", enterprise_id=firm.organisation_id, grain="filing", origin="tax", document="纳税申报",
        facts={"year": "2025", "revenue_fen": "1000万元"},
    )  # fmt: skip
    assert standing(firm)["revenue_fen"] == 1_000_000_000
    assert standing(firm, origins=["self", "tax"])["revenue_fen"] == 1_234_000_000
    assert standing(firm, origins=["tax"])["rd_expense_fen"] == 200_000_000


def forge(who: Who, **parts: Any) -> None:
    def also() -> None:
        batch = Batch.objects.create(
            source_id=1, origin="self", document="x", known_since=date(2020, 1, 1), sha256="0" * 64, rows=1
        )
        said = {
            "batch": batch, "enterprise_id": who.organisation_id, "grain": "filing", "subject": "2001",
            "source_id": who.organisation_id, "origin": "self", "known_since": DAY, "facts": {"year": 2001},
        }  # fmt: skip
        Filing.objects.create(**(said | parts))
        batch.refresh_from_db()
        assert (batch.source_id, batch.known_since) == (who.organisation_id, DAY)

    forged_by(who, also)


@pytest.mark.parametrize(
    ("parts", "constraint"),
    [
        ({"known_since": date(2020, 1, 1)}, "filing_of_its_batch"),
        ({"source_id": 1}, "filing_of_its_batch"),
        ({"origin": "tax"}, "filing_of_its_batch"),
        ({"facts": {"year": 2001, "revenue": 1}}, "filing_holds_facts"),
        ({"facts": {"year": 2001, "revenue_fen": 1.5}}, "filing_holds_facts"),
        ({"facts": {"year": 2001, "revenue_fen": "1"}}, "filing_holds_facts"),
        ({"facts": {"year": 2001, "revenue_fen": 10**19}}, "filing_holds_facts"),
        ({"grain": "enterprise", "facts": {"revenue_fen": 1}}, "filing_holds_facts"),
    ],
)
def test_the_database_refuses_what_the_program_would_not_file(
    world: World, clerk: Who, parts: dict[str, Any], constraint: str
) -> None:
    firm = world.enterprise()
    filed(clerk, firm)  # So that there is a notice to the firm.
    with pytest.raises(ConstraintError) as told:
        forge(firm, **parts)
    assert told.value.constraint == constraint


def test_a_batch_with_fewer_filings_than_it_says_does_not_commit(world: World, clerk: Who) -> None:
    firm = world.enterprise()
    filed(clerk, firm)
    forge(firm)

    def empty() -> None:
        Batch.objects.create(source_id=1, origin="x", document="x", known_since=DAY, sha256="0" * 64, rows=2)

    with pytest.raises(ConstraintError) as told:
        forged_by(firm, empty)
    assert told.value.constraint == "batch_is_whole"


def test_filings_never_change_not_even_for_their_owner(world: World) -> None:
    firm = world.enterprise()
    filed(firm, firm)
    for statement in (
        "UPDATE filings_filing SET facts = '{}'",
        "DELETE FROM filings_filing",
        "TRUNCATE filings_batch CASCADE",
    ):
        for alias in ("default", "owner"):
            with (
                pytest.raises(Exception, match=r"append-only|permission denied"),
                connections[alias].cursor() as cursor,
            ):
                cursor.execute(statement)


def table(*rows: dict[str, Any]) -> FactSet:
    return FactSet({Grain.FILING: check_frame(pl.DataFrame(rows), Grain.FILING)})


def test_a_table_is_filed_whole_and_what_is_in_it_already_is_left_alone(world: World, clerk: Who) -> None:
    firms = [world.enterprise() for _ in range(3)]
    codes = [str(organisation(firm).credit_code) for firm in firms]
    caller = Caller(clerk.username, clerk.organisation_id)
    rows = [{"enterprise_id": code, "year": 2025, "revenue_fen": n} for n, code in enumerate(codes, 1)]
    first = file_factset(caller, table(*rows), "表一.xlsx")
    assert first.content == {"batch_id": first.content["batch_id"], "new": 3, "corrected": 0, "registered": 0}
    assert file_factset(caller, table(*rows), "表一.xlsx").repeated
    changed = table(*rows[:2], rows[2] | {"revenue_fen": 30, "rd_expense_fen": None})
    with pytest.raises(RefusedError) as told:
        file_factset(caller, changed, "表二.xlsx")
    assert told.value.reason == "reason_missing"
    why = Caller(clerk.username, clerk.organisation_id, "审计调整")
    second = file_factset(why, changed, "表二.xlsx")
    assert (second.content["new"], second.content["corrected"]) == (0, 1)
    assert [standing(firm)["revenue_fen"] for firm in firms] == [1, 2, 30]
    with pytest.raises(RefusedError) as nothing:
        file_factset(why, changed, "表三.xlsx", key="again")
    assert nothing.value.reason == "duplicate"


def test_a_table_with_a_stranger_files_nothing_unless_an_office_registers_him(
    world: World, clerk: Who
) -> None:
    firm, stranger = world.enterprise(), credit_code()
    code = str(organisation(firm).credit_code)
    rows = [{"enterprise_id": each, "year": 2024, "revenue_fen": 5} for each in (code, stranger)]
    before = Filing.objects.count()
    caller = Caller(clerk.username, clerk.organisation_id)
    with pytest.raises(RefusedError, match=stranger):
        file_factset(caller, table(*rows), "表.csv")
    with pytest.raises(RefusedError, match="office"):
        file_factset(caller, table(*rows), "表.csv", register_enterprises=True)
    office = Caller(world.examiner.username, world.examiner.organisation_id)
    with pytest.raises(RefusedError) as wrong:
        file_factset(
            office,
            table(rows[0], rows[1] | {"enterprise_id": "cn-stock:688001"}),
            "表.csv",
            register_enterprises=True,
        )
    assert wrong.value.reason == "wrong_code"
    assert Filing.objects.count() == before
    assert file_factset(office, table(*rows), "表.csv", register_enterprises=True).content["registered"] == 1
    assert Organisation.objects.get(credit_code=stranger).kind == "enterprise"


def test_the_rows_of_a_table_are_those_of_its_digest(clerk: Who) -> None:
    with pytest.raises(RefusedError) as told:
        clerk.does("filings.file_table", key="k", document="x", sha256="0" * 64, rows={"filing": 1})
    assert told.value.reason == "other_document"


def test_a_dispute_has_a_clock_and_ends_with_an_answer_of_the_source(world: World, clerk: Who) -> None:
    firm = world.enterprise()
    number = filed(clerk, firm)["filing_id"]
    raised = firm.does("filings.dispute", filing_id=number, fact="revenue_fen", ground="应为1200万元").content
    # Twenty days from the day after, as the regulation on the credit reporting industry has them.
    assert raised["answer_by"] == "2026-03-22"
    with pytest.raises(RefusedError):
        firm.does("filings.dispute", filing_id=number, fact="revenue_fen", ground="again")
    assert firm.does("filings.dispute", filing_id=number, ground="整行有误").content["dispute_id"]
    with pytest.raises(UnknownRecordError):
        world.examiner.does(
            "filings.answer_dispute", dispute_id=raised["dispute_id"], outcome="rejected", words="x"
        )
    with pytest.raises(RefusedError, match="corrected, and nothing else"):
        clerk.does("filings.answer_dispute", dispute_id=raised["dispute_id"], outcome="upheld", words="x")
    done = clerk.does(
        "filings.answer_dispute", dispute_id=raised["dispute_id"], outcome="upheld", words="核实无误，已更正",
        facts={"revenue_fen": "1200万元"},
    ).content  # fmt: skip
    assert standing(firm)["revenue_fen"] == 1_200_000_000
    assert DisputeAnswer.objects.get(dispute_id=raised["dispute_id"]).correction_id == done["filing_id"]
    told = Notice.objects.filter(organisation_id=firm.organisation_id, code="filings.answer_dispute").get()
    assert told.parts["outcome"] == "upheld"
    with pytest.raises(RefusedError, match="has been answered"):
        clerk.does("filings.answer_dispute", dispute_id=raised["dispute_id"], outcome="rejected", words="x")


def test_only_the_enterprise_disputes_and_only_the_source_answers_says_the_database(
    world: World, clerk: Who
) -> None:
    firm, other = world.enterprise(), world.enterprise()
    number = filed(clerk, firm)["filing_id"]
    filed(clerk, other)

    def dispute() -> None:
        Dispute.objects.create(filing_id=number, fact="", ground="x", answer_by=DAY)

    with pytest.raises(ConstraintError) as told:
        forged_by(other, dispute)
    assert told.value.constraint == "disputed_by_the_enterprise"
    raised = firm.does("filings.dispute", filing_id=number, ground="x").content["dispute_id"]
    with pytest.raises(ConstraintError) as twice:
        forged_by(firm, dispute)
    assert twice.value.constraint == "one_dispute_open"
    with pytest.raises(ConstraintError) as answered:
        forged_by(
            firm, lambda: DisputeAnswer.objects.create(dispute_id=raised, outcome="rejected", words="x")
        )
    assert answered.value.constraint == "answered_by_the_source"


def test_the_database_knows_the_dictionary_of_this_version(world: World) -> None:
    assert world.office.username
    teach(connections["owner"])
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT grain) FROM filings_fact")
        assert cursor.fetchone()[0] == len(grains_filed())
