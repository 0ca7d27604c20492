"""How kernels are compiled: once, kept on disk, and still working where no folder may be written."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])

# Sums may be taken in any order and multiply-adds fused, so that loops use the vector unit; infinities and NaN keep
# their meaning.
_REORDERED = {"reassoc", "contract", "nsz", "arcp"}


def compiled(function: F) -> F:
    """The function as machine code, made at its first call and kept for later processes.

    The code is kept beside the source; where that folder may not be written, in the user's cache folder;
    NUMBA_CACHE_DIR names another. Where none of them may be written each process compiles for itself, which takes
    some seconds.
    """
    return _compiled(function, {})


def compiled_sums(function: F) -> F:
    """The same with sums that may be reordered: for values and yields, never for amounts of money."""
    return _compiled(function, {"fastmath": _REORDERED})


def _compiled(function: F, more: dict[str, Any]) -> F:
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", **more}
    try:
        return cast(F, numba.njit(cache=True, **options)(function))
    except RuntimeError:  # numba's way of saying that no folder can be written
        return cast(F, numba.njit(**options)(function))
