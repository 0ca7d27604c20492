"""Published answers of insurance mathematics: credibility, triangles, tails, layers. Every file of the folder is read."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.external.files import VECTORS, documents, needed

from kejin.risk.insurance.aggregate import compound
from kejin.risk.insurance.credibility import buhlmann_straub
from kejin.risk.insurance.frequency import Exactly
from kejin.risk.insurance.reserving import chain_ladder
from kejin.risk.insurance.severity import Ceded, Lognormal, reached
from kejin.risk.insurance.tails import fit_tail

GOLDEN = "insurance/*.json"


def cases(mark: str) -> list[Any]:
    """The entries of every file whose name holds the mark, with the folder they stand in."""
    return [
        pytest.param(path.parent, entry, id=f"{path.stem}-{name}")
        for path, file in documents(GOLDEN)
        for name, entry in file.items()
        if mark in name
    ]


def expand(mark: str) -> list[Any]:
    """One case for each entry within the entries whose name holds the mark."""
    return [
        pytest.param(path.parent, name, key, id=f"{name}-{key}")
        for path, file in documents(GOLDEN)
        for name, entry in file.items()
        if mark in name
        for key in entry
    ]


def golden(folder: Path, name: str, key: str) -> Any:
    return next(
        file[name][key]
        for path, file in documents(GOLDEN)
        if path.parent == folder and name in file and key in file[name]
    )


def close(found: object, expected: object) -> bool:
    """To all the digits that were printed, and no more."""
    text = json.dumps(expected)
    decimals = len(text.partition(".")[2]) if "." in text else 0
    step = 10.0**-decimals
    # A number printed without decimals may have been cut rather than rounded.
    return abs(float(found) - float(expected)) <= step  # type: ignore[arg-type]


@pytest.mark.parametrize(("folder", "case"), needed(cases("buhlmann_straub"), GOLDEN, values=2))
def test_credibility_is_the_published_one(folder: Path, case: Any) -> None:
    del folder
    found = buhlmann_straub(case["ratios"], case["weights"])
    if "within" in case:
        assert close(found.within, case["within"])
    if "between" in case:
        assert close(found.between, case["between"])
    if "collective_credibility_weighted" in case:
        assert close(found.collective, case["collective_credibility_weighted"])
        assert not close(found.weighted, case["collective_credibility_weighted"])
    for name, mine in (("z", found.z), ("premium", found.premium)):
        for one, other in zip(mine, case.get(name, mine), strict=True):
            assert close(one, other) or one == pytest.approx(other, rel=1e-6), name


@pytest.mark.parametrize(("folder", "name", "key"), needed(expand("mack"), GOLDEN, values=3))
def test_triangles_run_off_as_published_with_the_error_of_the_named_rule(
    folder: Path, name: str, key: str
) -> None:
    case = golden(folder, name, key)
    table = pl.read_csv(folder / f"triangle_{key}.csv")
    triangle = table.select(pl.exclude(table.columns[0])).cast(pl.Float64).fill_null(np.nan).to_numpy()
    for rule, label in (("mack", "se_sigma_mack"), ("loglinear", "se_sigma_loglinear")):
        found = chain_ladder(triangle, rule)  # type: ignore[arg-type]
        if "ultimate" in case:
            assert close(found.ultimate.sum(), case["ultimate"])
        if "ibnr" in case:
            assert close(found.total, case["ibnr"])
        if label in case:
            assert close(found.error, case[label])


@pytest.mark.parametrize(
    "path",
    needed([pytest.param(p, id=p.stem) for p in sorted(VECTORS.glob("insurance/triangle_*.csv"))], GOLDEN),
)
def test_every_triangle_runs_off_and_years_without_a_future_have_none(path: Path) -> None:
    table = pl.read_csv(path)
    triangle = table.select(pl.exclude(table.columns[0])).cast(pl.Float64).fill_null(np.nan).to_numpy()
    found = chain_ladder(triangle)
    assert found.reserve[0] == 0
    assert (found.errors[1:] >= 0).all()
    assert found.error**2 >= (found.errors**2).sum() - 1e-6


CHAINLADDER = {
    "abc": (5277760.357625862, 152283.13909143992, 152712.93319662946),
    "ukmotor": (28655.772932456384, 1417.267181154333, 1424.5315427334247),
}
"""Reserve, and its error under both rules, as chainladder 0.10.1 prints them for samples of the same names."""


@pytest.mark.parametrize("name", CHAINLADDER)
def test_reserve_and_error_are_those_of_chainladder_under_both_rules(name: str) -> None:
    path = VECTORS / "insurance" / f"triangle_{name}.csv"
    if not path.is_file():
        pytest.skip(f"no {path.name} in {VECTORS}; set KEJIN_VECTORS to the folder of outside vectors")
    table = pl.read_csv(path)
    triangle = table.select(pl.exclude(table.columns[0])).cast(pl.Float64).fill_null(np.nan).to_numpy()
    reserve, by_mack, by_line = CHAINLADDER[name]
    assert chain_ladder(triangle).total == pytest.approx(reserve, rel=1e-12)
    assert chain_ladder(triangle).error == pytest.approx(by_mack, rel=1e-12)
    assert chain_ladder(triangle, "loglinear").error == pytest.approx(by_line, rel=1e-12)


@pytest.mark.parametrize(("folder", "name", "key"), needed(expand("gpd"), GOLDEN, values=3))
def test_the_tail_of_the_losses_is_the_published_one(folder: Path, name: str, key: str) -> None:
    case = golden(folder, name, key)
    (file,) = folder.glob(f"{name.removesuffix('_gpd')}*.csv")
    table = pl.read_csv(file)
    found = fit_tail(table[table.columns[-1]].to_numpy(), float(key.removeprefix("u")))
    assert found.number == case["n"]
    assert found.fitted.xi == pytest.approx(case["xi"], abs=6e-4)
    assert found.fitted.beta == pytest.approx(case["beta"], rel=2e-4)


@pytest.mark.parametrize(("folder", "case"), needed(cases("layer_lognormal"), GOLDEN, values=2))
def test_a_layer_pays_the_published_amount_by_formula_and_by_transform(folder: Path, case: Any) -> None:
    del folder
    severity = Lognormal.of(case["mean"], case["cv"])
    limit, deductible = (float(part) for part in re.split(r"\s*xs\s*", case["layer"]))
    layer = Ceded(severity, deductible, limit)
    number = case["claims"]
    assert number * layer.mean == pytest.approx(case["expected_all_claims"], rel=1e-5)
    assert compound(Exactly(number), layer).mean == pytest.approx(case["expected_all_claims"], rel=1e-4)
    reaching = next((v for k, v in case.items() if k.startswith("expected_if")), None)
    if reaching is not None:
        assert number * layer.mean / reached(severity, deductible) == pytest.approx(reaching, rel=1e-6)
