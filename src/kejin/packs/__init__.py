"""The law as data: one folder per policy, below a folder per jurisdiction.

cn           the State and its ministries, exchanges
cn_gd        Guangdong province
cn_gd_guangzhou  Guangzhou city

`load_packs` reads the folders in this package, those that other installed packages offer through the entry-point
group `kejin.packs` (each entry point loads to a `pathlib.Path`), and any folders named. Packs are trusted code.
"""

from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path

from kejin.policy import PolicyStore

HOME = Path(__file__).parent


def load_packs(paths: Sequence[Path] = ()) -> PolicyStore:
    """Every policy at hand. Raises a `PolicyError` for a pack that does not hold together."""
    offered = [Path(entry.load()) for entry in entry_points(group="kejin.packs")]
    return PolicyStore.read([HOME, *offered, *paths])


__all__ = ["HOME", "load_packs"]
