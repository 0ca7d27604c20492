"""How dark a share is drawn: five steps of twenty in a hundred, and none for nothing at all.

The same steps in every heat map and on every map, so that two pictures can be compared. Text on the darkest step still
has a contrast of 4.5 : 1, so the scale is light.
"""

from kejin.facts import Label

STEPS = 5
NOTHING = Label("无", "none")
NO_PRODUCT = Label("目录中无此类产品", "no such product")


def step_of(part: int, whole: int) -> int:
    """0 for none, then 1 to `STEPS` by fifths, the upper end of each included. A whole of nothing has no share."""
    return -(-part * STEPS // whole) if whole else 0


def share_text(part: int, whole: int) -> str:
    """A share in whole per cent; what is neither none nor all is never rounded to either."""
    if not whole:
        return "–"
    rounded = (200 * part + whole) // (2 * whole)
    if part and not rounded:
        return "<1%"
    if part < whole and rounded == 100:
        return ">99%"
    return f"{rounded}%"


def step_label(step: int) -> Label:
    """What a step of the legend is called."""
    if step == 0:
        return NOTHING
    low, high = (step - 1) * 100 // STEPS, step * 100 // STEPS
    text = f"≤{high}%" if low == 0 else f"{low}–{high}%"
    return Label(text, text)
