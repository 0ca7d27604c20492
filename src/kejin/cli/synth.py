"""`kejin synth`: a synthetic province of any size, the same bytes for the same seed."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import polars as pl
import typer

from kejin.cli import tracking
from kejin.cli.calibrating import print_calibration
from kejin.cli.options import JsonFlag, LanguageOption, ShownLanguage, language_of
from kejin.cli.output import emit, messages, printable, results
from kejin.cli.speaking import Speaker
from kejin.enterprises.synthetic import (
    FULL_SCALE,
    MANIFEST,
    NOTICE,
    TOLERANCE,
    Order,
    Part,
    calibration,
    finish,
    is_synthetic,
    measure_blocks,
    read_calibration,
    read_manifest,
    sum_measures,
    write_parts,
)
from kejin.errors import FileError, InputError
from kejin.runs.folder import whole_folder

DEFAULT_OUT = Path("kejin-province")
USUAL = 20_000
_SHOWN = ("enterprise", "filing", "patent", "honour", "funding_round", "loan")


def synth(
    *,
    enterprises: Annotated[
        int | None,
        typer.Option(
            "--enterprises",
            metavar="N",
            help="How many enterprises. Default: 20,000; with --report alone the whole province.",
            min=1,
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", metavar="S", help="The same seed makes the same bytes.", min=0)
    ] = 1,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help=f"The folder to write. Default: {DEFAULT_OUT}."),
    ] = None,
    workers: Annotated[
        int,
        typer.Option(
            "--workers", metavar="W", help="Processes; they change the time, never the result.", min=1
        ),
    ] = 1,
    report: Annotated[
        bool,
        typer.Option(
            "--report",
            help="Show its totals at full scale beside the published ones: of the province in --out where there is "
            "one; without --out of one that is made and not kept.",
        ),
    ] = False,
    lang: LanguageOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Make a synthetic province: invented enterprises with accounts, rights, titles, equity, loans and their fate.

    Part files of checked facts, tables beside them, and the truth that nobody could see, kept apart.
    """
    if report and (out is None or is_synthetic(out)):
        shown = _measured(Order(enterprises or FULL_SCALE, seed), workers) if out is None else _kept(out)
        if out is not None and enterprises not in (None, shown.enterprises):
            raise InputError(
                "The province in the folder has another number of enterprises", expected=str(shown.enterprises),
                found=str(enterprises), where=str(out), kept="Nothing was changed; without --report it is made anew.",
            )  # fmt: skip
        _show(shown, lang, as_json=as_json)
        return
    order, target = Order(enterprises or USUAL, seed), out or DEFAULT_OUT
    with whole_folder(target, MANIFEST) as folder, tracking.counted("blocks", len(order.blocks)) as through:
        manifest = finish(order, folder, _watched(through(write_parts(order, folder, workers=workers))))
    if report:
        _show(_kept(target), lang, as_json=as_json)
    elif as_json:
        emit({key: value for key, value in manifest.items() if key != "files"} | {"folder": str(target)})
    else:
        rows = manifest["rows"]
        assert isinstance(rows, dict)  # noqa: S101 - made a moment ago
        counts = ", ".join(
            f"{rows[f'facts/{name}']:,} × {name}" for name in _SHOWN if f"facts/{name}" in rows
        )
        results().print(f"{printable(str(target))}: {counts}")
        messages().print(NOTICE)


class _Shown(NamedTuple):
    """A calibration table and its scale: enterprises made, enterprises of the whole province."""

    table: pl.DataFrame
    enterprises: int
    full_scale: int


def _kept(folder: Path) -> _Shown:
    weight = read_manifest(folder)["weight"]
    return _Shown(read_calibration(folder), weight["enterprises"], weight["full_scale"])


def _measured(order: Order, workers: int) -> _Shown:
    with tracking.counted("blocks", len(order.blocks)) as through:
        sums = sum_measures(through(measure_blocks(order, workers=workers)))
    table = calibration(sums, enterprises=order.enterprises, full_scale=FULL_SCALE)
    return _Shown(table, order.enterprises, FULL_SCALE)


def _show(shown: _Shown, lang: ShownLanguage | None, *, as_json: bool) -> None:
    if as_json:
        emit({
            "synthetic": True, "notice": NOTICE, "enterprises": shown.enterprises, "full_scale": shown.full_scale,
            "tolerance": TOLERANCE, "totals": shown.table,
        })  # fmt: skip
        return
    scale = (shown.enterprises, shown.full_scale)
    print_calibration(results(), shown.table, Speaker(language_of(lang)), scale=scale)
    messages().print(NOTICE)


def _watched(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts; a full disk ends in words."""
    try:
        yield from parts
    except OSError as error:
        free = shutil.disk_usage(Path.cwd()).free // 10**6
        raise FileError(
            "The province cannot be written", expected="room on the disk and leave to write",
            found=f"{error.strerror or error}; {free} MB free here", kept="The folder was left as it was.",
        ) from error  # fmt: skip
