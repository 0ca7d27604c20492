"""Pictures of a scenario, as options of ECharts; a table with the same figures stands beside each."""

from collections.abc import Mapping, Sequence
from typing import Any

from kejin.facts import Label
from kejin.web.words import say, word

_MOST_BARS = 24
_YUAN = 100
_COLOURS = ("#2a8a58", "#c0392b", "#3f74c9", "#d48806")


def money_chart(rows: Sequence[Mapping[str, Any]], dimension: Label) -> dict[str, Any]:
    """Group by group how the money moves; where none moves, how many gain and lose."""
    names = [say(row["label"]) for row in rows[:_MOST_BARS]]
    moved = [(row["fen_after"] - row["fen_before"]) / _YUAN for row in rows[:_MOST_BARS]]
    if any(moved):
        series = [_bar(say(word("scenario.fen_moved")), moved, _COLOURS[2])]
        unit = say(word("list.yuan"))
    else:
        series = [
            _bar(say(word(f"scenario.{name}")), [row[name] * sign for row in rows[:_MOST_BARS]], colour)
            for name, sign, colour in (("gained", 1, _COLOURS[0]), ("lost", -1, _COLOURS[1]))
        ]
        unit = ""
    return {
        "aria": {"enabled": True, "description": f"{say(dimension)}: {', '.join(names)}"},
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0},
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": names, "axisLabel": {"rotate": 40 if len(names) > 8 else 0}},
        "yAxis": {"type": "value", "name": unit},
        "series": series,
    }


def path_chart(paths: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What public money has borne so far, year by year, under the rules in force and supposed."""
    series = [
        {
            "type": "line",
            "name": say(word(f"scenario.book_{side}")),
            "data": [round(one[side] / _YUAN) for one in paths],
            "lineStyle": {"color": colour, "type": style},
            "itemStyle": {"color": colour},
        }
        for side, colour, style in (("before", _COLOURS[2], "solid"), ("after", _COLOURS[3], "dashed"))
    ]
    return {
        "aria": {"enabled": True, "description": say(word("scenario.path"))},
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0},
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": [str(one["year"]) for one in paths]},
        "yAxis": {"type": "value", "name": say(word("list.yuan"))},
        "series": series,
    }


def _bar(name: str, data: Sequence[float], colour: str) -> dict[str, Any]:
    return {"type": "bar", "name": name, "data": list(data), "itemStyle": {"color": colour}, "stack": "one"}
