"""e to the power of x in plain arithmetic, so that the compiler can take eight at a time.

The mathematical library's own function is a call per number, which keeps a loop scalar. This one splits x into
k ln 2 + r with |r| <= ln 2 / 2, takes the Taylor polynomial of r to the twelfth degree (its remainder is below half a
unit of the last place) and puts k into the exponent bits.
"""

from collections.abc import Callable
from typing import Any, cast

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from kejin.instruments.compiling import compiled

LOG2_E = 1.4426950408889634
# ln 2 in two parts; the first has few bits, so that its product with k is exact.
LN2_HIGH = 0.693145751953125
LN2_LOW = 1.42860682030941723212e-6
LARGEST = 700.0


def _reading(_context: Any, bits: Any) -> Any:  # noqa: ARG001 - Numba matches arguments by their number
    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.int64), generate


# 64 bits read as a floating-point number.
_as_float = cast(Callable[[int], float], intrinsic(_reading))


@compiled
def exponential(x: float) -> float:
    """e^x to about one unit of the last place, for |x| up to 700; beyond that the value at 700."""
    x = min(max(x, -LARGEST), LARGEST)
    k = int(x * LOG2_E + 1024.5) - 1024
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    p = 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    return p * _as_float((k + 1023) << 52)
