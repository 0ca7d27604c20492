"""Outside vectors found at collection time, so that every case is a test of its own with its name."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

VECTORS = Path(os.environ.get("KEJIN_VECTORS", Path(__file__).resolve().parents[3] / "shared" / "vectors"))


def documents(pattern: str) -> Iterator[tuple[Path, Any]]:
    """Every file that matches, in the order of their names, with what it holds."""
    for path in sorted(VECTORS.glob(pattern)):
        yield path, json.loads(path.read_text(encoding="utf-8"))


def needed(cases: list[Any], pattern: str, *, values: int = 1) -> list[Any]:
    """The cases of so many values each, or one that skips with the reason where no file was found."""
    if cases:
        return cases
    reason = f"no {pattern} in {VECTORS}; set KEJIN_VECTORS to the folder of outside vectors to run these"
    return [pytest.param(*[None] * values, marks=pytest.mark.skip(reason=reason), id="no-files")]
