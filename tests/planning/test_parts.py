"""Runs over part files with a small catalogue: sources, blocks, sorting, what is done already, what is refused."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.planning.sample import DAY, WAN, catalogue, firms

from kejin.errors import FactErrors, FileError, KejinError, RunError, UnknownFactError
from kejin.facts import GRAINS, FactSet, Grain
from kejin.planning import offers
from kejin.planning.aggregates import TABLES, Aggregates, Scheme, aggregates, counted, standing_frame
from kejin.planning.exact import EXACT, with_exact_costs
from kejin.planning.parts import (
    Block,
    Order,
    Prepared,
    Serial,
    Source,
    added_up,
    begin,
    block_with,
    blocks_for,
    deciding,
    digests_of,
    facts_of,
    files_written,
    first_enterprises,
    gathering,
    part_paths,
    passes,
    prepared,
    read_source,
    ready_source,
    sorted_source,
    source_as_json,
    source_of,
)
from kejin.planning.parts.files import digest_of
from kejin.planning.parts.ledger import is_done, sweep
from kejin.planning.parts.source import write_record
from kejin.policy import Dates, Verdict, evaluate

DATES = Dates(DAY, DAY, DAY)


def rows(count: int) -> list[Mapping[str, object]]:
    cities = ("4401", "4403", None)
    return [
        {
            "revenue_fen": (50 + 170 * number) * WAN,
            "city_code": cities[number % 3],
            "gazelle_recognised": [True, False, None][number % 3],
        }
        for number in range(count)
    ]


def order(block: int = 4) -> Order:
    return Order(DATES, catalogue().ruleset.digest, block=block)


@pytest.fixture(autouse=True)
def sample_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pieces of work apply the sample's rules, where they would compile those that ship."""

    def of_sample(order: Order) -> Prepared:
        return prepared(catalogue().ruleset, order)

    monkeypatch.setattr(deciding, "prepare", of_sample)
    monkeypatch.setattr(gathering, "prepare", of_sample)


def write_parts(folder: Path, facts: FactSet, sizes: Mapping[Grain, int]) -> None:
    """Cut the frames into files of so many rows."""
    for grain, frame in facts.frames.items():
        whole = frame.lazy().collect()
        home = folder / grain.value
        home.mkdir(parents=True)
        for number, start in enumerate(range(0, whole.height, sizes[grain])):
            whole.slice(start, sizes[grain]).write_parquet(home / f"p{number}.parquet")


def source_in(folder: Path) -> Source:
    paths = part_paths(folder)
    return read_source(folder, paths, digests_of(paths))


def run(home: Path, source: Source, wanted: Order) -> tuple[Prepared, Sequence[Block], list[str]]:
    """Do everything that is still to do; what was done, by name."""
    begin(home, wanted, source)
    done: list[str] = []
    with Serial() as engine:
        for one in ready_source(home, wanted, source):
            done += engine.run(one.work, one.jobs)
        ready = prepared(catalogue().ruleset, wanted)
        blocks = blocks_for(wanted, sorted_source(home, source))
        for one in passes(home, wanted, ready, blocks=blocks):
            done += engine.run(one.work, one.jobs)
    return ready, blocks, done


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    folder = tmp_path / "parts"
    write_parts(folder, firms(*rows(10)), {Grain.ENTERPRISE: 3, Grain.FILING: 4})
    return folder


def whole(facts: FactSet) -> Aggregates:
    scheme = Scheme.of(catalogue().ruleset)
    answers = evaluate(scheme.ruleset, facts)
    standing = standing_frame(scheme.ruleset, facts)
    made = offers(catalogue(), facts)
    return aggregates(scheme, [counted(scheme, facts, [answers], standing=standing, offers=made)])


def test_parts_cut_anyhow_come_to_what_one_table_comes_to(tmp_path: Path, parts: Path) -> None:
    home = tmp_path / "home"
    ready, blocks, _ = run(home, source_in(parts), order())
    found, expected = added_up(home, ready, blocks), whole(firms(*rows(10)))
    assert len(blocks) > 1
    for name in TABLES:
        assert_frame_equal(found[name], expected[name])
    answers = evaluate(catalogue().ruleset, firms(*rows(10)))
    for decision in answers.decisions:
        mine = pl.read_parquet(home / "verdicts" / decision.grain.value / "*.parquet").sort("enterprise_id")
        rows_ = answers.verdicts().filter(policy=decision.policy, decision=decision.id).sort("enterprise_id")
        assert mine[decision.key].cast(pl.String).to_list() == rows_["verdict"].to_list()
        assert mine[f"{decision.key}:fail"].cast(pl.Int64).to_list() == rows_["fail_mask"].to_list()


