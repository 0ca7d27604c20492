"""`kejin contracts`: schedules as a table and as JSON, and what is wrong in words."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from typer.testing import CliRunner

from kejin.cli.app import app

runner = CliRunner()
LOAN = ["contracts", "schedule", "--principal", "300万元", "--rate", "3.45%", "--from", "2026-01-31"]


def test_a_schedule_is_a_table_with_totals() -> None:
    done = runner.invoke(app, [*LOAN, "--months", "6", "--lang", "en"])
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["Date", "Payment", "Principal", "Interest", "Balance"]
    assert lines[2].split() == ["1", "2026-02-28", "505,043.29", "496,418.29", "8,625.00", "2,503,581.71"]
    assert lines[-1].split() == ["Total", "3,030,259.72", "3,000,000.00", "30,259.72"]


def test_as_json_it_is_payments_and_events_in_fen() -> None:
    done = runner.invoke(app, [*LOAN, "--to", "2027-01-31", "--form", "bullet", "--every", "end", "--json"])
    document = json.loads(done.stdout)
    assert document["currency"] == "CNY"
    assert document["payments"][-1] == {
        "day": "2027-01-31", "principal": 300_000_000, "interest": 10_350_000, "other": 0, "balance": 0,
    }  # fmt: skip
    assert [event["kind"] for event in document["events"]] == ["IED", "IP", "MD"]


def test_interest_comes_first_where_that_is_agreed() -> None:
    done = runner.invoke(
        app, [*LOAN, "--months", "12", "--form", "equal-principal", "--interest-only", "6", "--json"]
    )
    principal = [line["principal"] for line in json.loads(done.stdout)["payments"]]
    assert principal == [-300_000_000, *[0] * 6, *[50_000_000] * 6]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--months", "6", "--every", "monthly"], "not a cycle"),
        (["--months", "6", "--day-count", "ACT"], "unknown day count"),
        (["--months", "6", "--interest-only", "6"], "too many payments of interest alone"),
        (["--months", "60", "--calendar", "CN"], "working days are not known for this date"),
        (["--to", "2025-01-31"], "a term breaks a rule"),
    ],
)
def test_a_bad_term_is_named(options: list[str], message: str) -> None:
    done = runner.invoke(app, [*LOAN, *options, "--json"])
    assert done.exit_code == 2
    assert json.loads(done.stdout)["error"]["what"] == message


def test_term_and_maturity_are_one_or_the_other() -> None:
    assert runner.invoke(app, LOAN).exit_code == 2
    assert runner.invoke(app, [*LOAN, "--months", "6", "--to", "2026-07-31"]).exit_code == 2


def test_the_command_line_does_not_load_the_compiler() -> None:
    asked = "import sys, kejin.cli.app; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


TERMS = {
    "contractType": "PAM", "contractID": "loan", "contractRole": "RPA", "currency": "CNY",
    "statusDate": "2025-12-31T00:00:00", "initialExchangeDate": "2026-01-01T00:00:00",
    "maturityDate": "2027-01-01T00:00:00", "notionalPrincipal": "1000", "nominalInterestRate": "0.12",
    "dayCountConvention": "30E360",
}  # fmt: skip
RESULTS = [
    {"eventDate": "2026-01-01T00:00", "eventType": "IED", "payoff": "-1000"},
    {"eventDate": "2027-01-01T00:00", "eventType": "IP", "payoff": "120"},
    {"eventDate": "2027-01-01T00:00", "eventType": "MD", "payoff": "1000", "notionalPrincipal": " 0"},
]


def test_actus_contracts_are_worked_out_event_by_event(tmp_path: Path) -> None:
    file = tmp_path / "contract.json"
    file.write_text(json.dumps(TERMS))
    done = runner.invoke(app, ["contracts", "actus", str(file), "--json"])
    assert [row["payoff"] for row in json.loads(done.stdout)["loan"]] == [-1000, 120, 1000]
    done = runner.invoke(app, ["contracts", "actus", str(file), "--lang", "en"])
    assert done.stdout.splitlines()[1].split()[:3] == ["Date", "Event", "Payoff"]
    done = runner.invoke(app, ["contracts", "actus", str(file), "--until", "2026-06-30", "--json"])
    assert [row["eventType"] for row in json.loads(done.stdout)["loan"]] == ["IED"]


def test_actus_cases_are_checked_against_what_they_print(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    wrong = [*RESULTS[:1], RESULTS[1] | {"payoff": "121"}, RESULTS[2]]
    file.write_text(
        json.dumps({"good": {"terms": TERMS, "results": RESULTS}, "bad": {"terms": TERMS, "results": wrong}})
    )
    both = runner.invoke(app, ["contracts", "actus", str(file), "--check", "--lang", "en"])
    assert both.exit_code == 1
    assert both.stdout.splitlines() == ["✓ good  3 rows", "✗ bad  3 rows  2: payoff  120.0 ≠ 121"]
    good = runner.invoke(app, ["contracts", "actus", str(file), "--check", "--contract", "good", "--json"])
    assert (good.exit_code, json.loads(good.stdout)[0]["agrees"]) == (0, True)
    none = runner.invoke(app, ["contracts", "actus", str(file), "--contract", "other"])
    assert none.exit_code == 2


def test_the_picture_in_the_documentation_is_the_one_that_the_example_draws(tmp_path: Path) -> None:
    repository = Path(__file__).parents[2]
    script = repository / "examples" / "repayment_forms.py"
    subprocess.run(
        [sys.executable, str(script), str(tmp_path / "forms.svg")], check=True, capture_output=True
    )
    kept = repository / "docs" / "images" / "repayment-forms.svg"
    assert (tmp_path / "forms.svg").read_text("utf-8") == kept.read_text("utf-8")


def test_a_schedule_is_drawn_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "loan.svg"
    done = runner.invoke(app, [*LOAN, "--months", "6", "--picture", str(file), "--json"])
    assert done.exit_code == 0, done.output
    drawing = fromstring(file.read_text("utf-8"))
    bars = [each for each in drawing.iter() if each.get("fill") == "#2f6db3"]
    assert len(bars) == 7  # six payments and the legend


FILES = Path(__file__).parents[2] / "examples" / "terms"


def of_file(command: str, name: str, *more: str) -> Any:
    return runner.invoke(app, ["contracts", command, "--terms", str(FILES / f"{name}.yaml"), *more])


@pytest.mark.parametrize("name", sorted(path.stem for path in FILES.glob("*.yaml")))
def test_every_terms_file_is_shown_as_table_as_json_and_as_a_picture(name: str, tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    table = of_file("schedule", name, "--lang", "en", "--picture", str(picture))
    assert table.exit_code == 0, table.output
    assert "Effective rate" in table.stdout
    assert fromstring(picture.read_text(encoding="utf-8")).tag.endswith("svg")
    document = json.loads(of_file("schedule", name, "--json").stdout)
    assert document["contract"]
    assert document["flows"]
    assert document.get("payments") is not None or document["bills"]


def test_a_terms_file_has_its_cost_and_stands_beside_others() -> None:
    cost = json.loads(of_file("cost", "bullet-subsidised", "--json").stdout)
    assert (cost["net"], round(cost["effective_rate"], 5)) == (7_427_812, 0.02523)
    other = str(FILES / "renewal-by-bridge.yaml")
    beside = json.loads(of_file("compare", "renewal", "--terms", other, "--json").stdout)
    assert beside[0]["effective_rate"] < beside[1]["effective_rate"]


def test_a_growth_sharing_loan_is_priced_from_its_file() -> None:
    made = json.loads(of_file("price", "future-business", "--json").stdout)
    # The example of the page on growth-sharing loans, worked out there by hand.
    assert round(made["extra"]["amount"]) == 171_327_79
    assert of_file("price", "stepped").exit_code == 2
    assert of_file("price", "renewal").exit_code == 2


def test_what_is_wrong_with_a_terms_file_is_listed_in_words(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("contractType: loan\nnotionalPrincipal: 300 apples\nmonth: 24\n", encoding="utf-8")
    done = runner.invoke(app, ["contracts", "schedule", "--terms", str(path)])
    assert done.exit_code == 2
    assert "(notionalPrincipal)" in done.stderr
    assert "a term is not known here: found '24' (month)" in done.stderr


def test_options_beside_a_terms_file_are_refused_and_the_schema_is_printed() -> None:
    assert of_file("schedule", "stepped", "--months", "3").exit_code == 2
    assert of_file("cost", "stepped", "--fee", "1%").exit_code == 2
    assert "oneOf" in json.loads(runner.invoke(app, ["contracts", "schema"]).stdout)
