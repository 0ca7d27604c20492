from pathlib import Path

import polars as pl
import pytest
from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.register import register

from kejin.facts import FactKind, Grain, dictionary


@pytest.mark.slow
def test_every_benchmark_runs_on_small_data_and_writes_its_sections(tmp_path: Path) -> None:
    main(["--quick", "--out", str(tmp_path)])
    text = (tmp_path / "results.md").read_text(encoding="utf-8")
    for title in (
        "Twenty rules",
        "OpenFisca",
        "One explanation",
        "An overlay",
        "Streaming",
        "policies",
        "Every policy over",
        "Offers for",
        "Import",
    ):
        assert title in text


def test_a_benchmark_that_is_not_there_is_refused_with_those_that_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "speed"])
    message = capsys.readouterr().err
    assert all(name in message for name in ("speed", *BENCHMARKS))


def test_a_register_of_every_fact_of_the_dictionary_passes_its_checks() -> None:
    facts = register(dictionary(), enterprises=200)
    assert set(facts.frames) == set(Grain)
    for grain, frame in facts.frames.items():
        numbers = [fact for fact in dictionary().of_grain(grain) if fact.kind is FactKind.MONEY]
        for fact in numbers:
            assert frame.lazy().select(pl.col(fact.name).n_unique()).collect().item() > 2, fact.name
