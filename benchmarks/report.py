"""The results as JSON for machines and as Markdown for people."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.figures import Figure, Plain, Section
from benchmarks.timing import Timing

HEAD = """\
# Benchmarks

Written by `make bench`. Every figure stands beside its baseline, measured in the same run; a ratio is the median over
the repetitions of the figure's time divided by the baseline's time in the same repetition. Both sides of each ratio
were checked to give the same answers before they were timed, unless a remark says otherwise.
"""
COLUMNS = ("What", "min", "median", "max", "x baseline", "goal", "met")
WORDS = {True: "yes", False: "**no**", None: ""}


def write(folder: Path, machine: Mapping[str, Plain], sections: Sequence[Section]) -> None:
    """results.json and results.md in the folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    document = {"machine": dict(machine), "sections": [section.as_dict() for section in sections]}
    text = json.dumps(document, ensure_ascii=False, indent=2)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    (folder / "results.md").write_text(markdown(machine, sections), encoding="utf-8")


def markdown(machine: Mapping[str, Plain], sections: Sequence[Section]) -> str:
    """All sections as one page."""
    return "\n".join([HEAD, _machine_line(machine), "", *(_section(section) for section in sections)])


def _machine_line(machine: Mapping[str, Plain]) -> str:
    return (
        f"Machine: {machine['cores']} cores, {machine['memory_gb']} GB of memory, {machine['system']}; "
        f"Python {machine['python']}, Polars {machine['polars']}, NumPy {machine['numpy']}, "
        f"Kejin {machine['kejin']}; load average {machine['load_at_start']} at the start and "
        f"{machine['load_at_end']} at the end. Above 2 the times are those of a shared machine, and noisy."
    )


def _section(section: Section) -> str:
    lines = [f"## {section.title}", "", section.about, ""]
    if section.skipped:
        lines += [f"Not measured: {section.skipped}", ""]
    if section.figures:
        lines += [f"| {' | '.join(COLUMNS)} |", "|---|---:|---:|---:|---:|---|---|"]
        lines += [_row(figure) for figure in section.figures]
        lines.append("")
    lines += [f"- {remark}" for remark in section.remarks]
    if section.remarks:
        lines.append("")
    return "\n".join(lines)


def _row(figure: Figure) -> str:
    timing = figure.timing
    ratio = f"{figure.ratio.middle:.2f} ({figure.baseline})" if figure.ratio else ""
    cells = (figure.name, *_times(timing), ratio, figure.goal, WORDS[figure.met])
    return f"| {' | '.join(cells)} |"


def _times(timing: Timing) -> tuple[str, str, str]:
    return shown(timing.least), shown(timing.middle), shown(timing.most)


def shown(seconds: float) -> str:
    """A time as a person reads it: 3.52 ms, 41 ms, 1.32 s."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    thousandths = seconds * 1000
    return f"{thousandths:.2f} ms" if thousandths < 10 else f"{thousandths:.0f} ms"
