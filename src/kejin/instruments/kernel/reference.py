"""The same kernel in plain Python, with integers of any size: slow; for what 64 bits cannot settle, and for tests."""

from types import FunctionType
from typing import Any

from numba.core.registry import CPUDispatcher

from kejin.instruments.kernel.machine import run


def _plain(compiled: Any, done: dict[Any, FunctionType]) -> FunctionType:
    """The Python function behind a compiled one, with every compiled function that it calls replaced likewise."""
    if compiled not in done:
        source = compiled.py_func
        names = dict(source.__globals__)
        done[compiled] = FunctionType(source.__code__, names, source.__name__, None, source.__closure__)
        for name, value in source.__globals__.items():
            if isinstance(value, CPUDispatcher):
                names[name] = _plain(value, done)
    return done[compiled]


run_plainly = _plain(run, {})
"""`run` for arrays of Python integers (dtype object)."""
