"""Pictures of an outlook, as options of ECharts: money left as a fan, and how likely it has run out."""

from collections.abc import Mapping, Sequence
from typing import Any

from kejin.web.words import say, word

_WAN = 1_000_000
_BLUE, _RED = "#3f74c9", "#c0392b"
_PERCENT = 100


def fan_chart(years: Sequence[Mapping[str, Any]], asked: Mapping[str, Any]) -> dict[str, Any]:
    """Money left at the end of each year: the middle course, and between what half and nine of ten courses stay.

    It begins with what is free on the day on which it was asked for.
    """
    ends = {
        name: [round(fen / _WAN, 2) for fen in (asked["free"], *(year["numbers"][name][0] for year in years))]
        for name in _LINES
    }
    days = [asked["today"], *(year["until"].isoformat() for year in years)]
    series: list[dict[str, Any]] = [_base(ends["left_p5"])]
    for name, (low, high), opacity in _BANDS:
        between = [round(b - a, 2) for a, b in zip(ends[low], ends[high], strict=True)]
        series.append(_band(say(word(f"outlook.{name}")), between, opacity))
    series.append(
        {
            "type": "line", "name": say(word("outlook.middle")), "data": ends["left_p50"], "z": 5,
            "lineStyle": {"color": _BLUE, "width": 3}, "itemStyle": {"color": _BLUE},
            "markLine": {
                "silent": True, "symbol": "none", "data": [{"yAxis": 0}], "label": {"show": False},
                "lineStyle": {"color": _RED, "type": "dashed"},
            },
        }
    )  # fmt: skip
    return {
        "aria": {"enabled": True, "description": say(word("outlook.fan"))},
        "legend": {"top": 0, "data": [one["name"] for one in series[1:]]},
        "grid": {"left": 8, "right": 16, "top": 44, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "boundaryGap": False, "data": days},
        "yAxis": {"type": "value", "name": say(word("outlook.wan"))},
        "series": series,
    }


_LINES = ("left_p5", "left_p25", "left_p50", "left_p75", "left_p95")
_BANDS = (
    ("low_band", ("left_p5", "left_p25"), 0.18),
    ("half_band", ("left_p25", "left_p75"), 0.4),
    ("high_band", ("left_p75", "left_p95"), 0.18),
)


def _base(data: Sequence[float]) -> dict[str, Any]:
    return {
        "type": "line", "name": "", "data": list(data), "stack": "fan", "stackStrategy": "all", "symbol": "none",
        "lineStyle": {"opacity": 0}, "silent": True,
    }  # fmt: skip


def _band(name: str, data: Sequence[float], opacity: float) -> dict[str, Any]:
    return {
        "type": "line", "name": name, "data": list(data), "stack": "fan", "stackStrategy": "all", "symbol": "none",
        "lineStyle": {"opacity": 0}, "areaStyle": {"color": _BLUE, "opacity": opacity},
        "itemStyle": {"color": _BLUE, "opacity": opacity},
    }  # fmt: skip


def chance_chart(found: Mapping[str, Any]) -> dict[str, Any]:
    """How likely the money has run out, and each limit and line has been reached, by the end of each year."""
    lines = [
        (say(bound["label"]), [year["numbers"][0] for year in bound["years"]]) for bound in found["bounds"]
    ]
    if found["years"]:
        lines.insert(0, (say(word("outlook.dry")), [year["numbers"]["dry"][0] for year in found["years"]]))
    names = [year["until"].isoformat() for year in (found["years"] or found["bounds"][0]["years"])]
    return {
        "aria": {"enabled": True, "description": say(word("outlook.chances"))},
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "type": "plain"},
        "grid": {"left": 8, "right": 16, "top": 24 + 24 * len(lines), "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "value", "name": "%", "min": 0, "max": _PERCENT},
        "series": [
            {"type": "line", "name": name, "data": [round(one * _PERCENT, 2) for one in data]}
            for name, data in lines
        ],
    }  # fmt: skip
