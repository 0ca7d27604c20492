"""The pages with a province of enterprises behind them: how long 95 of 100 take at most, how heavy, how many queries.

A province is made and decided, its enterprises are registered in an embedded database (a million by COPY), some of
them get people and apply to a bank. Pages are asked for through the whole stack of the site in one process, without a
network: one web worker.

A province and its run take minutes to make. In the folder that KEJIN_BENCHMARKS_KEPT names they are kept, and used
again while the rules are those of the run.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.figures import Figure, Section
from benchmarks.sizes import Sizes
from benchmarks.timing import Timing
from kejin.errors import FileError
from kejin.packs import load_packs
from kejin.runs.manifest import read_manifest

KEPT = "KEJIN_BENCHMARKS_KEPT"
DAY = date(2026, 6, 30)
GOAL_SECONDS = 0.15
BASELINE = "A page that says only that the site is up"
ABOUT = (
    "Each page for enterprises drawn at random, through middleware, session, permissions, engines, database and "
    "template, in one process. The goal is the 95th percentile. The answer page is asked for the first time for each "
    "enterprise (nothing is kept) and once more (the process keeps the latest answers); what it loads behind itself, "
    "and the reasons that somebody unfolds, have lines of their own."
)


def measure(sizes: Sizes) -> list[Section]:
    """Every page of an enterprise and the search, with `sizes.console_enterprises` enterprises on record."""
    folder = Path(tempfile.mkdtemp(prefix="kejin-console-"))
    # The account that root lends the server has to pass through.
    folder.chmod(0o711)
    try:
        told = _worker(sizes, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    timings = {name: Timing(tuple(page["seconds"])) for name, page in told["pages"].items()}
    figures = [_figure(name, timings, told["pages"][name]) for name in timings]
    remark = (
        f"Style sheet, scripts and signs, compressed, kept by the browser after the first page: "
        f"{told['assets_bytes'] / 1000:,.0f} kB; with the charts {told['charts_bytes'] / 1000:,.0f} kB more."
    )
    heavy = [
        f"{name}: 95 % within {_p95(timings[name]) * 1000:.0f} ms, {page['queries']} queries, "
        f"{page['bytes'] / 1000:,.0f} kB of HTML before compression."
        for name, page in told["pages"].items()
    ]
    title = f"Pages with {sizes.console_enterprises:,} enterprises"
    return [Section(title, ABOUT, tuple(figures), (*heavy, remark))]


def _figure(name: str, timings: dict[str, Timing], page: dict[str, Any]) -> Figure:
    detail = {
        "p95_ms": round(_p95(timings[name]) * 1000, 1),
        "queries": page["queries"],
        "bytes": page["bytes"],
    }
    if name == BASELINE:
        return Figure(name, timings[name], detail=detail)
    goal = f"95 % within {GOAL_SECONDS * 1000:.0f} ms"
    ratio = timings[name].over(timings[BASELINE])
    return Figure(name, timings[name], BASELINE, ratio, goal, _p95(timings[name]) <= GOAL_SECONDS, detail)


def _p95(timing: Timing) -> float:
    """The 95th percentile: the smallest time that at least 95 of 100 do not pass."""
    ordered = sorted(timing.samples)
    return ordered[-(-len(ordered) * 95 // 100) - 1]


def decided(count: int, folder: Path) -> Path:
    """The run over a synthetic province of so many enterprises: the one that is kept, or a new one in the folder."""
    named = os.environ.get(KEPT)
    home = Path(named) / f"console-{count}" if named else folder
    home.mkdir(parents=True, exist_ok=True)
    province, run = home / "province", home / "run"
    if not _is_present(run):
        kejin = [sys.executable, "-c", "from kejin.cli import main; main()"]
        for command in (
            ["synth", "--enterprises", str(count), "--seed", "1", "--out", str(province)],
            ["run", str(province), "--out", str(run), "--facts-as-of", DAY.isoformat(), "--pages", "1"],
        ):
            subprocess.run([*kejin, *command], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    return run


def _is_present(run: Path) -> bool:
    """Whether there is a run by the rules at hand, with all that pages read of it."""
    try:
        manifest = read_manifest(run)
    except FileError:
        return False
    if load_packs().compile(manifest.three_dates).digest != manifest.ruleset_digest:
        return False
    return all("further" in pl.read_parquet_schema(path) for path in (run / "offers").glob("*.parquet"))


def _worker(sizes: Sizes, folder: Path) -> dict[str, Any]:
    run = str(decided(sizes.console_enterprises, folder))
    places = {
        "KEJIN_DATABASE": str(folder / "postgres"),
        "KEJIN_SITE": str(folder / "site"),
        "KEJIN_RUN": run,
        "DJANGO_SETTINGS_MODULE": "kejin.site.settings",
    }
    done = subprocess.run(  # noqa: S603 - our own module, by its name
        [
            sys.executable, "-m", "benchmarks.console_worker", str(sizes.console_samples), str(sizes.console_files),
        ],
        env=os.environ | places, check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout)
    return told
