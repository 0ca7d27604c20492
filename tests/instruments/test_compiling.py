"""Compiled code where the package's own folder may not be written: kept elsewhere, or not at all, without a word."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "kejin"
ROOMS = ("errors", "money", "calendars", "identity", "facts", "instruments")
VALUE = """
from kejin.instruments.yields import present_value
print(round(present_value(0.1, [0, 1], [-900, 1100]), 6))
"""
SCHEDULE = """
from datetime import date
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.loans import EqualInstalments, LoanTerms, schedule
from kejin.money import Currency, Money, Rate
terms = LoanTerms(
    notional_principal=Money(300_000_000, Currency.CNY), nominal_interest_rate=Rate(34_500_000),
    initial_exchange_date=date(2026, 1, 20), maturity_date=date(2029, 1, 20), repayment=EqualInstalments(),
    day_count_convention=DayCount.MONTHLY, cycle_of_interest_payment=Cycle(months=1),
)
print(schedule(terms).result.balance[-1, 0])
"""


def unwritable_copy(folder: Path) -> Path:
    """The rooms that need the compiler, in a folder where nothing can be kept.

    A file stands where the folder of kept code would be made: that holds for the superuser too, whom no permission binds.
    """
    copy = folder / "kejin"
    copy.mkdir()
    shutil.copy(PACKAGE / "__init__.py", copy)
    for room in ROOMS:
        shutil.copytree(PACKAGE / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    for inner in [copy, *(path for path in copy.rglob("*") if path.is_dir())]:
        (inner / "__pycache__").touch()
    return copy


def run(folder: Path, cache: Path, text: str) -> str:
    """What a new process prints that may keep compiled code in the cache folder at most; on standard error nothing."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA")}
    given |= {"PYTHONPATH": str(folder), "XDG_CACHE_HOME": str(cache), "HOME": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", text], env=given, capture_output=True, text=True, check=False, cwd=folder
    )
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout.strip()


def test_where_no_folder_may_be_written_it_works_and_says_nothing(tmp_path: Path) -> None:
    unwritable_copy(tmp_path)
    nowhere = tmp_path / "a-file"
    nowhere.touch()
    assert run(tmp_path, nowhere, VALUE) == "100.0"
    assert not list(tmp_path.rglob("*.nb?"))


@pytest.mark.slow
@pytest.mark.parametrize(("text", "printed"), [(VALUE, "100.0"), (SCHEDULE, "0")])
def test_where_the_package_may_not_be_written_the_users_cache_keeps_it(
    text: str, printed: str, tmp_path: Path
) -> None:
    copy, cache = unwritable_copy(tmp_path), tmp_path / "cache"
    cache.mkdir()
    assert run(tmp_path, cache, text) == printed
    assert list(cache.rglob("*.nbi"))
    assert not list(copy.rglob("*.nb?"))
    assert run(tmp_path, cache, text) == printed


@pytest.mark.slow
def test_a_schedule_is_made_where_no_folder_may_be_written(tmp_path: Path) -> None:
    unwritable_copy(tmp_path)
    nowhere = tmp_path / "a-file"
    nowhere.touch()
    assert run(tmp_path, nowhere, SCHEDULE) == "0"