def test_amounts_and_offers_lie_in_parts_and_refused_offers_do_not(tmp_path: Path, parts: Path) -> None:
    home = tmp_path / "home"
    run(home, source_in(parts), order())
    facts = firms(*rows(10))
    made = with_exact_costs(offers(catalogue(), facts), start=DAY).long()
    made = made.filter(pl.col("verdict") != Verdict.NOT_ELIGIBLE.value)
    mine = pl.read_parquet(home / "offers" / "*.parquet").drop("further")
    assert {name: mine[name].count() > 0 for name in EXACT} == dict.fromkeys(EXACT, True)
    keys = ["enterprise_id", "product"]
    assert_frame_equal(mine.sort(keys), made.select(mine.columns).sort(keys))
    amounts = evaluate(catalogue().ruleset, facts).amounts()
    told = pl.read_parquet(home / "amounts" / "enterprise" / "*.parquet")
    for policy, _, name in amounts.select("policy", "decision", "name").unique().iter_rows():
        expected = amounts.filter(policy=policy, name=name).unique().sort("enterprise_id")["value"]
        assert told.sort("enterprise_id")[f"{policy}.{name}"].to_list() == expected.to_list()


def test_what_is_done_is_not_done_again(tmp_path: Path, parts: Path) -> None:
    home = tmp_path / "home"
    source = source_in(parts)
    _, blocks, done = run(home, source, order())
    assert len(done) > len(blocks)
    assert run(home, source, order())[2] == []
    (home / "verdicts" / "enterprise" / "part-00001.parquet").write_bytes(b"cut")
    assert run(home, source, order())[2] == ["decide-part-00001"]
    (home / "work" / "done" / "decide-part-00000.json").unlink()
    assert run(home, source, order())[2] == ["decide-part-00000"]


def test_a_run_that_is_cut_off_and_gone_on_with_leaves_the_same_bytes(tmp_path: Path, parts: Path) -> None:
    source = source_in(parts)
    straight, cut = tmp_path / "straight", tmp_path / "cut"
    ready, blocks, done = run(straight, source, order())
    for _ in done[::2]:
        begin(cut, order(), source)
        # Two pieces of what is still to do, and then it stops as if killed, with a file half written.
        left = _pieces(cut, source)
        next(left, None)
        next(left, None)
        (cut / ".part.tmp").write_bytes(b"half")
        sweep(cut)
        assert not list(cut.rglob("*.tmp"))
    _, mine, _ = run(cut, source, order())
    assert files_written(cut, ready, mine) == files_written(straight, ready, blocks)


def _pieces(home: Path, source: Source) -> Iterator[str]:
    wanted = order()
    for one in ready_source(home, wanted, source):
        yield from Serial().run(one.work, one.jobs)
    ready = prepared(catalogue().ruleset, wanted)
    blocks = blocks_for(wanted, sorted_source(home, source))
    for one in passes(home, wanted, ready, blocks=blocks):
        yield from Serial().run(one.work, one.jobs)


def test_other_facts_rules_or_dates_are_refused_and_named(tmp_path: Path, parts: Path) -> None:
    home = tmp_path / "home"
    assert not begin(home, order(), source_in(parts))
    assert begin(home, order(), source_in(parts))
    with pytest.raises(RunError, match=r"enterprises of a block: 4 then, 5 now") as refused:
        begin(home, order(block=5), source_in(parts))
    assert "--restart" in str(refused.value)
    later = Dates(DAY.replace(day=1), DAY, DAY)
    with pytest.raises(RunError, match="date law: 2025-06-30 then, 2025-06-01 now"):
        begin(home, Order(later, order().ruleset_digest, block=4), source_in(parts))
    with pytest.raises(RunError, match="rules"):
        begin(home, Order(DATES, "another", block=4), source_in(parts))
    changed = parts / "enterprise" / "p1.parquet"
    pl.read_parquet(changed).with_columns(city_code=pl.lit("4412")).write_parquet(changed)
    with pytest.raises(RunError, match=r"enterprise/p1\.parquet has changed"):
        begin(home, order(), source_in(parts))
    changed.unlink()
    with pytest.raises(RunError, match=r"enterprise/p1\.parquet is gone"):
        begin(home, order(), source_in(parts))
    pl.DataFrame({"enterprise_id": ["new"]}).write_parquet(parts / "enterprise" / "p9.parquet")
    with pytest.raises(RunError, match=r"enterprise/p9\.parquet is new"):
        begin(home, order(), source_in(parts))


def test_a_part_that_changes_during_the_run_ends_it(tmp_path: Path, parts: Path) -> None:
    home = tmp_path / "home"
    source = source_in(parts)
    begin(home, order(), source)
    changed = parts / "filing" / "p0.parquet"
    pl.read_parquet(changed).with_columns(revenue_fen=pl.lit(1)).write_parquet(changed)
    with pytest.raises(FileError, match="changed while it was being read"):
        list(_pieces(home, source))
    changed = parts / "enterprise" / "p0.parquet"
    ready = Source(parts, source.files, source.complete, ready=True, synthetic=False)
    block = blocks_for(order(), ready)[0]
    pl.read_parquet(changed).with_columns(city_code=pl.lit("4412")).write_parquet(changed)
    with pytest.raises(FileError, match=r"changed while it was being worked on.*Nothing was mixed"):
        block.facts()
    changed.unlink()
    with pytest.raises(FileError, match="gone"):
        block.facts()


