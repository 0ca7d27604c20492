"""The chapter on shared losses: books kept beside a run, their paths, caps, fees and what-ifs, in both languages."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.report.sample import HOSTILE, aggregates_by_hand, manifest

from kejin.cli.report.cells import csv_text
from kejin.cli.report.drawing.paths import PathYear, paths
from kejin.cli.report.material import Material
from kejin.cli.report.render import ReportSettings, render_report
from kejin.cli.report.sections import sections
from kejin.cli.report.sections.solvency import solvency_section
from kejin.cli.report.solvency import KeptBook, keep, kept_books
from kejin.errors import FileError

POOL = {"zh": "资金池", "en": "Pool"}


def estimate(value: float | None, error: float | None = 5.0) -> dict[str, float | None]:
    return {"value": value, "error": error, "low": value, "high": value}


def year(party: str, number: int, total: float) -> dict[str, Any]:
    return {"party": party, "year": number, "mean_fen": 100.0, "mean_error_fen": 2.0, "total_fen": total,
            "total_error_fen": 3.0, "total_p50_fen": total, "total_p95_fen": total * 2, "total_p99_fen": total * 3}  # fmt: skip


def loss(party: str) -> dict[str, Any]:
    names = ("mean", "var95", "var99", "var99_9", "es99")
    ends = ("", "_error", "_low", "_high")
    return {"party": party, "public": False} | {f"{n}{e}_fen": 1234.6 for n in names for e in ends}


def book(**more: Any) -> dict[str, Any]:
    return {
        "title": {"zh": HOSTILE.zh, "en": HOSTILE.en},
        "dates": {"law": "2026-07-01", "facts_as_of": "2026-07-01", "known_by": "2026-07-01"},
        "rules_digest": "ab12cd34ef56.99",
        "agreements": [{"key": "pool.loan", "label": POOL}],
        "loans": 12, "scenarios": 100, "seed": 1,
        "parties": [
            {"key": "lender", "label": {"zh": "银行", "en": "Bank"}, "public": False, "kind": "lender"},
            {"key": "pool.pool", "label": POOL, "public": True, "kind": "pool"},
        ],
        "limits": [{"key": "pool.cap", "label": {"zh": "上限", "en": "Cap"}}],
        "years": [year(p, y, 10.0**9 * (y - 2025)) for p in ("lender", "pool.pool") for y in (2026, 2027)],
        "losses": [loss("lender"), loss("pool.pool"), loss("all")],
        "bounds": [{"kind": "limit", "key": "pool.cap", "chance": 0.25, "chance_error": 0.01, "chance_low": 0.2,
                    "chance_high": 0.3, "median_on": "2027-03-01", "early_on": None}],
        "positions": [],
        "carried": {"lent_fen": 5, "per_expected": estimate(12.5, 0.5), "per_worst": estimate(5.0)},
        "what_if": None,
    } | more  # fmt: skip


def made(**more: Any) -> Material:
    return Material(aggregates_by_hand(), manifest(), None, "", (KeptBook("guangzhou", book(**more)),))


WHAT_IF = {
    "title": {"zh": "补偿一半", "en": "Half"},
    "years": [year("pool.pool", y, 2 * 10.0**9) for y in (2026, 2027)],
    "changes": [
        {"key": "pool.pool", "before": estimate(100.0), "after": estimate(150.0), "difference": estimate(50.0, 1.0)},
        {"key": "pool.cap", "before": estimate(0.1), "after": estimate(0.2), "difference": estimate(0.1)},
    ],
    "values": [{"target": "x.y", "label": {"zh": "比例", "en": "Share"}, "before": "40%", "after": "50%",
                "source": {"zh": "办法", "en": "Measures"}, "at": "三", "quote": "补偿40%", "unread": False,
                "confidence": "reported"}],
}  # fmt: skip


def test_a_run_without_books_has_no_such_chapter() -> None:
    bare = Material(aggregates_by_hand(), manifest())
    assert solvency_section(bare) is None
    assert "solvency" not in [chapter.name for chapter in sections(bare)]


def test_the_chapter_has_path_burdens_and_limits_and_a_csv_of_each() -> None:
    section = solvency_section(made())
    assert section is not None
    names = [figure.name for figure in section.figures]
    assert names == ["solvency-1-path-1", "solvency-1-borne", "solvency-1-limits"]
    path, borne, limits = section.figures
    assert path.table.rows[-1] == ("2027", 100, 2, 2 * 10**9, 3, 4 * 10**9, 6 * 10**9)
    assert borne.table.rows[0][1] == 1235
    assert borne.says is not None
    assert "12.5" in borne.says.en
    assert limits.table.rows[0][1:4] == (250_000_000, 200_000_000, 300_000_000)
    assert limits.table.rows[0][4:] == ("2027-03", "–")
    assert "20000000.00" in csv_text(path.table)


def test_a_what_if_stands_in_the_picture_and_beside_its_clause() -> None:
    section = solvency_section(made(what_if=WHAT_IF))
    assert section is not None
    path, what_if = section.figures[0], section.figures[-1]
    assert 'class="path-other"' in path.pictures[0].drawn.wide
    assert path.table.rows[0][-1] == 2 * 10**9
    assert what_if.table.rows == ((what_if.table.rows[0][0], 100, 150, 50, 1),)
    assert "40% → 50%" in what_if.beneath[0].zh
    assert "补偿40%" in what_if.beneath[0].zh
    assert what_if.says is not None
    assert "10.00% → 20.00%" in what_if.says.en


def test_fees_have_a_table_and_private_pools_a_path() -> None:
    row = {"party": "pool.pool", "year": 2026, "fees_fen": 10.0, "losses_fen": 4.0, "left_fen": 6.0,
           "left_error_fen": 1.0, "left_p5_fen": -2.0, "left_p1_fen": -3.0, "negative": 0.1, "negative_low": 0.05,
           "negative_high": 0.2}  # fmt: skip
    parties = [
        {"key": "lender", "label": {"zh": "银行", "en": "Bank"}, "public": False, "kind": "lender"},
        {"key": "pool.pool", "label": POOL, "public": False, "kind": "coinsurer"},
    ]
    section = solvency_section(made(positions=[row], parties=parties))
    assert section is not None
    assert section.figures[0].name == "solvency-1-path-1"
    fees = next(figure for figure in section.figures if figure.name.endswith("-fees"))
    assert fees.table.rows[0][2:] == (10, 4, 6, 1, -2, 100_000_000)


def test_names_that_try_to_break_out_stay_text_and_both_languages_stand_there() -> None:
    material = made(what_if=WHAT_IF)
    page = render_report(material, sections(material), ReportSettings())
    assert "<script>alert" not in page
    assert "风险分担与资金池偿付" in page
    assert "Shared losses and the solvency of pools" in page


def test_books_are_kept_and_read_again_and_an_old_one_is_refused(tmp_path: Path) -> None:
    keep(tmp_path, "guangzhou", book())
    (found,) = kept_books(tmp_path)
    assert found.name == "guangzhou"
    assert found.parties["pool.pool"].en == "Pool"
    old = tmp_path / "solvency" / "old.json"
    old.write_text(json.dumps({"format": 0}), encoding="utf-8")
    with pytest.raises(FileError, match="another version"):
        kept_books(tmp_path)


@pytest.mark.parametrize("width", [322, 890])
def test_a_path_is_drawn_within_its_width_also_below_nought_and_for_many_years(width: int) -> None:
    years = [PathYear(2026 + k, (-1.0) ** k * k * 10**8, k * 10.0**8, k * 2 * 10.0**8) for k in range(30)]
    drawn = paths(years, width=width, name="t")
    assert f'viewBox="0 0 {width} ' in drawn
    assert drawn.count("<text") < 60
    assert paths([], width=width, name="t")
    assert "NaN" not in paths([PathYear(2026, 0.0, 0.0, 0.0)], width=width, name="t")
