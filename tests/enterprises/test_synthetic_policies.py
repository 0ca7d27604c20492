"""Every policy that ships can be evaluated on a synthetic province."""

from datetime import date
from pathlib import Path

import polars as pl

from kejin.enterprises.synthetic import Order, read_synthetic, write_province
from kejin.packs import shipped
from kejin.policy import Dates, evaluate

DAY = date(2026, 6, 30)


def test_all_policies_answer_for_two_thousand_enterprises(tmp_path: Path) -> None:
    write_province(Order(2_000, 11), tmp_path)
    store = shipped()
    ruleset = store.only(store.policies).compile(Dates(DAY, DAY, DAY))
    evaluation = evaluate(ruleset, read_synthetic(tmp_path))
    counts = {
        f"{decision.key}": evaluation.frames[decision.grain][decision.key]
        for decision in evaluation.decisions
    }
    firms = {decision.key for decision in evaluation.decisions if decision.grain == "enterprise"}
    assert len(firms) > 150
    open_to_some = [key for key in firms if counts[key].fill_null(value=False).any()]
    decided = pl.Series([counts[key].is_not_null().mean() for key in firms])
    # Facts that nobody can know of an invented firm, and values that the sources leave open, stay undetermined.
    assert len(open_to_some) > 80
    assert decided.median() > 0.8  # type: ignore[operator]
