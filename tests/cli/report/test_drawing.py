"""Pictures are well-formed, escaped, bilingual, and as long as the figures they show."""

import re
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from kejin.cli.report.drawing import (
    BarLine,
    BarPart,
    DotLine,
    HeatCell,
    HeatLine,
    Shade,
    bars,
    dots,
    heat,
    legend,
    share_steps,
)
from kejin.cli.report.drawing.maps import Box, View, place_map, shapes
from kejin.cli.report.drawing.shading import STEPS, share_text, step_of
from kejin.cli.report.drawing.svg import shortened, text_width, wrapped
from kejin.facts import Label
from kejin.packs.maps import province_map

NASTY = Label('<script>alert("甲")</script>', "A & B <b> 'x'")
PROVINCE = province_map()
AREAS = [*PROVINCE.areas, *PROVINCE.neighbours]
VIEW = View((109.55, 20.1, 117.35, 25.65), 760, PROVINCE.scale)
COLUMNS = [Label("基金", "Fund"), Label("贷款", "Loan"), Label("政策", "Policy")]
texts = st.text(alphabet="甲乙丙ABC xyz&<>-", min_size=1, max_size=60).filter(
    lambda text: text.strip() == text
)


def parsed(svg: str) -> Element:
    # HTML needs no namespace for svg, and neither does this parser.
    element: Element = fromstring(svg)
    return element


def kinds(picture: Element) -> list[str]:
    return [node.get("class", "") for node in picture.iter()]


def words(picture: Element) -> list[str]:
    return [node.text or "" for node in picture.iter("text")]


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_step_says_in_which_fifth_a_share_lies(part: int, whole: int) -> None:
    part = min(part, whole)
    step = step_of(part, whole)
    assert (step == 0) == (part == 0)
    assert (step - 1) * whole < part * STEPS <= step * whole or part == 0


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_is_never_told_as_none_or_all_when_it_is_not(part: int, whole: int) -> None:
    part = min(part, whole)
    text = share_text(part, whole)
    assert (text == "0%") == (part == 0)
    assert (text == "100%") == (part == whole)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 0, "–"), (1, 1000, "<1%"), (999, 1000, ">99%"), (1, 8, "13%"), (1, 3, "33%"), (2, 3, "67%")],
)
def test_shares_are_whole_per_cent_half_up(part: int, whole: int, text: str) -> None:
    assert share_text(part, whole) == text


@given(texts, st.integers(40, 400))
def test_a_text_is_broken_without_losing_a_letter(text: str, width: int) -> None:
    lines = wrapped(text, width, 13)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    assert all(text_width(line, 13) <= width or " " not in line for line in lines)


@given(texts, st.integers(60, 300))
def test_what_does_not_fit_is_cut_with_an_ellipsis(text: str, width: int) -> None:
    lines = shortened(text, width, 13, lines=2)
    assert len(lines) <= 2
    assert lines == wrapped(text, width, 13) or lines[-1].endswith("…")


@pytest.mark.parametrize("width", [326, 880])
def test_a_heat_map_shows_count_and_share_and_marks_where_nothing_is_offered(width: int) -> None:
    line = HeatLine(NASTY, Label("12 家", "12 enterprises"), (HeatCell(3, 12), None, HeatCell(0, 12)))
    picture = parsed(heat([line], COLUMNS, width=width, name="matrix-title"))
    assert {"shade-2", "shade-none", "shade-0"} <= set(kinds(picture))
    assert {"3", "25%", "0", "0%", "–", "Loan", "贷款"} <= set(words(picture))
    assert picture.get("aria-labelledby") == "matrix-title"
    assert "<script" not in str(heat([line], COLUMNS, width=width, name="t"))


def test_a_note_of_a_heat_cell_stands_only_where_there_is_room() -> None:
    line = HeatLine(COLUMNS[0], COLUMNS[1], (HeatCell(3, 12, Label("1.2 亿", "120 million")),))
    assert "1.2 亿" in words(parsed(heat([line], COLUMNS[:1], width=880, name="t")))
    assert "1.2 亿" not in words(parsed(heat([line], COLUMNS[:1], width=326, name="t")))


@pytest.mark.parametrize("width", [326, 880])
def test_bars_are_as_long_as_their_parts_on_one_scale(width: int) -> None:
    lines = [
        BarLine(NASTY, (BarPart("bar-eligible", 60), BarPart("bar-nearly", 20)), Label("80", "80")),
        BarLine(COLUMNS[0], (BarPart("bar-eligible", 40),), Label("40", "40"), note=NASTY),
    ]
    picture = parsed(bars(lines, width=width, name="t", whole=100))
    ground = float(next(n for n in picture.iter("rect") if n.get("class") == "ground").get("width", "0"))
    lengths = [float(n.get("width", "0")) for n in picture.iter("rect") if n.get("class") != "ground"]
    assert lengths == pytest.approx([ground * 0.6, ground * 0.2, ground * 0.4], abs=0.1)


