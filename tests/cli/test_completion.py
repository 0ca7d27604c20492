"""What a shell completes, and what a command says when a name is wrong."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kejin.cli import completion
from kejin.cli.app import app
from kejin.facts import dictionary
from kejin.packs import load_packs

runner = CliRunner()


def completed(line: str) -> list[str]:
    """What a shell is offered at the end of a line; the line ends in a blank where a new word begins."""
    words = line.split(" ")
    env = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), "_KEJIN_COMPLETE": "complete_bash"}
    return runner.invoke(app, [], prog_name="kejin", env=env).stdout.split()


def test_the_names_offered_are_those_that_are_there() -> None:
    store = load_packs(())
    assert {name for name, _ in completion.policies("")} == set(store.policies)
    for policy in store.policies.values():
        offered = {name for name, _ in completion.decisions(f"{policy.id}.")}
        assert offered == {f"{policy.id}.{decision}" for decision in policy.decisions}


def test_every_name_offered_comes_with_a_label() -> None:
    assert [name for name, label in completion.policies("") if not label] == []
    assert dict(completion.facts("rd_expense_f")) == {
        "rd_expense_fen": dictionary()["rd_expense_fen"].label.zh
    }


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("kejin pol", "policy"),
        ("kejin policy show tech_s", "tech_sme"),
        ("kejin policy explain tech_sme.", "tech_sme.qualifies"),
        ("kejin policy lint high_", "high_tech_enterprise"),
        ("kejin run x.csv --policy star_market.set_1", "star_market.set_1"),
        ("kejin facts show revenue_f", "revenue_fen"),
    ],
)
def test_a_shell_completes_commands_policies_decisions_and_facts(line: str, offered: str) -> None:
    assert offered in completed(line)


def test_a_shipped_mapping_is_used_by_name_and_a_wrong_name_lists_them(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("x\n1\n", encoding="utf-8")
    done = runner.invoke(app, ["import", str(table), "--mapping", "cn_a_shares"])
    assert done.exit_code == 2
    assert "cn_a_share_list_dates" in done.stderr
    missing = runner.invoke(app, ["import", str(table), "--mapping", "mine.yaml"])
    assert missing.exit_code == 2
    assert "No such file" in missing.stderr
    assert "Errno" not in missing.stderr


def test_what_was_kept_is_said_once(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("x,y\n1,2\n", encoding="utf-8")
    done = runner.invoke(app, ["import", str(table)])
    assert done.stderr.count("Nothing was imported.") == 1


def test_a_fact_shows_its_bounds_as_people_write_them() -> None:
    shown = runner.invoke(app, ["facts", "show", "loan_rate", "--lang", "en"]).stdout
    assert "bounds: 0% to 100%" in shown
    assert "ppb" not in shown
