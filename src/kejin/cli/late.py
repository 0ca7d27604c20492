"""Commands that are known by name and by one line of words, and loaded when one of them is wanted.

Most commands stand on engines that take seconds to load; whoever asks for help, or for another command, waits for none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


@dataclass(frozen=True, slots=True)
class Late:
    """Where a command is and what it says of itself.

    Attributes:
        module: The module below `kejin.cli`.
        attribute: The function, or the group of commands, in that module.
        words: Its line in the list of commands: the first sentence of its own help, which a test compares.
    """

    module: str
    attribute: str
    words: str

    def load(self, name: str) -> Any:
        """The command itself, under its name."""
        held = getattr(import_module(f"kejin.cli.{self.module}"), self.attribute)
        if isinstance(held, typer.Typer):
            group = get_group(held)
            group.name = name
            return group
        alone = typer.Typer(add_completion=False)
        alone.command(name)(held)
        return get_command(alone)


class LateCommand(TyperCommand):
    """Stands for a command in lists; whatever is done with it is done by the command itself."""

    def __init__(self, name: str, late: Late) -> None:
        super().__init__(name, help=late.words)
        self._late = late

    def itself(self) -> Any:
        """The command, loaded."""
        return self._late.load(str(self.name))

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of the command itself; everything that follows goes by it."""
        return self.itself().make_context(info_name, args, parent=parent, **extra)


class LateGroup(TyperGroup):
    """A group of commands that are loaded when they are wanted."""

    late: Mapping[str, Late] = MappingProxyType({})

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        for name, late in self.late.items():
            self.add_command(LateCommand(name, late))
