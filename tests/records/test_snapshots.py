"""Snapshots: past days only, the same digest each time, within each consent, without names for statistics."""

import itertools
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.db import connections
from tests.records.test_access import consent
from tests.records.test_filings import filed
from tests.records.test_financing import forged_by
from tests.records.world import DAY, Who, World, organisation
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.facts import Grain, check_frame
from kejin.planning.parts import digests_of, part_paths, read_source
from kejin.records.access.models import Reading
from kejin.records.errors import ConstraintError, RefusedError
from kejin.records.parties.standing import Caller
from kejin.records.snapshots.making import Made, make_snapshot, registered
from kejin.records.snapshots.models import Snapshot, SnapshotOrder

_days = itertools.count(1)


def next_day(world: World) -> date:
    """Open another day; the one before, which nobody can add to any more."""
    number = next(_days)
    world.office.does("day.open", day=(DAY + timedelta(days=number)).isoformat())
    return DAY + timedelta(days=number - 1)


def made(who: Who, folder: Path, known_by: date, basis: Any = "consent", **parts: Any) -> Made:
    caller = Caller(who.username, who.organisation_id)
    return make_snapshot(caller, folder, known_by=known_by, basis=basis, **parts)


def code(firm: Who) -> str:
    return str(organisation(firm).credit_code)


def frame(folder: Path, grain: str) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(path) for path in sorted((folder / grain).glob("*.parquet"))])


@pytest.fixture
def firms(world: World) -> list[Who]:
    firms = [world.enterprise() for _ in range(3)]
    for number, firm in enumerate(firms):
        firm.does(
            "filings.file", enterprise_id=firm.organisation_id, grain="enterprise", document="登记",
            facts={"enterprise_name": f"示例{number}", "industry_code": "C39"},
        )  # fmt: skip
        filed(firm, firm, revenue_fen=f"{number + 1}万元")
    firms[0].does(
        "filings.file", enterprise_id=firms[0].organisation_id, grain="patent", document="证书",
        facts={"right_no": "ZL202510000001.0", "right_title": "一种方法"},
    )  # fmt: skip
    return firms


def test_a_snapshot_holds_who_consented_within_the_scope_and_the_engines_read_it(
    world: World, firms: list[Who], tmp_path: Path
) -> None:
    reader = world.staff(world.institution("fund"), "handler")
    consent(firms[0], reader, purpose="matching")
    consent(firms[1], reader, "filing.revenue_fen", purpose="matching")
    known_by = next_day(world)
    first = made(reader, tmp_path / "a", known_by)
    filings = frame(tmp_path / "a", "filing")
    assert dict(filings.select("enterprise_id", "revenue_fen").iter_rows()) == {
        code(firms[0]): 1_000_000, code(firms[1]): 2_000_000,
    }  # fmt: skip
    known = dict(filings.select("enterprise_id", "rd_expense_fen").iter_rows())
    assert known == {code(firms[0]): 200_000_000, code(firms[1]): None}
    assert dict(frame(tmp_path / "a", "enterprise").select("enterprise_id", "enterprise_name").iter_rows()) == {
        code(firms[0]): "示例0", code(firms[1]): None,
    }  # fmt: skip
    for grain in ("enterprise", "filing", "patent"):
        check_frame(frame(tmp_path / "a", grain), Grain(grain))
    paths = part_paths(tmp_path / "a")
    assert read_source(tmp_path / "a", paths, digests_of(paths)).ready
    logged = Reading.objects.filter(organisation_id=reader.organisation_id).values_list(
        "enterprise_id", "items"
    )
    assert dict(logged)[firms[1].organisation_id] == ["filing.revenue_fen"]
    assert set(dict(logged)) == {firm.organisation_id for firm in firms[:2]}
    assert registered(tmp_path / "a") == Snapshot.objects.get(pk=first.snapshot_id)


def test_made_again_it_has_the_same_digest_whatever_was_filed_since(
    world: World, firms: list[Who], tmp_path: Path
) -> None:
    reader = world.staff(world.institution("fund"), "handler")
    numbers = [consent(firm, reader, purpose="matching") for firm in firms]
    known_by = next_day(world)
    first = made(reader, tmp_path / "a", known_by)
    number = organisation(firms[0]).filings.get(grain="filing").pk
    firms[0].does(
        "filings.correct", reason="笔误", filing_id=number, facts={"revenue_fen": "9万元"}, document="更正"
    )
    again = made(reader, tmp_path / "b", known_by)
    assert (again.digest, again.rows, again.again) == (first.digest, first.rows, True)
    later = made(reader, tmp_path / "c", next_day(world))
    assert later.digest != first.digest
    assert 9_000_000 in frame(tmp_path / "c", "filing")["revenue_fen"]
    firms[2].does("consent.withdraw", consent_id=numbers[2])
    with pytest.raises(RefusedError, match="withdrawn") as told:
        made(reader, tmp_path / "d", known_by)
    assert told.value.reason == "no_basis"
    assert not (tmp_path / "d").exists()
    assert made(reader, tmp_path / "e", next_day(world)).rows[Grain.ENTERPRISE] == 2


