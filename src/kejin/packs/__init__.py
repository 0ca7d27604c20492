"""The law as data: one folder per policy, below a folder per jurisdiction.

cn           the State and its ministries, exchanges
cn_gd        Guangdong province
cn_gd_guangzhou  Guangzhou city

`load_packs` reads the folders in this package, those that other installed packages offer through the entry-point
group `kejin.packs` (each entry point names a package, whose folder is read), and any folders named. Packs are
trusted code.
"""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from kejin.errors import PackError
from kejin.policy import PolicyStore

HOME = Path(__file__).resolve().parent


def load_packs(paths: Sequence[Path] = ()) -> PolicyStore:
    """Every policy at hand. Raises a `PolicyError` for a pack that does not hold together."""
    offered = [_folder(entry.load()) for entry in entry_points(group="kejin.packs")]
    roots = list(dict.fromkeys(path.resolve() for path in [HOME, *offered, *paths]))
    return shipped() if roots == [HOME] else PolicyStore.read(roots)


@cache
def shipped() -> PolicyStore:
    """The policies that ship with Kejin, read once: nobody writes into an installed package while it runs."""
    return PolicyStore.read([HOME])


def _folder(module: ModuleType) -> Path:
    if module.__file__ is None:
        raise PackError(
            "an entry point names no package with files", expected="a package", found=module.__name__
        )
    return Path(module.__file__).parent


__all__ = ["HOME", "load_packs", "shipped"]
