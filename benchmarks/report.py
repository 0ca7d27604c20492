"""The results as JSON for machines and as Markdown for people.

The page is made from the plain values of the JSON, so that sections measured in another run can stand on it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Plain, Section

Measured = Mapping[str, Any]
"""A section as it stands in results.json, with the machine of its run."""

HEAD = """\
# Benchmarks

Written by `make bench`. Every figure stands beside its baseline, measured in the same run; a ratio is the median over
the repetitions of the figure's time divided by the baseline's time in the same repetition. Both sides of each ratio
were checked to give the same answers before they were timed, unless a remark says otherwise.
"""
COLUMNS = ("What", "min", "median", "max", "x baseline", "goal", "met")
WORDS = {True: "yes", False: "**no**", None: ""}


def measured(machine: Mapping[str, Plain], sections: Sequence[Section]) -> list[Measured]:
    """The sections of one run as plain values."""
    return [{**section.as_dict(), "machine": dict(machine)} for section in sections]


def read(folder: Path) -> list[Measured]:
    """The sections that stand in a folder's results.json; none where there is no such file."""
    file = folder / "results.json"
    return json.loads(file.read_text(encoding="utf-8"))["sections"] if file.exists() else []


def renewed(old: Sequence[Measured], new: Sequence[Measured]) -> list[Measured]:
    """The old sections with the new ones of the same title in their places; others follow behind."""
    fresh = {section["title"]: section for section in new}
    kept = [fresh.pop(section["title"], section) for section in old]
    return [*kept, *fresh.values()]


def write(folder: Path, sections: Sequence[Measured]) -> None:
    """results.json and results.md in the folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"sections": list(sections)}, ensure_ascii=False, indent=2)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    (folder / "results.md").write_text(markdown(sections), encoding="utf-8")


def markdown(sections: Sequence[Measured]) -> str:
    """All sections as one page; a section of another run than the first names its machine."""
    first = sections[0]["machine"] if sections else None
    lines = [HEAD]
    if first is not None:
        lines += [_machine_line(first), ""]
    for section in sections:
        apart = section["machine"] if section["machine"] != first else None
        lines += ["\n".join(_section(section, apart))]
    return "\n".join(lines)


def _machine_line(machine: Mapping[str, Plain]) -> str:
    return (
        f"Machine: {machine['cores']} cores, {machine['memory_gb']} GB of memory, {machine['system']}; "
        f"Python {machine['python']}, Polars {machine['polars']}, NumPy {machine['numpy']}, "
        f"Kejin {machine['kejin']}; load average {machine['load_at_start']} at the start and "
        f"{machine['load_at_end']} at the end. Above 2 the times are those of a shared machine, and noisy."
    )


def _section(section: Measured, apart: Mapping[str, Plain] | None) -> Iterator[str]:
    yield from (f"## {section['title']}", "", section["about"], "")
    if apart is not None:
        yield from (f"Measured in a run of its own. {_machine_line(apart)}", "")
    if section["skipped"]:
        yield from (f"Not measured: {section['skipped']}", "")
    if section["figures"]:
        yield from (f"| {' | '.join(COLUMNS)} |", "|---|---:|---:|---:|---:|---|---|")
        yield from (_row(figure) for figure in section["figures"])
        yield ""
    if section["remarks"]:
        yield from (f"- {remark}" for remark in section["remarks"])
        yield ""


def _row(figure: Mapping[str, Any]) -> str:
    ratio = f"{figure['ratio']['median']:.2f} ({figure['baseline']})" if figure["ratio"] else ""
    times = [shown(figure["seconds"][which]) for which in ("min", "median", "max")]
    cells = (figure["name"], *times, ratio, figure["goal"], WORDS[figure["met"]])
    return f"| {' | '.join(cells)} |"


def shown(seconds: float) -> str:
    """A time as a person reads it: 3.52 ms, 41 ms, 1.32 s."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    thousandths = seconds * 1000
    return f"{thousandths:.2f} ms" if thousandths < 10 else f"{thousandths:.0f} ms"
