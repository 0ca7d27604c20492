"""`kejin synth`: a synthetic province of any size, the same bytes for the same seed."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from kejin.cli import tracking
from kejin.cli.folder import whole_folder
from kejin.cli.options import JsonFlag
from kejin.cli.output import emit, messages, printable, results
from kejin.enterprises.synthetic import MANIFEST, NOTICE, Order, Part, finish, write_parts
from kejin.errors import FileError

DEFAULT_OUT = Path("kejin-province")
_SHOWN = ("enterprise", "filing", "patent", "honour", "funding_round", "loan")


def synth(
    *,
    enterprises: Annotated[
        int, typer.Option("--enterprises", metavar="N", help="How many enterprises.", min=1)
    ] = 20_000,
    seed: Annotated[
        int, typer.Option("--seed", metavar="S", help="The same seed makes the same bytes.", min=0)
    ] = 1,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write.")] = DEFAULT_OUT,
    workers: Annotated[
        int,
        typer.Option(
            "--workers", metavar="W", help="Processes; they change the time, never the result.", min=1
        ),
    ] = 1,
    as_json: JsonFlag = False,
) -> None:
    """Make a synthetic province: invented enterprises with accounts, rights, titles, equity, loans and their fate.

    Part files of checked facts, tables beside them, and the truth that nobody could see, kept apart.
    """
    order = Order(enterprises, seed)
    with whole_folder(out, MANIFEST) as folder, tracking.counted("blocks", len(order.blocks)) as through:
        manifest = finish(order, folder, _watched(through(write_parts(order, folder, workers=workers))))
    if as_json:
        emit({key: value for key, value in manifest.items() if key != "files"} | {"folder": str(out)})
        return
    rows = manifest["rows"]
    assert isinstance(rows, dict)  # noqa: S101 - made a moment ago
    counts = ", ".join(f"{rows[f'facts/{name}']:,} × {name}" for name in _SHOWN if f"facts/{name}" in rows)
    results().print(f"{printable(str(out))}: {counts}")
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
