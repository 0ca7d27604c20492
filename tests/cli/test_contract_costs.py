import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kejin.cli.app import app
from kejin.cli.subsidy_words import parsed_subsidy
from kejin.errors import TermsError
from kejin.instruments.costs import Basis, Claim

runner = CliRunner()
LOAN = ["--principal", "300万元", "--rate", "3.15%", "--from", "2026-01-01", "--months", "12"]
QUARTERLY = ["--form", "bullet", "--every", "P3M", "--day-count", "A360"]
SUBSIDY = ["--subsidy", "of=interest share=35% claimed=quarter cap=2000万元 years=1"]


def test_the_cost_is_shown_flow_by_flow_with_its_rate() -> None:
    done = runner.invoke(app, ["contracts", "cost", *LOAN, *QUARTERLY, *SUBSIDY, "--lang", "en"])
    assert done.exit_code == 0
    assert "2026-06-30" in done.stdout
    assert "8,268.75" in done.stdout
    assert "Net cost after subsidy  62,278.12" in done.stdout


def test_the_cost_as_json_holds_every_flow_and_the_picture_is_written(tmp_path: Path) -> None:
    picture = tmp_path / "flows.svg"
    done = runner.invoke(
        app,
        ["contracts", "cost", *LOAN, *QUARTERLY, *SUBSIDY, "--json", "--svg", str(picture), "--lang", "zh"],
    )
    assert done.exit_code == 0
    made = json.loads(done.stdout)
    assert made["net"] == 6_227_812
    assert made["after"]["status"] == "unique"
    assert sum(flow["amount"] for flow in made["flows"]) == -6_227_812
    text = picture.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "补贴" in text


def test_forms_of_repayment_are_laid_side_by_side() -> None:
    done = runner.invoke(app, ["contracts", "compare", *LOAN, "--json"])
    choices = {each["choice"]: each for each in json.loads(done.stdout)}
    assert set(choices) == {"equal-instalment", "equal-principal", "bullet"}
    # Principal that comes back sooner bears less interest.
    assert (
        choices["equal-principal"]["gross"]
        < choices["equal-instalment"]["gross"]
        < choices["bullet"]["gross"]
    )
    assert "等额本息" in runner.invoke(app, ["contracts", "compare", *LOAN, "--lang", "zh"]).stdout


def test_what_is_not_given_is_named() -> None:
    done = runner.invoke(app, ["contracts", "cost", "--rate", "3%"])
    assert done.exit_code == 2
    assert "--principal, --from, --months" in " ".join(done.output.split())


def test_a_subsidy_is_read_from_words() -> None:
    made = parsed_subsidy("of=points share=1.5% claimed=end covers=1000万元 after=30", 1)
    assert (made.basis, made.claimed, made.value_ppb) == (Basis.POINTS, Claim.AFTER_REPAYMENT, 15_000_000)
    assert (made.covered_max, made.paid_after_days, made.years) == (1_000_000_000, 30, None)
    for text, message in (
        ("of=interest", '"of=" and "share="'),
        ("of=rent share=1%", "interest, points, fee, premium, cost, found 'rent'"),
        ("of=fee share=1% colour=red", "found 'colour=red'"),
        ("of=fee share=1% years=two", "a whole number, found 'two'"),
    ):
        with pytest.raises(TermsError, match=message):
            parsed_subsidy(text, 1)
