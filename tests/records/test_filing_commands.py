"""`kejin filings`, `kejin consent` and `kejin work`, from a founded office to a snapshot, as a person would type it."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.records.players import Case, Cast
from tests.records.test_snapshots import next_day
from tests.records.world import Who, World, organisation
from typer.testing import CliRunner

from kejin.cli.app import app

runner = CliRunner()


def run(who: Who, *line: str, code: int = 0) -> Any:
    done = runner.invoke(app, [*line, "--as", who.username, "--for", str(who.organisation_id), "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def said(who: Who, *line: str) -> str:
    done = runner.invoke(app, [*line, "--as", who.username, "--for", str(who.organisation_id)])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def table(tmp_path: Path, cast: Cast) -> Path:
    code = organisation(cast.firm).credit_code
    path = tmp_path / "企业.csv"
    path.write_text(f"统一社会信用代码,企业名称,2025年营业收入（万元）\n{code},示例,1200\n", encoding="utf-8")
    return path


def test_a_table_is_filed_read_on_consent_and_put_into_a_snapshot(
    world: World, cast: Cast, table: Path, tmp_path: Path
) -> None:
    done = run(cast.handler, "filings", "import", str(table))
    assert (done["content"]["new"], done["repeated"]) == (2, False)
    assert run(cast.handler, "filings", "import", str(table))["repeated"]
    assert "as before" in said(cast.handler, "filings", "import", str(table))
    code = str(organisation(cast.firm).credit_code)
    rows = run(cast.firm, "filings", "history", code)
    assert [row["facts"].get("revenue_fen") for row in rows] == [None, 1_200_000_000]
    assert "revenue_fen = 1200000000" in said(cast.firm, "filings", "history", code)
    reading = ["filings", "read", code, "filing.revenue_fen", "--purpose", "matching"]
    outsider = world.staff(world.institution("fund"), "handler")
    error = run(outsider, *reading, code=2)["error"]
    assert error["reason"] == "no_basis"
    run(
        cast.firm,
        "consent",
        "give",
        str(outsider.organisation_id),
        "all",
        "--purpose",
        "matching",
        "--until",
        "2027-01-01",
    )
    assert run(outsider, *reading)["facts"]["filing"][0]["revenue_fen"] == 1_200_000_000
    assert "basis 依据 consent" in said(outsider, *reading)
    assert [row["basis"] for row in run(cast.firm, "consent", "readings")] == ["consent"] * 2
    assert "企业授权" in said(cast.firm, "consent", "readings", "--lang", "zh")
    folder, day = tmp_path / "snapshot", next_day(world).isoformat()
    line = ["filings", "snapshot", str(folder), "--known-by", day, "--basis", "consent"]
    made = run(outsider, *line)
    assert made["rows"] == {"enterprise": 1, "filing": 1}
    checked = runner.invoke(app, ["filings", "check", str(folder), "--json"])
    assert (checked.exit_code, json.loads(checked.stdout)["digest"]) == (0, made["digest"])
    consent = run(cast.firm, "consent", "list")[0]["consent"]
    assert "matching" not in said(cast.firm, "consent", "list", "--lang", "zh")
    run(cast.firm, "consent", "withdraw", str(consent))
    assert "withdrawn" in run(outsider, *reading, code=2)["error"]["expected"]
    (folder / "filing" / "part-00000.parquet").unlink()
    assert runner.invoke(app, ["filings", "check", str(folder)]).exit_code == 1


def test_a_purpose_that_there_is_not_and_a_folder_that_is_there_are_refused(
    world: World, cast: Cast, tmp_path: Path
) -> None:
    code = str(organisation(cast.firm).credit_code)
    line = [
        "filings",
        "read",
        code,
        "filing",
        "--purpose",
        "fun",
        "--as",
        cast.handler.username,
        "--for",
        "1",
    ]
    assert "matching" in runner.invoke(app, line).stderr
    line = ["filings", "snapshot", str(tmp_path), "--known-by", "2026-01-01", "--basis", "statistics"]
    assert "already" in run(world.examiner, *line, code=2)["error"]["what"]


def test_work_lists_notices_and_findings_in_words(cast: Cast) -> None:
    case = Case.stated(cast).applied()
    rows = [row for row in run(cast.bank, "work", "list") if row["subject"][1] == case.number]
    assert [(row["code"], row["holder"]) for row in rows] == [("financing.applied", "institution")]
    assert "报价或拒绝" in said(cast.bank, "work", "list", "--lang", "zh")
    for narrowed in (["--due", "99"], ["--overdue"], ["--others"]):
        run(cast.bank, "work", "list", *narrowed)
    case.by(cast.handler, "refuse", reason_code="collateral")
    assert "担保不足" in said(cast.firm, "work", "notices", "--unseen", "--lang", "zh")
    told = run(cast.firm, "work", "notices")[0]
    assert (told["code"], told["reason"]["en"]) == ("financing.refuse", "Not enough security")
    other = Case.stated(cast).proposed()
    assert run(cast.first, "work", "findings", str(other.approval["approval_id"])) == []
