"""`kejin risk simulate | solvency | compare` over a small synthetic province."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kejin.cli.app import app

EXAMPLES = Path(__file__).parents[2] / "examples"
runner = CliRunner()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's book beside a province of its own."""
    home = tmp_path_factory.mktemp("book")
    for name in ("guangzhou-book.yaml", "guangzhou-covers-half.yaml"):
        shutil.copy(EXAMPLES / name, home)
    made = runner.invoke(app, ["synth", "--enterprises", "1500", "--out", str(home / "kejin-province")])
    assert made.exit_code == 0, made.stderr
    return home / "guangzhou-book.yaml"


def as_json(command: str, book: Path, *more: str, scenarios: int = 1_000) -> Any:
    done = runner.invoke(app, ["risk", command, str(book), "--scenarios", str(scenarios), "--json", *more])
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_a_book_is_simulated_and_every_figure_has_its_error(book: Path) -> None:
    found = as_json("simulate", book)
    assert found["loans"] > 50
    by_party = {row["party"]: row for row in found["losses"]}
    assert set(by_party) == {"lender", "loan_loss_compensation.pool", "all"}
    whole = by_party["all"]
    parts = by_party["lender"]["mean_fen"] + by_party["loan_loss_compensation.pool"]["mean_fen"]
    assert parts == pytest.approx(whole["mean_fen"])
    assert 0 < whole["mean_error_fen"] < whole["deviation_fen"]
    assert whole["mean_fen"] < whole["var95_fen"] <= whole["var99_fen"] <= whole["es99_fen"]
    assert found["summary"]["net_fen"]["value"] == pytest.approx(whole["mean_fen"])
    assert {row["kind"] for row in found["bounds"]} == {"limit", "stop_line"}
    assert found["carried"]["per_expected"]["value"] > 1
    assert as_json("simulate", book, "--workers", "2") == found


def test_one_scenario_has_no_error_and_its_json_is_still_json(book: Path) -> None:
    done = runner.invoke(app, ["risk", "simulate", str(book), "--scenarios", "1", "--json"])
    assert done.exit_code == 0, done.stderr
    assert "Infinity" not in done.stdout
    assert json.loads(done.stdout)["summary"]["lost_fen"]["error"] is None


def test_the_report_of_a_run_has_a_chapter_for_its_books(book: Path) -> None:
    home = book.parent
    made = runner.invoke(app, ["run", str(home / "kejin-province"), "--out", str(home / "run"), "--pages", "1",
                               "--facts-as-of", "2026-06-30", "--block", "1500"])  # fmt: skip
    assert made.exit_code == 0, made.stderr
    what_if = home / "guangzhou-covers-half.yaml"
    done = runner.invoke(
        app, ["report", str(home / "run"), "--book", str(book), "--book-overlay", str(what_if), "--json"]
    )
    assert done.exit_code == 0, done.stderr
    tables = {Path(name).name for name in json.loads(done.stdout)["tables"]}
    assert {"solvency-1-path-1.csv", "solvency-1-borne.csv", "solvency-1-what-if.csv"} <= tables
    page = (home / "run" / "report" / "report.html").read_text(encoding="utf-8")
    assert "补偿本金损失的40%" in page
    again = runner.invoke(app, ["report", str(home / "run")])
    assert again.exit_code == 0, again.stderr
    assert (home / "run" / "report" / "report.html").read_text(encoding="utf-8") == page


def test_what_if_the_pool_covered_half_is_answered_with_its_error_and_its_clauses(book: Path) -> None:
    what_if = book.with_name("guangzhou-covers-half.yaml")
    found = as_json("compare", book, "--overlay", str(what_if))
    changes = {change["key"]: change for change in found["changes"]}
    pool = changes["loan_loss_compensation.pool"]
    assert pool["after"]["value"] > pool["before"]["value"]
    assert pool["difference"]["error"] < pool["after"]["error"]
    assert changes["lender"]["difference"]["value"] == pytest.approx(-pool["difference"]["value"])
    assert [value["after"] for value in found["values"]] == ["50%"] * 4
    assert found["values"][0]["before"] == "40%"
    assert "500万元及以下补偿本金损失的40%" in found["values"][0]["quote"]
    before, after = (found["carried"][side]["per_expected"]["value"] for side in ("before", "after"))
    assert after < before


def test_a_slower_recovery_costs_nothing_in_the_end_and_a_shock_costs_more(book: Path) -> None:
    slow = as_json("compare", book, "--assume", "recovery.mean=20%")
    assert {c["key"]: c["difference"]["value"] > 0 for c in slow["changes"]}["lender"]
    shock = as_json("compare", book, "--assume", 'shocks=[{year: 2027, deviations: "1.5"}]')
    assert {c["key"]: c["difference"]["value"] > 0 for c in shock["changes"]}["lender"]


def test_solvency_goes_year_by_year_and_draws_a_picture(book: Path, tmp_path: Path) -> None:
    picture = tmp_path / "path.svg"
    asked = ["risk", "solvency", str(book), "--scenarios", "500", "--lang", "en", "--svg", str(picture)]
    done = runner.invoke(app, asked)
    assert done.exit_code == 0, done.stderr
    assert "Guangzhou compensation money" in done.stdout
    assert "2027" in done.stdout
    svg = picture.read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    assert "Within 95% of courses" in svg
    both = runner.invoke(app, ["risk", "simulate", str(book), "--scenarios", "300", "--lang", "both"])
    assert "预期承担 / Expected" in both.stdout


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ([], "nothing to compare"),
        (["--set", "loan_loss_compensation.year_cap"], "name=value"),
        (["--assume", "years=many"], "does not fit"),
        (["--set", "loan_loss_compensation.nothing=1"], "names nothing"),
    ],
)
def test_a_comparison_that_makes_no_sense_says_why(book: Path, more: list[str], says: str) -> None:
    done = runner.invoke(app, ["risk", "compare", str(book), *more])
    assert done.exit_code == 2
    assert says in done.stderr
