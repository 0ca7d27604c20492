"""The pages with a province of enterprises behind them: how long 95 of 100 take at most, how heavy, how many queries.

A province is made and decided, its enterprises are registered in an embedded database (a million by COPY), some of
them get people and apply to a bank. The site is then served as `kejin web` serves it, by one process on loopback, and
asked by a browser with a session, over HTTP.

A province and its run take minutes to make. In the folder that KEJIN_BENCHMARKS_KEPT names they are kept, and used
again while the rules are those of the run.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
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
_SECONDS_OF_A_START = 1.0
ABOUT = (
    "The site as `kejin web --processes 1` serves it (gunicorn, one process of four threads, the embedded "
    "database), asked over HTTP on loopback, one page after the other, by people with a session and a second "
    "factor. For each of so many enterprises drawn at random every page is asked for once; the goal is the 95th "
    "percentile. The answer page is asked for the first time for each enterprise (nothing is kept) and once more "
    "(the process keeps the latest answers); what it loads behind itself has lines of its own. Queries are "
    "counted in another process, with those of session, person and permissions; sizes are those of HTML as the "
    "site sends it, and compressed as the proxy of `deploy/nginx.conf` does."
)


def measure(sizes: Sizes) -> list[Section]:
    """Pages of every kind of user and the search, with `sizes.console_enterprises` enterprises on record."""
    folder = Path(tempfile.mkdtemp(prefix="kejin-console-"))
    # The account that root lends the server has to pass through.
    folder.chmod(0o711)
    try:
        told = _worker(sizes, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    timings = {name: Timing(tuple(page["seconds"])) for name, page in told["pages"].items()}
    figures = [_figure(name, timings, told["pages"][name]) for name in timings]
    title = f"Pages with {sizes.console_enterprises:,} enterprises"
    return [Section(title, ABOUT, tuple(figures), tuple(_remarks(told, timings)))]


def _remarks(told: dict[str, Any], timings: dict[str, Timing]) -> Iterator[str]:
    pages = told["pages"]
    for name, page in pages.items():
        yield (
            f"{name}: 95 % within {_p95(timings[name]) * 1000:.0f} ms, {page['queries']} queries, "
            f"{page['bytes'] / 1000:,.1f} kB of HTML, {page['compressed'] / 1000:,.1f} kB compressed."
        )
    yield (
        f"Behind them: {told['files']:,} open files at the bank; {told['acts']:,} acts. Registering everybody and "
        f"entering their names took {told['taken']['registering']:,.0f} s."
    )
    first = ", ".join(
        f"{name} {page['first']:.1f} s" for name, page in pages.items() if page["first"] > _SECONDS_OF_A_START
    )
    yield (
        f"The site answers {told['ready']:.1f} s after it was started. Pages that took longer than a second when they "
        f"were the first of their kind after that: {first or 'none'}."
    )
    yield (
        f"Style sheet, scripts and signs, compressed, kept by the browser after the first page: "
        f"{told['assets_bytes'] / 1000:,.0f} kB; with the charts {told['charts_bytes'] / 1000:,.0f} kB more."
    )


def _figure(name: str, timings: dict[str, Timing], page: dict[str, Any]) -> Figure:
    detail = {
        "p95_ms": round(_p95(timings[name]) * 1000, 1),
        "queries": page["queries"],
        "bytes": page["bytes"],
        "compressed_bytes": page["compressed"],
        "first_after_start_ms": round(page["first"] * 1000, 1),
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
