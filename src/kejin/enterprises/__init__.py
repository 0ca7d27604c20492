"""Enterprises: how their facts come in from the tables people have, and go out again."""

from kejin.enterprises.exporting import export_workbook
from kejin.enterprises.importing import (
    LOCAL_LIMITS,
    FileMapping,
    ImportErrors,
    ImportResult,
    Limits,
    dry_run,
    import_file,
    load_mapping,
    mapping_text,
    save_mapping,
    shipped_mapping,
    shipped_mappings,
    write_error_file,
)

__all__ = [
    "LOCAL_LIMITS",
    "FileMapping",
    "ImportErrors",
    "ImportResult",
    "Limits",
    "dry_run",
    "export_workbook",
    "import_file",
    "load_mapping",
    "mapping_text",
    "save_mapping",
    "shipped_mapping",
    "shipped_mappings",
    "write_error_file",
]