def test_a_folder_without_enterprises_or_with_other_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no part files of enterprises"):
        part_paths(tmp_path)
    (tmp_path / "enterprise").mkdir()
    (tmp_path / "enterprise" / "a.parquet").write_bytes(b"no parquet")
    with pytest.raises(FileError, match="A part file cannot be read"):
        source_in(tmp_path)
    (tmp_path / "facts.json").write_text("[]")
    pl.DataFrame({"enterprise_id": ["a"]}).write_parquet(tmp_path / "enterprise" / "a.parquet")
    with pytest.raises(FileError, match="JSON object"):
        source_in(tmp_path)


def refused(folder: Path, home: Path) -> KejinError:
    with pytest.raises(FactErrors) as problem:
        list(_pieces(home, _begun(home, source_in(folder))))
    return problem.value


def _begun(home: Path, source: Source) -> Source:
    begin(home, order(), source)
    return source


def test_rows_that_do_not_fit_the_dictionary_are_named_with_their_file(tmp_path: Path, parts: Path) -> None:
    bad = parts / "filing" / "p1.parquet"
    pl.read_parquet(bad).with_columns(revenue_fen=pl.lit(2.5)).write_parquet(bad)
    error = refused(parts, tmp_path / "home")
    assert "filing/p1.parquet" in str(error)
    assert "Nothing was decided." in str(error)


def test_an_enterprise_that_stands_in_two_parts_is_refused(tmp_path: Path, parts: Path) -> None:
    first = pl.read_parquet(parts / "enterprise" / "p0.parquet")
    first.head(1).write_parquet(parts / "enterprise" / "p7.parquet")
    assert "e1" in str(refused(parts, tmp_path / "home"))


def test_a_loan_that_stands_in_two_parts_is_refused_whoever_owes_it(tmp_path: Path, parts: Path) -> None:
    (parts / "loan").mkdir()
    for number, owner in enumerate(["e1", "e2", "e3", "e4", "e5"]):
        loan = {"loan_id": ["L1"], "enterprise_id": [owner]}
        pl.DataFrame(loan).write_parquet(parts / "loan" / f"p{number}.parquet")
    error = refused(parts, tmp_path / "home")
    assert "keys of loan stand more than once" in str(error)
    assert "L1" in str(error)


def test_sorted_parts_hold_whole_enterprises_and_the_record_says_so(tmp_path: Path, parts: Path) -> None:
    home = tmp_path / "home"
    source = source_in(parts)
    assert not source.ready
    _, blocks, _ = run(home, source, order())
    again = source_in(home)
    assert again.ready
    assert again.rows == source.rows
    for block in blocks:
        facts = block.facts_in_memory()
        owners = facts.frames[Grain.FILING].lazy().collect()["enterprise_id"]
        assert set(owners) <= set(facts.frames[Grain.ENTERPRISE].lazy().collect()["enterprise_id"])


def test_blocks_take_parts_until_they_hold_enough_enterprises(tmp_path: Path) -> None:
    write_parts(tmp_path, firms(*rows(10)), {Grain.ENTERPRISE: 2, Grain.FILING: 2})
    source = source_in(tmp_path)
    ready = Source(tmp_path, source.files, source.complete, ready=True, synthetic=False)
    assert [block.enterprises for block in blocks_for(order(block=4), ready)] == [4, 4, 2]
    assert [block.enterprises for block in blocks_for(order(block=3), ready)] == [4, 4, 2]
    assert [block.enterprises for block in blocks_for(order(block=100), ready)] == [10]
    assert [block.number for block in blocks_for(order(block=1), ready)] == [0, 1, 2, 3, 4]


def test_a_source_survives_its_record_and_only_known_files_make_it_ready(parts: Path) -> None:
    source = source_in(parts)
    assert source_of(json.loads(json.dumps(source_as_json(source))), parts) == source
    with pytest.raises(FileError, match="kejin run"):
        source_of({"files": {"poem": []}}, parts)
    paths = [path for given in part_paths(parts).values() for path in given]
    digests = {path.relative_to(parts).as_posix(): digest_of(path) for path in paths}
    write_record(parts, [Grain.FILING], digests, synthetic=True)
    known = source_in(parts)
    assert known.ready
    assert known.synthetic
    assert known.complete == {Grain.FILING}
    write_record(parts, [Grain.FILING], dict.fromkeys(digests, "0"), synthetic=True)
    assert not source_in(parts).ready


def test_one_enterprise_is_found_with_its_block(tmp_path: Path, parts: Path) -> None:
    home = tmp_path / "home"
    ready, blocks, _ = run(home, source_in(parts), order())
    block = block_with(blocks, "e7")
    facts = facts_of(home, ready.rounds, block)
    assert "e7" in facts.frames[Grain.ENTERPRISE].lazy().collect()["enterprise_id"]
    assert GRAINS[Grain.ENTERPRISE].keys == ("enterprise_id",)
    with pytest.raises(UnknownFactError, match="nobody"):
        block_with(blocks, "nobody")
    chosen = [code for _, codes in first_enterprises(blocks, 6) for code in codes]
    assert len(chosen) == 6
    assert is_done(home, f"decide-{block.name}")
