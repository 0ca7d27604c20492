"""The twenty rules as OpenFisca variables; run by an interpreter that has openfisca-core, and only NumPy besides.

    python openfisca_worker.py FACTS.npz ANSWERS.npz REPETITIONS

Prints one JSON object: version, seconds of each calculation, seconds of setting the inputs.
"""

# ruff: noqa: ARG001 - OpenFisca gives every formula its parameters, whether it needs them or not.

import importlib
import json
import sys
from collections.abc import Callable
from importlib.metadata import version
from time import perf_counter
from typing import Any

import numpy as np

# Its modules are named at run time only, so that neither the checks nor the tests of this project need them.
entities = importlib.import_module("openfisca_core.entities")
periods = importlib.import_module("openfisca_core.periods")
parameters = importlib.import_module("openfisca_core.parameters")
simulation_builder = importlib.import_module("openfisca_core.simulation_builder")
systems = importlib.import_module("openfisca_core.taxbenefitsystems")
variables = importlib.import_module("openfisca_core.variables")

Formula = Callable[[Any, Any, Any], Any]
PERIOD = "2024"
ANSWERS = ("qualifies", "score", "covered_interest", "compensation")
VALUES = {
    "rd_domestic_share": 0.6,
    "hightech_share": 0.6,
    "tech_staff_share": 0.1,
    "rd_staff_share": 0.05,
    "debt_share": 0.7,
    "profit_share": 0.02,
    "staff_max": 500,
    "revenue_max": 200_000_000,
    "assets_max": 200_000_000,
    "size_tests_needed": 2,
    "tax_min": 500_000,
    "inventions_min": 1,
    "pass_mark": 45,
    "interest_cap": 1_000_000,
    "revenue_small": 50_000_000,
    "revenue_middle": 200_000_000,
}


def _share(part: str, whole: str, limit: str, *, most: bool = False) -> Formula:
    def formula(filing: Any, period: Any, parameters: Any) -> Any:
        share = getattr(parameters(period), limit) * filing(whole, period)
        return filing(part, period) <= share if most else filing(part, period) >= share

    return formula


def _limit(name: str, limit: str, *, most: bool) -> Formula:
    def formula(filing: Any, period: Any, parameters: Any) -> Any:
        value = getattr(parameters(period), limit)
        return filing(name, period) <= value if most else filing(name, period) >= value

    return formula


def _ladder(name: str, steps: tuple[float, ...], values: tuple[float, ...]) -> Formula:
    def formula(filing: Any, period: Any, parameters: Any) -> Any:
        return np.asarray(values)[np.searchsorted(steps, filing(name, period), side="left")]

    return formula


def _rd_share(filing: Any, period: Any, parameters: Any) -> Any:
    revenue, known = filing("revenue_fen", period), parameters(period)
    floor = np.select([revenue <= known.revenue_small, revenue <= known.revenue_middle], [0.05, 0.04], 0.03)
    return filing("rd_expense_fen", period) >= revenue * floor


def _profit(filing: Any, period: Any, parameters: Any) -> Any:
    return filing("net_profit_fen", period) > filing("revenue_fen", period) * parameters(period).profit_share


def _small(filing: Any, period: Any, parameters: Any) -> Any:
    met = sum(filing(name, period) * 1 for name in ("staff_within", "revenue_within", "assets_within"))
    return met >= parameters(period).size_tests_needed


def _results(filing: Any, period: Any, parameters: Any) -> Any:
    return filing("tax_reached", period) + filing("inventions_reached", period) + filing("profit", period)


def _score(filing: Any, period: Any, parameters: Any) -> Any:
    return sum(filing(name, period) for name in ("conversion_points", "contract_points", "project_points"))


def _covered(filing: Any, period: Any, parameters: Any) -> Any:
    return np.minimum(filing("interest_expense_fen", period), parameters(period).interest_cap)


def _compensation(filing: Any, period: Any, parameters: Any) -> Any:
    return np.floor(filing("covered_interest", period) * filing("coverage", period) * 100 + 0.5) / 100