def test_a_changed_file_is_no_registered_snapshot(world: World, firms: list[Who], tmp_path: Path) -> None:
    reader = world.staff(world.institution("fund"), "handler")
    consent(firms[0], reader, purpose="matching")
    made(reader, tmp_path / "a", next_day(world))
    path = tmp_path / "a" / "filing" / "part-00000.parquet"
    pl.read_parquet(path).with_columns(pl.col("revenue_fen") + 1).write_parquet(path)
    assert registered(tmp_path / "a") is None


def test_the_open_day_and_nobodys_facts_are_refused(world: World, tmp_path: Path) -> None:
    reader = world.staff(world.institution("fund"), "handler")
    known_by = next_day(world)
    with pytest.raises(RefusedError, match="past"):
        made(reader, tmp_path / "a", known_by + timedelta(days=1))
    with pytest.raises(RefusedError, match="consented"):
        made(reader, tmp_path / "a", known_by)
    with pytest.raises(RefusedError, match="office"):
        made(reader, tmp_path / "a", known_by, "statistics")
    assert list(tmp_path.iterdir()) == []


def test_statistics_hold_everybody_and_name_nobody(world: World, firms: list[Who], tmp_path: Path) -> None:
    known_by = next_day(world)
    first = made(world.examiner, tmp_path / "a", known_by, "statistics")
    assert made(world.examiner, tmp_path / "b", known_by, "statistics").digest == first.digest
    written = "".join(frame(tmp_path / "a", grain.value).write_csv() for grain in first.rows)
    for firm in firms:
        assert code(firm) not in written
    for naming in ("示例0", "ZL202510000001", "一种方法"):
        assert naming not in written
    enterprises, filings = frame(tmp_path / "a", "enterprise"), frame(tmp_path / "a", "filing")
    assert enterprises.height >= 3
    assert set(filings["enterprise_id"]) <= set(enterprises["enterprise_id"])
    assert "C39" in enterprises["industry_code"]
    assert frame(tmp_path / "a", "patent")["right_no"].n_unique() == frame(tmp_path / "a", "patent").height
    kept = Reading.objects.filter(basis="statistics").latest("id")
    assert (kept.enterprise_id, kept.organisation_id) == (None, world.office.organisation_id)


def test_the_engines_decide_on_a_snapshot(world: World, firms: list[Who], tmp_path: Path) -> None:
    assert firms
    made(world.examiner, tmp_path / "facts", next_day(world), "statistics")
    line = [
        "run",
        str(tmp_path / "facts"),
        "--out",
        str(tmp_path / "out"),
        "--policy",
        "tech_sme",
        "--workers",
        "1",
    ]
    done = CliRunner().invoke(app, [*line, "--law", "2026-03-01", "--facts-as-of", "2026-03-01", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["run"]["rows"]["enterprise"] >= 3


def test_the_database_refuses_the_open_day_and_another_answer(
    world: World, firms: list[Who], tmp_path: Path
) -> None:
    reader = world.staff(world.institution("fund"), "handler")
    consent(firms[0], reader, purpose="matching")
    known_by = next_day(world)
    made(reader, tmp_path / "a", known_by)
    order = SnapshotOrder.objects.latest("id")

    def ordered(day: date) -> SnapshotOrder:
        return SnapshotOrder.objects.create(
            organisation_id=reader.organisation_id, known_by=day, basis=order.basis, origins=order.origins,
            dictionary=order.dictionary,
        )  # fmt: skip

    with pytest.raises(ConstraintError) as told:
        forged_by(reader, lambda: ordered(known_by + timedelta(days=1)))
    assert told.value.constraint == "snapshot_of_a_past_day"
    with pytest.raises(ConstraintError) as other:
        forged_by(reader, lambda: Snapshot.objects.create(order=ordered(known_by), digest="0" * 64, rows={}))
    assert other.value.constraint == "snapshot_made_again"
    refusal = pytest.raises(Exception, match="append-only")
    with refusal, connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE snapshots_snapshot SET digest = digest")
