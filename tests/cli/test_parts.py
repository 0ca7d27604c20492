"""`kejin run DIR` from end to end on a small synthetic province under all the packs that ship."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from typer.testing import CliRunner

from kejin.assessment import tally
from kejin.assessment.brief import Briefs
from kejin.cli.app import app
from kejin.cli.dask_engine import Cluster
from kejin.enterprises.synthetic import Order, read_synthetic, write_province
from kejin.enterprises.synthetic.world import AS_OF
from kejin.errors import FileError, RunError, UnknownFactError
from kejin.facts import GRAINS, FactSet, Grain
from kejin.packs import shipped
from kejin.planning import offers
from kejin.planning.aggregates import (
    TABLES,
    Scheme,
    aggregates,
    counted,
    read_aggregates,
    standing_frame,
)
from kejin.planning.parts import (
    Engine,
    Pool,
    begin,
    blocks_for,
    digests_of,
    files_written,
    part_paths,
    passes,
    prepared,
    read_source,
)
from kejin.planning.parts import Order as PartsOrder
from kejin.planning.row import Row
from kejin.policy import Dates, Ruleset, evaluate_by_policy
from kejin.policy.evaluation import verdict_expr
from kejin.runs.opening import ids_of, open_run, overview_of

runner = CliRunner()
DAYS = Dates(AS_OF, AS_OF, AS_OF)
DATES = ["--facts-as-of", AS_OF.isoformat(), "--known-by", AS_OF.isoformat()]
# Three parts in two blocks.
SMALL = ["--block", "120", "--pages", "1", "--lang", "zh"]


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province") / "facts-of-a-province"
    folder.mkdir()
    write_province(Order(240, 3, block=80), folder)
    return folder


@pytest.fixture(scope="module")
def straight(province: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of one process that nobody stopped."""
    out = tmp_path_factory.mktemp("straight") / "out"
    done = runner.invoke(app, ["run", str(province), "--out", str(out), "--workers", "1", *SMALL, *DATES])
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return shipped().compile(DAYS)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a run; where the facts lie is told relative to it and differs from test to test."""
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    record = json.loads(found.pop("run.json"))
    del record["parts"]["facts"]
    return found | {"run.json": json.dumps(record).encode()}


def made_by(engine: AbstractContextManager[Engine], province: Path, home: Path) -> dict[str, str]:
    """The digests of the part files that an engine makes."""
    ruleset = shipped().compile(DAYS)
    order = PartsOrder(DAYS, ruleset.digest, block=120)
    paths = part_paths(province)
    source = read_source(province, paths, digests_of(paths))
    begin(home, order, source)
    ready = prepared(ruleset, order)
    blocks = blocks_for(order, source)
    with engine as workers:
        for one in passes(home, order, ready, blocks=blocks):
            assert sorted(workers.run(one.work, one.jobs)) == sorted(job.name for job in one.jobs)
    return files_written(home, ready, blocks)


def recorded(run: Path) -> dict[str, str]:
    """The digests of the part files of a run, from its record."""
    found: dict[str, str] = json.loads((run / "run.json").read_text("utf-8"))["files"]
    whole = ("aggregates", "calibration.parquet", "enterprises", "index.html", "inputs.json")
    return {path: digest for path, digest in found.items() if not path.startswith(whole)}


def test_two_workers_make_the_bytes_that_one_makes(province: Path, straight: Path, tmp_path: Path) -> None:
    assert made_by(Pool(2), province, tmp_path / "home") == recorded(straight)


# What dask's own threads and sockets warn of when a cluster ends is not ours.
@pytest.mark.filterwarnings("default")
def test_two_workers_of_dask_make_the_bytes_that_one_process_makes(
    province: Path, straight: Path, tmp_path: Path
) -> None:
    pytest.importorskip("distributed")
    assert made_by(Cluster(2, None), province, tmp_path / "home") == recorded(straight)


def test_a_cluster_on_this_machine_listens_to_it_alone_and_shows_no_dashboard() -> None:
    pytest.importorskip("distributed")
    with Cluster(1, None) as cluster:
        info = cluster.client.scheduler_info()
        addresses = [info["address"], *info["workers"]]
        assert all(address.startswith("tcp://127.0.0.1:") for address in addresses)
        ports = [info["services"]["dashboard"]]
        ports += [worker["services"]["dashboard"] for worker in info["workers"].values()]
        for port in ports:
            for page in ("", "status", "health", "info/main/workers.html"):
                with pytest.raises(HTTPError, match="404"):
                    urlopen(f"http://127.0.0.1:{port}/{page}", timeout=10)


def test_without_dask_the_answer_is_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RunError, match=r"kejin\[dask\]"), Cluster(1, None):
        pass


def test_a_run_killed_half_way_is_gone_on_with_and_never_mixes_two_inputs(
    province: Path, straight: Path, tmp_path: Path
) -> None:
    out, home = tmp_path / "out", tmp_path / "out.unfinished"
    kejin = str(Path(sys.executable).with_name("kejin"))
    command = [kejin, "run", str(province), "--out", str(out), "--workers", "2", *SMALL, *DATES]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        first = home / "work" / "done" / "decide-part-00000.json"
        second = home / "work" / "done" / "decide-part-00001.json"
        while not (first.is_file() or second.is_file()):
            assert running.poll() is None, "the run ended before it could be killed"
            time.sleep(0.01)
        os.kill(running.pid, signal.SIGKILL)
    assert not out.exists()
    done = first if first.is_file() else second
    written = done.stat().st_mtime_ns

    # Other facts, other rules: refused, with nothing lost.
    part = province / "facts" / "enterprise" / "part-00001.parquet"
    before = part.read_bytes()
    pl.read_parquet(part).with_columns(city_code=pl.lit("4401")).write_parquet(part)
    refused = runner.invoke(app, ["run", str(province), "--out", str(out), *SMALL])
    part.write_bytes(before)
    assert refused.exit_code == 2
    assert "facts/enterprise/part-00001.parquet has changed" in refused.stderr
    assert "--restart" in refused.stderr
    other = runner.invoke(app, ["run", str(province), "--out", str(out), *SMALL, "--law", "2026-01-05"])
    assert other.exit_code == 2
    assert "date law: 2026-06-30 then, 2026-01-05 now" in other.stderr

    # Without dates it goes on at those it was begun with, and does nothing twice.
    gone_on = runner.invoke(app, ["run", str(province), "--out", str(out), *SMALL, "--workers", "1"])
    assert gone_on.exit_code == 0, gone_on.output
    assert "Going on with the unfinished run" in gone_on.stderr
    assert files(out) == files(straight)
    assert not home.exists()
    assert written < (out / "run.json").stat().st_mtime_ns


def test_two_runs_do_not_work_in_one_folder(province: Path, tmp_path: Path) -> None:
    home = tmp_path / "out.unfinished"
    home.mkdir()
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = runner.invoke(app, ["run", str(province), "--out", str(tmp_path / "out"), *SMALL, *DATES])
    assert done.exit_code == 2
    assert "Another run is working" in done.stderr


def test_parts_say_what_one_frame_of_all_facts_says(province: Path, straight: Path, ruleset: Ruleset) -> None:
    facts = read_synthetic(province)
    whole = FactSet({grain: f.lazy().collect() for grain, f in facts.frames.items()}, facts.complete)
    answers, rows = list(evaluate_by_policy(ruleset, whole)), 0
    for evaluation in answers:
        for decision in evaluation.decisions:
            grain, keys = decision.grain, list(GRAINS[decision.grain].keys)
            columns = [decision.key, f"{decision.key}:fail", f"{decision.key}:unknown"]
            parts = pl.read_parquet(straight / "verdicts" / grain.value / "*.parquet")
            mine = parts.select(*keys, *columns).filter(pl.col(decision.key).is_not_null()).sort(keys)
            frame = evaluation.frames[grain].select(
                *keys, verdict_expr(decision).alias(decision.key), *map(pl.col, columns[1:])
            )
            kinds = {name: dtype for name, dtype in mine.schema.items() if name in columns}
            assert_frame_equal(
                mine, frame.with_columns(pl.col(n).cast(t) for n, t in kinds.items()).sort(keys)
            )
            rows += mine.height
    assert rows > 240 * 150
    scheme = Scheme.of(ruleset)
    made = offers(scheme.catalogue, whole)
    counts = counted(scheme, whole, answers, standing=standing_frame(ruleset, whole), offers=made)
    expected, found = aggregates(scheme, [counts]), read_aggregates(straight)
    for name in TABLES:
        assert_frame_equal(found[name], expected[name])


def test_one_enterprise_is_explained_from_its_part_with_the_totals_of_all(
    province: Path, straight: Path, tmp_path: Path
) -> None:
    loans = pl.read_parquet(straight / "verdicts" / "loan" / "*.parquet")
    key = "loan_interest_subsidy.subsidy"
    row = loans.filter(pl.col(key).is_not_null()).row(-1, named=True)
    code = row["enterprise_id"]
    policy = ["--policy", "loan_interest_subsidy"]
    done = runner.invoke(app, ["explain", code, "--run", str(straight), "--json", *policy])
    assert done.exit_code == 0, done.output
    told = {decision["key"]: decision for decision in json.loads(done.stdout)["decisions"]}
    for answer in told[key]["answers"]:
        subject = answer["explanation"]["subject"]["loan_id"]
        assert answer["explanation"]["verdict"] == loans.filter(loan_id=subject)[key].item()
    moved = tmp_path / "another" / "place"
    moved.parent.mkdir()
    straight.rename(moved)
    try:
        lost = runner.invoke(app, ["explain", code, "--run", str(moved)])
        assert lost.exit_code == 2
        assert "--facts" in lost.stderr
        found = runner.invoke(
            app, ["explain", code, "--run", str(moved), "--facts", str(province), "--short"]
        )
        assert found.exit_code == 0, found.output
    finally:
        moved.rename(straight)
    strange = runner.invoke(app, ["explain", "91440000XN0000012W", "--run", str(straight)])
    assert strange.exit_code == 2
    assert "No such enterprise" in strange.stderr


def test_matrix_and_reach_of_products_are_those_of_the_whole(straight: Path) -> None:
    found = json.loads(
        runner.invoke(app, ["matrix", "--run", str(straight), "--by", "tier", "--json"]).stdout
    )
    assert sum(cell["enterprises"] for cell in found) == 240 * 6
    reach = json.loads(runner.invoke(app, ["offers", "--run", str(straight), "--json"]).stdout)
    assert {sum(product["counts"].values()) for product in reach} == {240}
    gaps = runner.invoke(app, ["policy", "gaps", "--facts", str(straight), "--kind", "missing", "--json"])
    assert any(gap["enterprises_undecided"] for gap in json.loads(gaps.stdout))
    refused = runner.invoke(app, ["matrix", "--run", str(straight), "--by", "colour"])
    assert refused.exit_code == 2
    refused = runner.invoke(app, ["offers", "--run", str(straight), "--out", "o.parquet"])
    assert "files already" in refused.stderr


def test_pages_are_written_for_those_who_are_named(province: Path, straight: Path, tmp_path: Path) -> None:
    codes = pl.read_parquet(straight / "standing" / "part-00001.parquet")["enterprise_id"].to_list()[5:7]
    out = tmp_path / "out"
    chosen = [part for code in codes for part in ("--page", code)]
    done = runner.invoke(
        app,
        ["run", str(province), "--out", str(out), "--workers", "1", "--lang", "en", "--policy", "sme_size", *chosen, *DATES],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert {path.stem for path in (out / "enterprises").iterdir()} == set(codes)
    assert "合成" in (out / "index.html").read_text("utf-8")
    assert json.loads((out / "run.json").read_text("utf-8"))["synthetic"] is True


def _terms(row: Row | None) -> list[object]:
    """What an offer line says, without the sentence on the decision behind it."""
    assert row is not None
    lines = [replace(one, reason=None, steps=()) for cell in row.cells for one in cell.offers]
    return [row.stage, row.tier, [cell.verdict for cell in row.cells], lines]


def test_what_is_read_at_first_sight_is_what_is_worked_out(straight: Path) -> None:
    run = open_run(straight)
    assert run.keeps_enough
    decisions = {decision.key: decision for decision in run.ruleset.decisions}
    briefs = Briefs(run.ruleset)
    # Two of the first block and one of the second.
    for place in (3, 50, 200):
        code = str(ids_of(run).sort()[place])
        read, answered = run.overview(code), run.answered(code)
        worked = overview_of(answered)
        assert (read.name, read.identity, read.closest) == (worked.name, worked.identity, worked.closest)
        assert _terms(read.row) == _terms(worked.row)
        told = [(one.key, one.title, one.verdict, one.subjects) for one in read.decisions]
        assert told == [(one.key, one.title, one.verdict, one.subjects) for one in worked.decisions]
        assert run.requests(code) == answered.answer.requests
        assert run.standing(code) == (answered.statuses, answered.listing)
        rows = pl.read_parquet(straight / "verdicts" / "enterprise" / "*.parquet").row(
            by_predicate=pl.col("enterprise_id") == code, named=True
        )
        for one in answered.answer.decisions:
            if decisions[one.key].grain is Grain.ENTERPRISE:
                masks = rows[f"{one.key}:fail"], rows[f"{one.key}:unknown"]
                counted = briefs.tally(decisions[one.key], *masks).counts
                assert counted == tally(one.answers[0].explanation.tree), one.key


def test_who_is_unknown_to_a_run_is_refused_at_first_sight(straight: Path) -> None:
    with pytest.raises(UnknownFactError, match="No such enterprise"):
        open_run(straight).overview("91440101MA9XXXXX00")


def test_a_run_of_other_rules_is_explained_and_not_read(straight: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copied"
    shutil.copytree(straight, copied)
    record = json.loads((copied / "run.json").read_text("utf-8"))
    facts = (straight / record["parts"]["facts"]).resolve()
    (copied / "run.json").write_text(json.dumps(record | {"ruleset_digest": "0" * 64}), "utf-8")
    assert not open_run(copied, moved=facts).keeps_enough


def test_looking_through_a_run_finds_the_part_that_changed(straight: Path, tmp_path: Path) -> None:
    copied, facts = tmp_path / "copied", tmp_path / "facts"
    shutil.copytree(straight, copied)
    record = json.loads((copied / "run.json").read_text("utf-8"))
    shutil.copytree((straight / record["parts"]["facts"]).resolve(), facts)
    run = open_run(copied, moved=facts)
    run.look_through()
    changed = max(facts.rglob("patent/*.parquet"))
    pl.read_parquet(changed).head(1).write_parquet(changed)
    with pytest.raises(FileError, match="changed while"):
        run.look_through()
