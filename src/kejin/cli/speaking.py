"""Labels in a person's language."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kejin.cli.options import ShownLanguage
from kejin.cli.output import printable

if TYPE_CHECKING:
    from kejin.facts import Label


@dataclass(frozen=True, slots=True)
class Speaker:
    """Labels in the language asked for; "both" puts the English after the Chinese."""

    language: ShownLanguage

    def __call__(self, label: "Label") -> str:
        """The label's text, without anything that could steer the terminal."""
        if self.language == "both" and label.zh != label.en:
            return printable(f"{label.zh} / {label.en}")
        return printable(label.en if self.language == "en" else label.zh)

    def named(self, key: str) -> str:
        """A fixed word."""
        from kejin.cli.pages.wording import WORDS  # noqa: PLC0415 - the pages' words come with the engines behind them

        return self(WORDS[key])
