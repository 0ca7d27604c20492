"""Import of the tables people have: CSV, XLSX, Parquet; every assumption said, every wrong cell named, all or nothing.

result = import_file("企业.xlsx")
result.factset, result.notices
save_mapping(result.mapping, Path("企业.mapping.yaml"))
"""

from kejin.enterprises.importing.columns import bounds_of
from kejin.enterprises.importing.errorfile import write_error_file
from kejin.enterprises.importing.importer import ImportResult, dry_run, import_file
from kejin.enterprises.importing.limits import LOCAL_LIMITS, Limits
from kejin.enterprises.importing.mapping import (
    ColumnMapping,
    FileMapping,
    SheetMapping,
    load_mapping,
    mapping_text,
    parse_mapping,
    save_mapping,
)
from kejin.enterprises.importing.problems import CellProblem, ImportErrors, Notice
from kejin.enterprises.importing.reasons import TEXTS, Reason
from kejin.enterprises.importing.shipped import shipped_mapping, shipped_mappings

__all__ = [
    "LOCAL_LIMITS",
    "TEXTS",
    "CellProblem",
    "ColumnMapping",
    "FileMapping",
    "ImportErrors",
    "ImportResult",
    "Limits",
    "Notice",
    "Reason",
    "SheetMapping",
    "bounds_of",
    "dry_run",
    "import_file",
    "load_mapping",
    "mapping_text",
    "parse_mapping",
    "save_mapping",
    "shipped_mapping",
    "shipped_mappings",
    "write_error_file",
]
