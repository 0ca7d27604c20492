"""`kejin policy handbook`: the handbook as a folder of Markdown."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from kejin.cli.handbook.page import Language
from kejin.cli.handbook.writing import LANGUAGES, handbook, write_handbook
from kejin.cli.options import JsonFlag, LanguageOption, PacksOption
from kejin.cli.output import emit, results
from kejin.packs import load_packs
from kejin.runs.folder import whole_folder

MANIFEST = "handbook.json"


def handbook_command(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write; made anew.")],
    lang: LanguageOption = "both",
    packs: PacksOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Write the handbook: one Markdown page for each policy in Chinese and in English, and an index for each language.

    The folder appears when all of it is written; one that holds anything but an earlier handbook is never replaced.
    """
    languages: tuple[Language, ...] = LANGUAGES if lang is None or lang == "both" else (lang,)
    store = load_packs(packs or ())
    pages = handbook(store, languages)
    with whole_folder(out, manifest=MANIFEST) as folder:
        write_handbook(pages, folder)
        listing = {"languages": languages, "policies": list(store.policies), "pages": sorted(pages)}
        (folder / MANIFEST).write_text(json.dumps(listing, ensure_ascii=False, indent=2) + "\n", "utf-8")
    if as_json:
        emit({"folder": out, "pages": len(pages)})
    else:
        results().print(
            Text(f"{len(pages)} pages: " + ", ".join(str(out / x / "index.md") for x in languages))
        )
