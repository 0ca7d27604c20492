"""Shares of a whole, as every heat map, map and table tells them."""

STEPS = 5
"""How many shades a share may have beside none at all."""


def step_of(part: int, whole: int) -> int:
    """0 for none, then 1 to `STEPS` by fifths, the upper end of each included. A whole of nothing has no share.

    A part that was rounded above its whole is all of it.
    """
    return min(-(-part * STEPS // whole), STEPS) if whole else 0


def share_text(part: int, whole: int) -> str:
    """A share in whole per cent; what is neither none nor all is never rounded to either."""
    if not whole:
        return "–"
    if part > whole:
        return "≈100%"
    rounded = (200 * part + whole) // (2 * whole)
    if part and not rounded:
        return "<1%"
    if part < whole and rounded == 100:
        return ">99%"
    return f"{rounded}%"
