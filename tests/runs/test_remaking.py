"""How a run is made again: of a synthetic province to the same bytes, of other tables by the same dates."""

import json
from pathlib import Path

import pytest

from kejin.errors import FileError
from kejin.runs.manifest import Manifest, write_manifest
from kejin.runs.remaking import commands_for


def run(folder: Path, *, synthetic: bool, enterprises: int, order: object = None) -> Path:
    """A run over a folder of part files beside it, which may say how it was made."""
    (folder / "out").mkdir()
    (folder / "province").mkdir()
    if order is not None:
        (folder / "province" / "synth.json").write_text(json.dumps({"order": order}), encoding="utf-8")
    dates = {"law": "2026-06-30", "facts_as_of": "2026-06-29", "known_by": "2026-11-26"}
    write_manifest(
        Manifest(
            source={"file": "province", "sha256": ""}, rows={"enterprise": enterprises}, dates=dates, ruleset_digest="",
            overlay=None, policies=(), packs=(), counts={}, pages=0, synthetic=synthetic, language="zh",
            parts={"facts": "../province"},
        ),
        folder / "out",
    )  # fmt: skip
    return folder / "out"


def test_of_a_synthetic_province_the_first_command_makes_it(tmp_path: Path) -> None:
    first, second = commands_for(
        run(tmp_path, synthetic=True, enterprises=300, order={"enterprises": 300, "seed": 7})
    )
    assert first == "kejin synth --enterprises 300 --seed 7 --out kejin-province"
    assert second == (
        "kejin run kejin-province --out out --law 2026-06-30 --facts-as-of 2026-06-29 --known-by 2026-11-26 --synthetic"
    )


@pytest.mark.parametrize(
    ("synthetic", "order"),
    [
        (False, {"enterprises": 300, "seed": 7}),
        (True, {"enterprises": 20_000, "seed": 7}),
        (True, {"seed": 7}),
        (True, None),
    ],
)
def test_what_cannot_be_made_to_the_same_bytes_is_not_said_to_be(
    tmp_path: Path, synthetic: bool, order: object
) -> None:
    (only,) = commands_for(run(tmp_path, synthetic=synthetic, enterprises=300, order=order))
    assert only.startswith("kejin run kejin-province --out out --law 2026-06-30")
    assert only.endswith("--synthetic") is synthetic


def test_where_there_is_no_run_there_is_no_command(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        commands_for(tmp_path)
