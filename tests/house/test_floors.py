"""What the rooms below the doors may not do, and the limits on the size of code."""

import ast
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "kejin"
DOORS = {"cli", "site", "console", "api", "web"}
ABOVE_THE_PURE = DOORS | {"records", "demonstration"}

CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
MODULE_LINES_MAX = 400
MODULE_LINES_MEDIAN = 150
FUNCTION_LINES_MAX = 60
FUNCTION_LINES_P90 = 25


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def room(module: Path) -> str:
    return module.relative_to(SOURCE).parts[0].removesuffix(".py")


def below_the_doors() -> list[Path]:
    return [module for module in modules() if room(module) not in DOORS]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def function_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring, which the house wants long enough."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def clock_reads(source: str) -> list[str]:
    """Every reading of the clock in a module: `date.today`, `datetime.datetime.now`, `from time import time` …"""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = (
                owner.id
                if isinstance(owner, ast.Name)
                else owner.attr
                if isinstance(owner, ast.Attribute)
                else ""
            )
            if (name, node.attr) in CLOCKS:
                found.append(f"{name}.{node.attr} in line {node.lineno}")
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            found += [
                f"time.{a.name} in line {node.lineno}" for a in node.names if ("time", a.name) in CLOCKS
            ]
    return found


@pytest.mark.parametrize("module", below_the_doors(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_below_the_doors_reads_the_clock(module: Path) -> None:
    assert clock_reads(module.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\ndate.today()",
        "import datetime\ndatetime.datetime.now()",
        "import datetime as d\nf = d.datetime.utcnow",
        "from time import time",
        "import time\ntime.time_ns()",
    ],
)
def test_a_reading_of_the_clock_is_noticed(source: str) -> None:
    assert len(clock_reads(source)) == 1


def test_every_room_below_the_records_is_under_the_contract_on_django_and_the_network() -> None:
    settings: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    contracts = {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}
    named = {name.removeprefix("kejin.") for name in contracts["pure"]["source_modules"]}
    rooms = {room(module) for module in modules()} - ABOVE_THE_PURE - {"__init__", "__main__"}
    assert rooms == named


def written() -> list[Path]:
    """Those that people wrote; migrations are written by Django."""
    return [module for module in modules() if "migrations" not in module.parts]


@pytest.mark.parametrize("module", written(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_and_no_function_is_longer_than_the_house_allows(module: Path) -> None:
    source = module.read_text("utf-8")
    assert source.count("\n") <= MODULE_LINES_MAX
    long = {
        f.name: function_lines(f)
        for f in functions(ast.parse(source))
        if function_lines(f) > FUNCTION_LINES_MAX
    }
    assert long == {}


def test_modules_and_functions_are_short_on_the_whole() -> None:
    sources = [module.read_text("utf-8") for module in written()]
    lines = [function_lines(function) for source in sources for function in functions(ast.parse(source))]
    assert statistics.median(source.count("\n") for source in sources) <= MODULE_LINES_MEDIAN
    assert statistics.quantiles(lines, n=10)[-1] <= FUNCTION_LINES_P90