def _qualifies(filing: Any, period: Any, parameters: Any) -> Any:
    parts = ("rd_share", "rd_domestic", "hightech", "tech_staff", "rd_staff", "debt", "accounts_audited")
    return np.logical_and.reduce(
        [filing(name, period) for name in (*parts, "small_enough", "has_results", "score_reached")]
    )


FORMULAS: dict[str, tuple[type, Formula]] = {
    "rd_share": (bool, _rd_share),
    "rd_domestic": (bool, _share("rd_expense_domestic_fen", "rd_expense_fen", "rd_domestic_share")),
    "hightech": (bool, _share("hightech_income_fen", "income_total_fen", "hightech_share")),
    "tech_staff": (bool, _share("tech_staff_count", "staff_count", "tech_staff_share")),
    "rd_staff": (bool, _share("rd_staff_count", "staff_count", "rd_staff_share")),
    "debt": (bool, _share("total_liabilities_fen", "total_assets_fen", "debt_share", most=True)),
    "profit": (bool, _profit),
    "staff_within": (bool, _limit("staff_count", "staff_max", most=True)),
    "revenue_within": (bool, _limit("revenue_fen", "revenue_max", most=True)),
    "assets_within": (bool, _limit("total_assets_fen", "assets_max", most=True)),
    "tax_reached": (bool, _limit("tax_paid_fen", "tax_min", most=False)),
    "inventions_reached": (bool, _limit("invention_application_count", "inventions_min", most=False)),
    "small_enough": (bool, _small),
    "has_results": (bool, _results),
    "conversion_points": (float, _ladder("conversion_count", (1, 4, 9), (5, 15, 25, 35))),
    "contract_points": (float, _ladder("tech_contract_value_fen", (5e5, 3e6, 1e7), (5, 15, 25, 35))),
    "project_points": (float, _ladder("rd_project_count", (2, 5, 9), (5, 15, 20, 30))),
    "coverage": (float, _ladder("staff_count", (50, 200), (0.6, 0.5, 0.35))),
    "score": (float, _score),
    "score_reached": (bool, _limit("score", "pass_mark", most=False)),
    "covered_interest": (float, _covered),
    "compensation": (float, _compensation),
    "qualifies": (bool, _qualifies),
}


def system(facts: dict[str, Any]) -> Any:
    """The variables and parameters; a fact is a variable without a formula, amounts in yuan."""
    filing = entities.build_entity(key="filing", plural="filings", label="Filing", is_person=True)
    made = systems.TaxBenefitSystem([filing])
    kinds = {name: (_kind(values), None) for name, values in facts.items()}
    for name, (kind, formula) in {**kinds, **FORMULAS}.items():
        parts = {
            "value_type": kind,
            "entity": filing,
            "definition_period": periods.DateUnit.YEAR,
            "label": name,
        }
        if formula is not None:
            parts["formula"] = formula
        made.add_variable(type(name, (variables.Variable,), parts))
    dated = {name: {"values": {"2020-01-01": {"value": value}}} for name, value in VALUES.items()}
    made.parameters = parameters.ParameterNode("", data=dated)
    return made


def _kind(values: Any) -> type:
    return {"b": bool, "i": int, "f": float}[values.dtype.kind]


def run(made: Any, facts: dict[str, Any]) -> tuple[dict[str, Any], float, float]:
    """The answers of one fresh simulation, the seconds they took, and the seconds that setting the inputs took."""
    start = perf_counter()
    count = len(next(iter(facts.values())))
    simulation = simulation_builder.SimulationBuilder().build_default_simulation(made, count=count)
    for name, values in facts.items():
        simulation.set_input(name, PERIOD, values)
    ready = perf_counter()
    answers = {name: simulation.calculate(name, PERIOD) for name in ANSWERS}
    return answers, perf_counter() - ready, ready - start


def main(given: str, wanted: str, repetitions: int) -> None:
    """Measure, write the answers and print the times."""
    with np.load(given) as file:
        facts = {name: file[name] for name in file.files}
    made = system(facts)
    answers, _, _ = run(made, facts)
    np.savez(wanted, **answers)
    times = [run(made, facts)[1:] for _ in range(repetitions)]
    report = {
        "version": version("openfisca-core"),
        "seconds": [calculating for calculating, _ in times],
        "set_up_seconds": [setting for _, setting in times],
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
