"""The whole way: a file that people have becomes a checked fact set, or every reason why not."""

from dataclasses import dataclass
from pathlib import Path

from kejin.enterprises.importing.checking import check_mapping, notice_unread
from kejin.enterprises.importing.limits import Limits
from kejin.enterprises.importing.mapping import FileMapping
from kejin.enterprises.importing.merging import merge
from kejin.enterprises.importing.pieces import Piece, take_apart
from kejin.enterprises.importing.problems import NOTHING_IMPORTED, Findings, ImportErrors, Notice
from kejin.enterprises.importing.proposing import propose_mapping
from kejin.enterprises.importing.reading import read_file
from kejin.enterprises.importing.shipped import find_mapping
from kejin.errors import FileError
from kejin.facts import FactSet, Grain, SourceSheet, check_frame

_DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import gave.

    Attributes:
        factset: The checked frames; without any frame when `errors` is there.
        mapping: The mapping that was used, proposed where none was given; save it to use it again.
        notices: What a person should know: assumptions, headers not understood, what was left out.
        errors: Why nothing was imported; None when all went well.
    """

    factset: FactSet
    mapping: FileMapping
    notices: tuple[Notice, ...]
    errors: ImportErrors | None = None


def import_file(
    path: Path | str, mapping: FileMapping | Path | str | None = None, *, limits: Limits = _DEFAULT_LIMITS
) -> ImportResult:
    """Import a CSV, XLSX or Parquet file: all of it, or nothing.

    Args:
        path: The file.
        mapping: How to read it: a mapping, the path of a saved one, the name of a shipped one, or None to propose one
            from the headers.
        limits: How large it may be. The default is for files from strangers; see `LOCAL_LIMITS`.

    Returns:
        The facts, the mapping that was used and the notices; `errors` is None.

    Raises:
        FileError: The file cannot be read at all, or passes a limit.
        MappingError: The saved mapping cannot be read.
        ImportErrors: Anything else that is wrong, all of it at once.
    """
    result = dry_run(path, mapping, limits=limits)
    if result.errors is not None:
        raise result.errors
    return result


def dry_run(
    path: Path | str, mapping: FileMapping | Path | str | None = None, *, limits: Limits = _DEFAULT_LIMITS
) -> ImportResult:
    """The same as `import_file`, but what is wrong with mapping and cells comes back as `errors` of the result.

    Raises:
        FileError: The file cannot be read at all, or passes a limit.
        MappingError: The saved mapping cannot be read.
    """
    findings = Findings(limits.errors)
    given = None if mapping is None else find_mapping(mapping)
    sheets = read_file(Path(path), limits, findings)
    if not sheets:
        raise FileError(
            "the file holds no rows",
            expected="a header and rows",
            where=Path(path).name,
            kept=NOTHING_IMPORTED,
        )
    used = propose_mapping(sheets, findings) if given is None else check_mapping(given, findings)
    factset = FactSet({})
    if not findings.any_errors:
        pieces: list[Piece] = []
        sources: list[SourceSheet] = []
        for sheet, one in list(notice_unread(sheets, used, findings)):
            made, source = take_apart(sheet, one, len(sources), limits=limits, findings=findings)
            pieces.extend(made)
            sources.append(source)
        if not findings.any_errors:
            factset = _assembled(pieces, sources, used, findings=findings)
    errors = findings.errors()
    return ImportResult(factset if errors is None else FactSet({}), used, tuple(findings.notices), errors)


def _assembled(
    pieces: list[Piece], sources: list[SourceSheet], mapping: FileMapping, *, findings: Findings
) -> FactSet:
    frames = merge(pieces, sources, findings)
    if findings.any_errors:
        return FactSet({})
    if not any(frame.height for frame in frames.values()):
        findings.others.append(
            FileError("the file holds no rows", expected="rows below the header", kept=NOTHING_IMPORTED)
        )
        return FactSet({})
    checked = {grain: check_frame(frame, grain) for grain, frame in frames.items()}
    return FactSet(
        checked, complete=frozenset(Grain(grain) for grain in mapping.complete), sheets=tuple(sources)
    )
