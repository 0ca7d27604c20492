"""Facts that a command is given: a table, the folder of an earlier run, or a synthetic province."""

from pathlib import Path

from kejin.cli import tracking
from kejin.cli.explain import replayed
from kejin.enterprises.importing import LOCAL_LIMITS, import_file
from kejin.enterprises.synthetic.reading import is_synthetic, read_synthetic
from kejin.facts import FactSet
from kejin.risk.reading import read_given


def read_facts(path: Path) -> FactSet:
    """The facts of a table, of an earlier run's folder, of a synthetic province, or of a JSON file that gives them."""
    if is_synthetic(path):
        return read_synthetic(path)
    if path.is_dir():
        _, factset, _ = replayed(path)
        return factset
    if path.suffix == ".json":
        return read_given(path)
    with tracking.step("reading the table"):
        return import_file(path, None, limits=LOCAL_LIMITS).factset
