"""Numbers of a simulation as texts: amounts at a glance, each with its error, chances, dates."""

from datetime import date
from math import floor, isfinite, log10

from kejin.facts import Label
from kejin.money import short_yuan
from kejin.risk.simulation.measures import Estimate

# Units of amounts in fen, the largest first, in both languages.
_UNITS = {
    "zh": (("亿元", 10**10), ("万元", 10**6), ("元", 10**2)),
    "en": ((" million", 10**8), ("", 10**2)),
}
_MOST_DECIMALS = 4


def amount(fen: float) -> Label:
    """An amount of the model at a glance; models are not exact to the fen."""
    whole = round(fen)
    return Label(short_yuan(whole), short_yuan(whole, language="en"))


def estimate(found: Estimate, *, signed: bool = False) -> Label:
    """An amount with its standard error, in one unit, to two digits of the error: "1.23 ± 0.05 亿元"."""
    return Label(_estimate(found, "zh", signed=signed), _estimate(found, "en", signed=signed))


def _estimate(found: Estimate, language: str, *, signed: bool) -> str:
    size = max(abs(found.value), found.error if isfinite(found.error) else 0.0)
    name, unit = next(((name, unit) for name, unit in _UNITS[language] if size >= unit), _UNITS[language][-1])
    error = found.error / unit
    digits = 2 if not isfinite(error) or error <= 0 else 1 - floor(log10(error))
    digits = min(max(digits, 0), _MOST_DECIMALS)
    value = f"{found.value / unit:{'+' if signed else ''},.{digits}f}"
    text = f"{value} ± {error:,.{digits}f}" if isfinite(error) else f"{value} ± ?"
    return f"{text} {name}" if language == "zh" else f"CNY {text}{name}"


def percent(part: float) -> str:
    """A part as per cent with two decimals, and never a false nought or one."""
    if 0 < part < 0.0001:
        return "<0.01%"
    if 0.9999 < part < 1:
        return ">99.99%"
    return f"{part * 100:.2f}%"


def interval(found: Estimate) -> str:
    """A chance with its interval."""
    return f"{percent(found.value)} ({percent(found.low)} – {percent(found.high)})"


def points(found: Estimate) -> str:
    """A difference of chances in percentage points, with its error."""
    return f"{found.value * 100:+.2f} ± {found.error * 100:.2f}"


def day(found: date | None) -> str:
    """A month, or a dash."""
    return "–" if found is None else f"{found.year}-{found.month:02d}"


def times(found: Estimate) -> str:
    """A ratio with its error."""
    return f"{found.value:,.1f} ± {found.error:,.1f}"
