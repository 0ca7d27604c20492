"""The main job from end to end on the example table, and what a run leaves behind."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.cli.running import write_run
from kejin.errors import FileError
from kejin.packs import load_packs
from kejin.policy import Dates, Verdict
from kejin.runs.folder import MANIFEST

runner = CliRunner()
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "enterprises.xlsx"
CODE = "91440000XN0000012W"
DATES = ["--facts-as-of", "2026-06-30", "--known-by", "2026-06-30"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "out"
    done = runner.invoke(
        app, ["run", str(EXAMPLE), "--out", str(out), "--pages", "3", "--synthetic", "--lang", "zh", *DATES]
    )
    assert done.exit_code == 0, done.stderr
    assert str(out / "index.html") in done.stdout
    assert "2026-06-30" in done.stdout
    return out


def manifest(folder: Path) -> dict[str, object]:
    parts: dict[str, object] = json.loads((folder / MANIFEST).read_text("utf-8"))
    return parts


def test_a_run_leaves_pages_tables_a_workbook_the_facts_and_its_record(folder: Path) -> None:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {
        "index.html", "verdicts.parquet", "amounts.parquet", "workbook.xlsx", "run.json", "facts/enterprise.parquet",
        "facts/filing.parquet", "facts/loan.parquet", "facts/sheets.json", f"enterprises/{CODE}.html",
    } <= names  # fmt: skip
    assert len([name for name in names if name.startswith("enterprises/")]) == 3


def test_the_record_names_every_file_by_its_digest_and_the_three_dates(folder: Path) -> None:
    parts = manifest(folder)
    files = parts["files"]
    assert isinstance(files, dict)
    on_disk = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        # The report has a record of its own, so that it can be made again without touching this one.
        if path.is_file() and path.name != MANIFEST and "report" not in path.relative_to(folder).parts
    }
    assert files == on_disk
    assert parts["dates"] == {"law": "2026-06-30", "facts_as_of": "2026-06-30", "known_by": "2026-06-30"}
    assert parts["source"] == {
        "file": EXAMPLE.name,
        "sha256": hashlib.sha256(EXAMPLE.read_bytes()).hexdigest(),
    }
    assert parts["synthetic"] is True


def test_the_record_names_no_place_on_this_machine(folder: Path) -> None:
    text = (folder / MANIFEST).read_text("utf-8") + (folder / "facts" / "sheets.json").read_text("utf-8")
    assert str(folder.parent) not in text
    assert str(EXAMPLE.parent) not in text


def test_the_counts_of_the_record_are_those_of_the_verdicts(folder: Path) -> None:
    verdicts = pl.read_parquet(folder / "verdicts.parquet")
    counted = {
        (f"{policy}.{decision}", verdict): count
        for policy, decision, verdict, count in verdicts.group_by("policy", "decision", "verdict")
        .len()
        .iter_rows()
    }
    told = manifest(folder)["counts"]
    assert isinstance(told, dict)
    assert {
        (key, verdict): n for key, counts in told.items() for verdict, n in counts.items() if n
    } == counted


# The policies that the example table was made for.
STRAINED = (
    "high_tech_enterprise",
    "tech_sme",
    "specialised_sme",
    "star_market",
    "loan_interest_subsidy",
    "loan_loss_compensation",
)


def test_every_policy_in_force_is_asked_of_the_example(folder: Path) -> None:
    ruleset = load_packs().compile(Dates(date(2026, 6, 30), date(2026, 6, 30), date(2026, 6, 30)))
    verdicts = pl.read_parquet(folder / "verdicts.parquet")
    decided = {(policy, decision) for policy, decision in verdicts.select("policy", "decision").iter_rows()}
    # Nothing is decided about funds, bonds and the like that the table does not hold.
    at_hand = {decision.grain for decision in ruleset.decisions if (decision.policy, decision.id) in decided}
    assert {(d.policy, d.id) for d in ruleset.decisions if d.grain in at_hand} == decided


def test_every_policy_gives_the_example_every_verdict_it_can(folder: Path) -> None:
    policies = load_packs().policies
    verdicts = pl.read_parquet(folder / "verdicts.parquet")
    for policy in STRAINED:
        group = verdicts.filter(policy=policy)
        nearly = policies[policy].head.nearly
        # A policy whose head knows no "nearly" (nobody is to lose more, so as to be compensated) gives none.
        knows_nearly = nearly.conditions > 0
        expected = {verdict.value for verdict in Verdict if knows_nearly or verdict is not Verdict.NEARLY}
        assert set(group["verdict"]) == expected, policy


def test_every_page_says_that_the_table_is_synthetic(folder: Path) -> None:
    for page in (folder / "index.html", folder / "enterprises" / f"{CODE}.html"):
        assert "示例数据" in page.read_text("utf-8")


def test_the_list_links_to_pages_that_are_there_and_says_when_some_are_not(folder: Path) -> None:
    text = (folder / "index.html").read_text("utf-8")
    links = re.findall(r'<a href="(enterprises/[^"]+)"', text)
    assert len(links) == 3
    assert all((folder / link).is_file() for link in links)
    assert "只为前 3 家生成了单独页面" in text
    assert text.count("<tr data-search=") == 200


def test_every_condition_on_a_page_leads_to_a_clause_and_every_stated_fact_to_a_cell(folder: Path) -> None:
    done = runner.invoke(app, ["explain", CODE, "--run", str(folder), "--json"])
    answer = json.loads(done.stdout)
    seen = 0
    for decision in answer["decisions"]:
        for one in decision["answers"]:
            for leaf in leaves(one["explanation"]["tree"]):
                seen += 1
                assert leaf["clauses"], leaf["rule"]
                for fact in facts(leaf["inputs"]):
                    # An empty cell has a place too; only a fact without a column has none.
                    assert fact["source"] or fact["value"]["value"] is None, fact["name"]
    assert seen > 20


def leaves(node: dict[str, list[dict]]) -> list[dict]:  # type: ignore[type-arg]
    return [leaf for child in node["children"] for leaf in leaves(child)] if node["children"] else [node]


def facts(inputs: list[dict]) -> list[dict]:  # type: ignore[type-arg]
    own = [one for one in inputs if one["kind"] == "fact"]
    return own + [fact for one in inputs for fact in facts(one["inputs"])]


def test_explaining_again_gives_the_verdicts_of_the_run(folder: Path) -> None:
    # Yearly limits are explained only where a claim points at the year.
    verdicts = pl.read_parquet(folder / "verdicts.parquet").filter(
        pl.col("enterprise_id") == CODE, pl.col("grain") != "filing"
    )
    expected = sorted(
        f"{policy}.{decision}:{verdict}"
        for policy, decision, verdict in zip(*verdicts[["policy", "decision", "verdict"]], strict=True)
    )
    answer = json.loads(runner.invoke(app, ["explain", CODE, "--run", str(folder), "--json"]).stdout)
    told = sorted(
        f"{decision['key']}:{one['explanation']['verdict']}"
        for top in answer["decisions"]
        for decision in (top, *top["parts"])
        if not decision["limit"]
        for one in decision["answers"]
    )
    assert told == expected


def test_an_explanation_in_words_shows_the_cell_and_the_clause(folder: Path) -> None:
    done = runner.invoke(app, ["explain", CODE, "--run", str(folder), "--lang", "zh"])
    assert done.exit_code == 0, done.stderr
    assert "enterprises.xlsx › 企业 › " in done.stdout
    assert "规则版本" in done.stdout
    english = runner.invoke(app, ["explain", CODE, "--run", str(folder), "--lang", "en", "--short"])
    assert "Rules version" in english.stdout


def test_a_decision_can_be_explained_alone(folder: Path) -> None:
    done = runner.invoke(app, ["policy", "explain", "tech_sme", CODE, "--run", str(folder), "--json"])
    assert [part["policy"] for part in json.loads(done.stdout)] == ["tech_sme"]


def test_an_enterprise_that_is_not_in_the_run_is_named(folder: Path) -> None:
    done = runner.invoke(app, ["explain", "91440000XN9999999X", "--run", str(folder)])
    assert done.exit_code == 2
    assert "91440000XN9999999X" in done.stderr


def test_an_explanation_says_when_the_rules_are_no_longer_those_of_the_run(
    folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "old"
    copy.mkdir()
    (copy / "facts").symlink_to(folder / "facts")
    parts = manifest(folder) | {"ruleset_digest": "0" * 16}
    (copy / MANIFEST).write_text(json.dumps(parts), encoding="utf-8")
    done = runner.invoke(app, ["explain", CODE, "--run", str(copy), "--short"])
    assert done.exit_code == 0
    assert "The rules have changed since this run (000000000000 then" in done.stderr


def test_the_workbook_has_a_row_for_every_verdict(folder: Path) -> None:
    rows = pl.read_parquet(folder / "verdicts.parquet").height
    book = openpyxl.load_workbook(folder / "workbook.xlsx", read_only=True)
    assert sum(1 for _ in book["结论 Verdicts"].iter_rows()) == rows + 1


def test_two_runs_of_one_table_differ_in_nothing(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    done = runner.invoke(
        app, ["run", str(EXAMPLE), "--out", str(again), "--pages", "3", "--synthetic", "--lang", "zh", *DATES]
    )
    assert done.exit_code == 0, done.stderr
    assert manifest(again) == manifest(folder)


def test_one_policy_alone_is_run_and_printed_as_one_document(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = runner.invoke(
        app,
        ["run", str(EXAMPLE), "--out", str(out), "--policy", "tech_sme", "--pages", "1", "--json", *DATES],
    )
    parts = json.loads(done.stdout)
    assert [decision["key"].split(".")[0] for decision in parts["summary"]["decisions"]] == ["tech_sme"]
    assert parts["run"]["pages"] == 1
    assert set(pl.read_parquet(out / "verdicts.parquet")["policy"]) == {"tech_sme"}


def test_a_what_if_is_said_on_the_page_and_kept_beside_it(tmp_path: Path) -> None:
    what_if = tmp_path / "what-if.yaml"
    what_if.write_text(
        'title: {zh: 人数放宽到600人, en: Up to 600 staff}\nchanges:\n  - {target: tech_sme.staff_max, value: "600"}\n',
        "utf-8",
    )
    out = tmp_path / "out"
    arguments = [
        "run",
        str(EXAMPLE),
        "--out",
        str(out),
        "--policy",
        "tech_sme",
        "--pages",
        "1",
        "--overlay",
        str(what_if),
    ]
    assert runner.invoke(app, [*arguments, *DATES]).exit_code == 0
    for page in (out / "index.html", next((out / "enterprises").iterdir())):
        assert "假设情景，不是现行规定：" in page.read_text("utf-8")
        assert "人数放宽到600人" in page.read_text("utf-8")
    assert (out / "overlay.yaml").read_bytes() == what_if.read_bytes()
    explained = runner.invoke(
        app, ["explain", CODE, "--run", str(out), "--policy", "tech_sme", "--lang", "zh"]
    )
    assert "600 人" in explained.stdout
    assert explained.stderr == ""


def test_a_table_with_a_wrong_cell_leaves_an_earlier_run_as_it_was(tmp_path: Path) -> None:
    out, table = tmp_path / "out", tmp_path / "wrong.csv"
    table.write_text(f"统一社会信用代码,成立日期\n{CODE},昨天\n", encoding="utf-8")
    arguments = ["run", str(EXAMPLE), "--out", str(out), "--policy", "tech_sme", "--pages", "1", *DATES]
    assert runner.invoke(app, arguments).exit_code == 0
    before = manifest(out)
    done = runner.invoke(app, ["run", str(table), "--out", str(out), *DATES])
    assert done.exit_code == 2
    assert "B2" in done.stderr
    assert manifest(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "wrong.csv"]


def test_a_run_that_fails_while_writing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise FileError("The disk is full")

    monkeypatch.setattr(f"{write_run.__module__}.write_workbook", fail)
    arguments = [
        "run",
        str(EXAMPLE),
        "--out",
        str(tmp_path / "out"),
        "--policy",
        "tech_sme",
        "--pages",
        "1",
        *DATES,
    ]
    done = runner.invoke(app, arguments)
    assert done.exit_code == 2
    assert "The disk is full" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("precious")
    done = runner.invoke(app, ["run", "no-such-file.xlsx", "--out", str(tmp_path)])
    assert done.exit_code == 2
    assert "Nothing was changed." in done.stderr


@pytest.mark.parametrize("text", ["many", "-1", "1.5"])
def test_a_number_of_pages_is_a_number_or_all(text: str) -> None:
    done = runner.invoke(app, ["run", str(EXAMPLE), "--pages", text])
    assert done.exit_code == 2
    assert "all" in done.stderr
