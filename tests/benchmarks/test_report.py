import json
import platform
import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Figure, Section, beside, within
from benchmarks.machine import describe
from benchmarks.report import markdown, measured, read, renewed, shown, write
from benchmarks.timing import Timing, in_turns


def test_every_work_runs_warm_ups_and_then_once_a_repetition_in_turns() -> None:
    calls: list[str] = []
    timings = in_turns(
        {"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, repetitions=3, warm_up=1
    )
    assert calls == ["a", "b", "a", "b", "b", "a", "a", "b"]
    assert {name: len(timing.samples) for name, timing in timings.items()} == {"a": 3, "b": 3}
    assert all(0 < timing.least <= timing.middle <= timing.most for timing in timings.values())


def test_a_ratio_is_taken_repetition_by_repetition() -> None:
    timings = {"ours": Timing((2.0, 9.0, 4.0)), "theirs": Timing((1.0, 3.0, 4.0))}
    figure = beside("ours", timings, "theirs", most=1.2)
    assert figure.ratio == Timing((2.0, 3.0, 1.0))
    assert figure.met is False
    assert beside("ours", timings, "theirs", most=2.0).met is True
    assert within("ours", timings, "theirs", seconds=3.9).met is False
    assert within("ours", timings, "theirs", seconds=4.0).met is True


def test_times_read_in_milliseconds_below_a_second() -> None:
    assert [shown(seconds) for seconds in (0.003521, 0.0414, 1.3234)] == ["3.52 ms", "41 ms", "1.32 s"]


def test_both_files_hold_every_figure_with_its_baseline_and_what_was_skipped(tmp_path: Path) -> None:
    ours, theirs = Timing((0.002, 0.004)), Timing((0.001, 0.002))
    figures = (Figure("ours", ours, "theirs", ours.over(theirs), goal="at most 1.2 x", met=False),)
    sections = [Section("One", "About one.", figures), Section("Two", "About two.", skipped="not installed.")]
    write(tmp_path, measured({**describe(), "load_at_end": 0.5}, sections))
    document = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert document["sections"][0]["figures"][0]["ratio"] == {"min": 2.0, "median": 2.0, "max": 2.0}
    assert document["sections"][0]["figures"][0]["seconds"] == {"min": 0.002, "median": 0.003, "max": 0.004}
    assert document["sections"][1]["skipped"] == "not installed."
    text = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "| ours | 2.00 ms | 3.00 ms | 4.00 ms | 2.00 (theirs) | at most 1.2 x | **no** |" in text
    assert text == markdown(document["sections"])


def test_a_section_measured_again_takes_its_place_and_names_its_own_machine(tmp_path: Path) -> None:
    timing = Timing((0.002,))
    first = measured(
        {**describe(), "load_at_end": 0.5}, [Section("One", "", (Figure("a", timing),)), Section("Two", "")]
    )
    write(tmp_path, first)
    again = measured({**describe(), "load_at_end": 7.25}, [Section("Two", "anew"), Section("Three", "")])
    together = renewed(read(tmp_path), again)
    assert [section["title"] for section in together] == ["One", "Two", "Three"]
    assert together[1]["about"] == "anew"
    page = markdown(together)
    assert page.count("Measured in a run of its own") == 2
    assert page.count("7.25 at the end") == 2
    assert renewed(read(tmp_path / "nowhere"), first) == first


def test_the_machine_is_described_without_a_name_or_a_path() -> None:
    described = " ".join(str(value) for value in describe().values())
    assert "/" not in described
    assert platform.node() not in described.split()


def test_a_workers_peak_leaves_out_what_its_parent_holds() -> None:
    held = bytearray(400_000_000)
    held[::4096] = b"x" * len(held[::4096])
    command = [
        sys.executable,
        "-c",
        "from benchmarks.streaming_worker import peak_bytes; print(peak_bytes())",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(held) > int(done.stdout) > 10_000_000
