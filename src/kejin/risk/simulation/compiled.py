"""The allocation code and the draws as machine code: the same functions, compiled, kept on disk, loaded when needed.

The ledger runs `kejin.risk.kernel` as plain Python. Here every function of the kernel modules is copied into one
namespace in which each name stands for the compiled function, so that no line exists twice. The copies are named by a
digest of all of them: machine code on disk can never be that of another version.
"""

import hashlib
import marshal
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from kejin.errors import RiskError
from kejin.risk import arrays, kernel, returns

Kernels = dict[str, Callable[..., Any]]


@cache
def kernels(entries: tuple[str, ...], *modules: ModuleType) -> Kernels:
    """The named functions of the allocation code and of further modules, compiled. The first call imports Numba.

    Only the entries can be called from Python; the others are compiled into them.
    """
    import numba  # noqa: PLC0415 - Numba is slow to import

    from kejin.instruments.compiling import compiled  # noqa: PLC0415

    # Without reference counts (`_nrt`), which would be nine tenths of the time: nothing inside allocates an array.
    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}
    within = numba.njit(nogil=True, error_model="numpy", forceinline=True, **options)
    sources = (arrays, kernel, returns, *modules)
    own = list(_functions(sources))
    digest = _digest(own)
    names: dict[str, Any] = {}
    for module in sources:
        names |= {name: value for name, value in vars(module).items() if not name.startswith("__")}
    _refuse_doubles(own)
    made: Kernels = {}
    for function in own:
        twin = FunctionType(function.__code__, names, function.__name__, function.__defaults__)
        twin.__module__ = function.__module__
        twin.__qualname__ = f"{function.__name__}_{digest}"
        made[function.__name__] = compiled(twin) if function.__name__ in entries else within(twin)
    names |= made
    return {name: made[name] for name in entries}


def _functions(modules: Sequence[ModuleType]) -> Iterator[FunctionType]:
    for module in modules:
        for value in vars(module).values():
            if (
                isinstance(value, FunctionType)
                and value.__module__ == module.__name__
                and module is not arrays
            ):
                yield value


def _digest(functions: Sequence[FunctionType]) -> str:
    constants = sorted((name, value) for name, value in vars(arrays).items() if isinstance(value, int))
    parts = [repr(constants).encode(), *(marshal.dumps(function.__code__) for function in functions)]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:12]


def _refuse_doubles(functions: Sequence[FunctionType]) -> None:
    names = [function.__name__ for function in functions]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise RiskError(
            "Two kernel functions have one name", expected="each name once", found=", ".join(twice)
        )