def test_a_part_that_is_there_is_seen_and_one_that_is_not_is_not_drawn() -> None:
    lines = [
        BarLine(COLUMNS[0], (BarPart("tiny", 1), BarPart("none", 0), BarPart("big", 999_999)), COLUMNS[0])
    ]
    picture = parsed(bars(lines, width=880, name="t"))
    assert kinds(picture).count("none") == 0
    assert float(next(n for n in picture.iter("rect") if n.get("class") == "tiny").get("width", "0")) >= 1


def test_bars_of_nothing_are_still_a_picture() -> None:
    assert parsed(bars([], width=880, name="t")).tag == "svg"
    zero = [BarLine(COLUMNS[0], (BarPart("bar", 0),), Label("0", "0"))]
    assert "0" in words(parsed(bars(zero, width=880, name="t")))


def test_dots_lie_in_the_order_of_their_ratios_and_say_what_was_fitted() -> None:
    lines = [DotLine(NASTY, COLUMNS[0], ratio, fitted=ratio < 1) for ratio in (0.97, 1.0, 1.03, 7.5)]
    picture = parsed(dots(lines, width=880, name="t"))
    circles = list(picture.iter("circle"))
    places = [float(circle.get("cx", "0")) for circle in circles]
    assert places == sorted(places)
    assert [circle.get("class") for circle in circles] == ["dot fitted", "dot held", "dot held", "dot held"]
    # What lies beyond the scale stays on the picture and says so.
    assert "750.0%›" in words(picture)


def test_the_legend_wraps_rather_than_leaving_the_picture() -> None:
    narrow, wide = (parsed(legend(share_steps(gaps=True), width=width, name="t")) for width in (200, 880))
    assert float(narrow.get("height", "0")) > float(wide.get("height", "0"))
    assert max(float(n.get("x", "0")) for n in narrow.iter("rect")) < 200


def test_shapes_are_the_rings_walked_by_differences() -> None:
    area = PROVINCE.areas[0]
    path = next(parsed(shapes([area])).iter("path"))
    assert path.get("id") == "area-4401"
    walked: list[int] = []
    for ring in (path.get("d") or "").removesuffix("z").split("z"):
        start, steps = ring.removeprefix("M").split("l")
        x, y = map(int, start.split())
        walked += [x, y]
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            walked += [x, y]
    assert walked == [value for ring in area.rings for value in ring]


def test_a_map_draws_every_area_once_and_links_those_with_figures() -> None:
    shades = {area.code: Shade(3, NASTY, "42%", f"#city-{area.code}") for area in PROVINCE.areas}
    picture = parsed(place_map(AREAS, shades, VIEW, name="t", points=[((113_558, 22_736), "1")]))
    assert [use.get("href") for use in picture.iter("use")] == [f"#area-{area.code}" for area in AREAS]
    assert [link.get("href") for link in picture.iter("a")] == [
        f"#city-{area.code}" for area in PROVINCE.areas
    ]
    assert kinds(picture).count("neighbour") == 2


@pytest.mark.parametrize("width", [326, 760])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_on_a_map_lies_over_another_or_over_a_point(width: int, language: str) -> None:
    view = View(VIEW.window, width, PROVINCE.scale)
    shades = {area.code: Shade(1, Label("某某市", "Somewhere"), "100%", "") for area in PROVINCE.areas}
    picture = parsed(place_map(AREAS, shades, view, name="t", points=[((113_558, 22_736), "1")]))
    boxes = [
        Box.around((float(n.get("x", "0")), float(n.get("y", "0")) - 4), (text_width(n.text or "", 13), 13))
        for n in picture.iter("text")
        if n.get("class") == f"place-name {language}"
    ]
    assert len(boxes) >= 10
    assert not any(one.meets(two) for place, one in enumerate(boxes) for two in boxes[:place])


def test_a_view_puts_north_up_and_keeps_its_corners() -> None:
    scale = PROVINCE.scale
    assert VIEW.at(109.55 * scale, 25.65 * scale) == pytest.approx((0, 0), abs=1e-6)
    assert VIEW.at(117.35 * scale, 20.1 * scale) == pytest.approx((VIEW.width, VIEW.height), abs=1e-6)
