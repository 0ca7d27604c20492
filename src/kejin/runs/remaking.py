"""The commands that make a run again, for somebody who has Kejin and not the folder."""

import json
import shlex
from pathlib import Path

from kejin.enterprises.synthetic.writing import MANIFEST as PROVINCE
from kejin.runs.manifest import Manifest, read_manifest

_FACTS = "kejin-province"


def commands_for(run: Path) -> tuple[str, ...]:
    """How a run is made again, under its folder's name.

    Args:
        run: The folder of the run.

    Returns:
        Of a run over the whole of a synthetic province two commands, of which the first makes the province: the same
        seed makes the same bytes. Else one, that reads `kejin-province` in place of what the run read.

    Raises:
        FileError: There is no run.
    """
    manifest = read_manifest(run)
    days = manifest.dates
    again = [
        "kejin", "run", _FACTS, "--out", run.name, "--law", days["law"], "--facts-as-of", days["facts_as_of"],
        "--known-by", days["known_by"], *(["--synthetic"] if manifest.synthetic else []),
    ]  # fmt: skip
    order = _order(run, manifest)
    if order is None:
        return (shlex.join(again),)
    enterprises, seed = order
    made = ["kejin", "synth", "--enterprises", str(enterprises), "--seed", str(seed), "--out", _FACTS]
    return shlex.join(made), shlex.join(again)


def _order(run: Path, manifest: Manifest) -> tuple[int, int] | None:
    """How many enterprises and which seed a synthetic province was made with; None where the run read another table."""
    if not manifest.synthetic or manifest.parts is None:
        return None
    try:
        told = json.loads((run / manifest.parts["facts"] / PROVINCE).read_text(encoding="utf-8"))["order"]
        found = int(told["enterprises"]), int(told["seed"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    # A run over a part of a province is none over the whole of it.
    return found if found[0] == manifest.rows.get("enterprise") else None


__all__ = ["commands_for"]
