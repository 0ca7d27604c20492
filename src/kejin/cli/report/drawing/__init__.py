"""Pictures as SVG text, drawn from plain values: no script, no address, no style inside, every text escaped.

Each function is pure and takes the width in pixels at which its texts stay readable; a page holds a wide and a narrow
picture of the same figures and shows the one that fits. Colours are classes of the style sheet.
"""

from kejin.cli.report.drawing.bars import BarLine, BarPart, bars
from kejin.cli.report.drawing.dots import DotLine, dots
from kejin.cli.report.drawing.heat import HeatCell, HeatLine, heat, legend, share_steps
from kejin.cli.report.drawing.maps import Shade, place_map, shapes
from kejin.cli.report.drawing.shading import STEPS, step_of
from kejin.cli.report.drawing.svg import Drawn

__all__ = [
    "STEPS",
    "BarLine",
    "BarPart",
    "DotLine",
    "Drawn",
    "HeatCell",
    "HeatLine",
    "Shade",
    "bars",
    "dots",
    "heat",
    "legend",
    "place_map",
    "shapes",
    "share_steps",
    "step_of",
]
