"""From a path to raw sheets: what the file is, decided by its first bytes and not by its name."""

from pathlib import Path

from kejin.enterprises.importing.csvfile import read_csv
from kejin.enterprises.importing.limits import Limits
from kejin.enterprises.importing.parquet import read_parquet
from kejin.enterprises.importing.problems import NOTHING_IMPORTED, Findings
from kejin.enterprises.importing.sheets import RawSheet
from kejin.enterprises.importing.workbook import read_workbook
from kejin.errors import FileError

_REFUSED = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old .xls workbook or one with a password",
        "save it as .xlsx without a password",
    ),
    (b"%PDF", "a PDF", "the table it was made from"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"Rar!", "an archive", "unpack it first"),
    (b"7z\xbc\xaf", "an archive", "unpack it first"),
    (b"{\\rtf", "a text document", "save the table as .xlsx or .csv"),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")


def read_file(path: Path, limits: Limits, findings: Findings) -> list[RawSheet]:
    """The sheets of a CSV, XLSX or Parquet file.

    Raises:
        FileError: The file is missing, too large, of another kind, damaged or hostile; the message says which.
    """
    data = _bytes(path, limits)
    file = path.name
    if data.startswith(b"PK"):
        return read_workbook(data, file, limits, findings=findings)
    if data.startswith(b"PAR1"):
        return [read_parquet(data, file, limits)]
    for mark, found, instead in _REFUSED:
        if data.startswith(mark):
            raise FileError(
                "this kind of file is not read",
                expected=instead,
                found=found,
                where=file,
                kept=NOTHING_IMPORTED,
            )
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        instead = "save the table as .xlsx or .csv"
        raise FileError(
            "this kind of file is not read",
            expected=instead,
            found="markup",
            where=file,
            kept=NOTHING_IMPORTED,
        )
    return [read_csv(data, file, limits, findings=findings)]


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise FileError("this is not a file", found=str(path), kept=NOTHING_IMPORTED)
        if size > limits.file_bytes:
            expected = f"at most {limits.file_bytes:,} bytes"
            raise FileError(
                "the file is too large", expected=expected, found=f"{size:,} bytes", where=path.name
            )
        return path.read_bytes()
    except OSError as problem:
        raise FileError("the file cannot be opened", found=problem.strerror, where=str(path)) from problem
