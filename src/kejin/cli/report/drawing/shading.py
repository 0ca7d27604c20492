"""How dark a share is drawn: five steps of twenty in a hundred, and none for nothing at all.

The same steps in every heat map and on every map, so that two pictures can be compared. Text on the darkest step still
has a contrast of 4.5 : 1, so the scale is light.
"""

from kejin.facts import Label
from kejin.planning.aggregates.shares import STEPS, share_text, step_of

NOTHING = Label("无", "none")
NO_PRODUCT = Label("目录中无此类产品", "no such product")


def step_label(step: int) -> Label:
    """What a step of the legend is called."""
    if step == 0:
        return NOTHING
    low, high = (step - 1) * 100 // STEPS, step * 100 // STEPS
    text = f"≤{high}%" if low == 0 else f"{low}–{high}%"
    return Label(text, text)


__all__ = ["NOTHING", "NO_PRODUCT", "STEPS", "share_text", "step_label", "step_of"]
