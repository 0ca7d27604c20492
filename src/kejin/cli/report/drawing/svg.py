"""The few pieces that every picture is made of: elements, texts in two languages, lengths of texts."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from kejin.facts import Label

# Of the size of the letters: Chinese characters are square, Latin letters and digits of common fonts narrower.
_WIDE, _NARROW = 1.0, 0.54
LABEL, NOTE = 13.0, 12.0
"""The sizes of labels and of the smaller lines under them."""
LINE = 1.3
"""The distance of two lines of a text, of its size."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture for wide and one for narrow pages."""

    wide: Markup
    narrow: Markup


def element(name: str, *inner: Markup, **attributes: object) -> Markup:
    """An element. An underscore in an attribute's name is a hyphen, one at its end is dropped; None is no attribute."""
    parts = [
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), number(value))
        for key, value in attributes.items()
        if value is not None
    ]
    opened = Markup("<") + Markup(name) + Markup("").join(parts)  # noqa: S704 - the name is one of ours
    if not inner:
        return opened + Markup("/>")
    return opened + Markup(">") + Markup("").join(inner) + Markup("</{}>").format(name)


def number(value: object) -> object:
    """A length as short as it can be written; what is no float stays as it is."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value


def picture(inner: Iterable[Markup], *, size: tuple[float, float], name: str, linked: bool = False) -> Markup:
    """The whole picture. `name` is the id of the heading that says what it shows; `linked` when links are inside."""
    width, height = (number(float(length)) for length in size)
    return element(
        "svg",
        *inner,
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="group" if linked else "img",
        aria_labelledby=name,
        class_="picture",
    )


def text_width(text: str, size: float) -> float:
    """About how many pixels a text is long at a size."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return size * (wide * _WIDE + (len(text) - wide) * _NARROW)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines no longer than the width: Latin words stay whole, Chinese breaks anywhere."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and text_width(line + piece.rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or not piece.isspace() else ""
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WF"
        if word and (wide or word.endswith(" ")):
            yield word
            word = ""
        word += character
        if wide:
            yield word
            word = ""
    if word:
        yield word


def shortened(text: str, width: float, size: float, *, lines: int = 2) -> list[str]:
    """At most so many lines; what does not fit ends in an ellipsis (the table beside a picture has it whole)."""
    found = wrapped(text, width, size)
    if len(found) <= lines:
        return found
    # The last line is cut within a word rather than before it: more of a name is seen.
    last = " ".join(found[lines - 1 :]) if " " in text else "".join(found[lines - 1 :])
    while last and text_width(last + "…", size) > width:
        last = last[:-1]
    return [*found[: lines - 1], last.rstrip() + "…"]


def say(label: Label, at: tuple[float, float], *, kind: str, anchor: str | None = None) -> Markup:
    """A text in both languages at one place; the style sheet shows the language that was chosen."""
    if label.zh == label.en:
        return text_line(label.zh, at, kind=kind, anchor=anchor)
    zh = text_line(label.zh, at, kind=f"{kind} zh", anchor=anchor)
    return zh + text_line(label.en, at, kind=f"{kind} en", anchor=anchor)


def text_line(text: str, at: tuple[float, float], *, kind: str, anchor: str | None = None) -> Markup:
    """One line of text with its foot at a place."""
    return element("text", escape(text), x=at[0], y=at[1], class_=kind, text_anchor=anchor)


@dataclass(frozen=True, slots=True)
class Block:
    """A label in lines with a smaller note under it, each language broken by itself.

    A line is its text, its kind and how far its foot lies below the first one's.
    """

    zh: tuple[tuple[str, str, float], ...]
    en: tuple[tuple[str, str, float], ...]

    @classmethod
    def of(cls, label: Label, note: Label | None, *, width: float, lines: int = 2) -> "Block":
        """The block at a width."""
        notes = (note.zh, note.en) if note is not None else ("", "")
        zh, en = (
            tuple(_stacked(text, small, width, lines=lines))
            for text, small in zip((label.zh, label.en), notes, strict=True)
        )
        return cls(zh, en)

    @property
    def height(self) -> float:
        """From the first foot to the last, in the language that needs more."""
        return max(self.zh[-1][2], self.en[-1][2])

    def at(self, x: float, y: float, *, middle: bool = False) -> Markup:
        """The lines with the first foot at the place; with `middle` the block is centred on it."""
        one = self._one(self.zh, "" if self.zh == self.en else " zh", (x, y), middle=middle)
        if self.zh == self.en:
            return one
        return one + self._one(self.en, " en", (x, y), middle=middle)

    @staticmethod
    def _one(
        lines: tuple[tuple[str, str, float], ...], language: str, at: tuple[float, float], *, middle: bool
    ) -> Markup:
        x, y = at[0], at[1] - lines[-1][2] / 2 if middle else at[1]
        return Markup("").join(
            text_line(text, (x, y + below), kind=kind + language, anchor=None) for text, kind, below in lines
        )


def _stacked(text: str, note: str, width: float, *, lines: int) -> Iterator[tuple[str, str, float]]:
    foot = 0.0
    for place, line in enumerate(shortened(text, width, LABEL, lines=lines)):
        foot = place * LABEL * LINE
        yield line, "label", foot
    if note:
        for line in shortened(note, width, NOTE, lines=lines):
            foot += NOTE * LINE
            yield line, "note", foot
