"""How kernels are compiled: once, kept on disk, and still working where no folder may be written."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])
_OPTIONS: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy"}

# Sums may be taken in any order and multiply-adds fused, so that loops use the vector unit; infinities and NaN keep
# their meaning.
_REORDERED = {"reassoc", "contract", "nsz", "arcp"}


def compiled(function: F) -> F:
    """The function as machine code, made at its first call and kept for later processes.

    The code is kept beside the source; where that folder may not be written, in the user's cache folder;
    NUMBA_CACHE_DIR names another. Where none of them may be written each process compiles for itself, which takes
    some seconds.
    """
    # Said outright: a function that is first compiled for a caller would else take over the caller's reordering, and
    # give other last places than when it is called first by itself.
    return _compiled(function, {"fastmath": False})


def compiled_sums(function: F) -> F:
    """The same with sums that may be reordered: for values and yields, never for amounts of money."""
    return _compiled(function, {"fastmath": _REORDERED})


def inlined(function: F) -> F:
    """The function as machine code inside the kept functions that call it, and kept with them."""
    return cast(F, numba.njit(**_OPTIONS)(function))


def stamp_of(folder: Path) -> int:
    """A positive number that changes with any source file of a folder.

    Numba looks only at the file of the function whose code it keeps, not at those it calls; a kept function that closes
    over this number is compiled anew when any of them changes.
    """
    sources = sorted(folder.glob("*.py"))
    digest = sha256(b"".join(source.read_bytes() for source in sources)).digest()
    return int.from_bytes(digest[:7], "big") + 1


def _compiled(function: F, more: dict[str, Any]) -> F:
    options = {**_OPTIONS, **more}
    try:
        return cast(F, numba.njit(cache=True, **options)(function))
    except RuntimeError:  # numba's way of saying that no folder can be written
        return cast(F, numba.njit(**options)(function))
