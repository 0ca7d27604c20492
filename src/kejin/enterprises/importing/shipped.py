"""Saved mappings that ship with Kejin, for public tables whose headers do not say enough by themselves."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kejin.enterprises.importing.mapping import FileMapping, load_mapping, parse_mapping
from kejin.errors import MappingError


def shipped_mappings() -> tuple[str, ...]:
    """The names of the shipped mappings, sorted."""
    names = (path.name for path in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def shipped_mapping(name: str) -> FileMapping:
    """A shipped mapping by its name.

    Raises:
        MappingError: There is none of that name.
    """
    if name not in shipped_mappings():
        expected = f"a mapping file, or one that ships with Kejin: {', '.join(shipped_mappings())}"
        raise MappingError("no such mapping", expected=expected, found=name)
    return parse_mapping((_folder() / f"{name}.yaml").read_text(encoding="utf-8"), where=f"{name}.yaml")


def find_mapping(reference: FileMapping | Path | str) -> FileMapping:
    """A mapping as it is, or the one in a file, or the shipped one of that name where there is no such file.

    Raises:
        MappingError: There is neither such a file nor such a shipped mapping, or it cannot be read.
    """
    if isinstance(reference, FileMapping):
        return reference
    path = Path(reference)
    if not path.exists() and path.suffix == "" and path.name == str(reference):
        # No such file, and named like a shipped one: its error lists those there are.
        return shipped_mapping(str(reference))
    return load_mapping(path)


def _folder() -> Traversable:
    return files("kejin.enterprises") / "mappings"
