"""Which encoding a text file is in, and its bytes as UTF-8.

A byte order mark decides; then strict UTF-8; then GB18030, in which tables from mainland offices come. A file that is
mostly UTF-8 with a broken place is called broken and not read as GB18030, in which almost any bytes mean something.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kejin.enterprises.importing.problems import NOTHING_IMPORTED
from kejin.errors import FileError

_CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Chinese characters as UTF-8 writes them; two GB18030 characters seldom look like this by chance.
_UTF8_CHINESE = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
_ORDINARY = re.compile(r"[\t\r\n\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text file as UTF-8 without a byte order mark, and the encoding it came in."""

    data: bytes
    encoding: str


def decode(data: bytes, file: str) -> Decoded:
    """The file's text as UTF-8.

    Raises:
        FileError: Neither UTF-8, UTF-16 nor GB18030, or broken UTF-8; or a NUL character, which no table holds.
    """
    encoding, body = _encoding(data, file)
    if encoding != "utf-8":
        body = b"".join(_transcoded(body, encoding, file))
    nul = body.find(b"\0")
    if nul >= 0:
        line = body.count(b"\n", 0, nul) + 1
        raise FileError("the text holds a NUL character", where=f"{file}, line {line}", kept=NOTHING_IMPORTED)
    return Decoded(body, encoding)


def _encoding(data: bytes, file: str) -> tuple[str, bytes]:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _unreadable(file, "UTF-32")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            if encoding == "utf-8" and (broken := _first_error(data[len(mark) :], "utf-8")) is not None:
                raise _broken(data, broken + len(mark), file)
            return encoding, data[len(mark) :]
    if guessed := _utf16_without_mark(data):
        return guessed, data
    broken = _first_error(data, "utf-8")
    if broken is None:
        return "utf-8", data
    if _looks_like_utf8(data):
        raise _broken(data, broken, file)
    return "gb18030", data


def _utf16_without_mark(data: bytes) -> str | None:
    """Text that is ordinary when read as UTF-16; read in the wrong order, or if it is no UTF-16, it is a jumble."""
    sample = data[: 1 << 12]
    # Separators and line ends in UTF-16 bring zeros, of which other encodings have none.
    if b"\0" not in sample or len(data) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, errors="replace")
        if len(_ORDINARY.findall(text)) * 10 >= len(text) * 9:
            return encoding
    return None


def _first_error(data: bytes, encoding: str) -> int | None:
    """Where the first bytes stand that the encoding does not allow, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(data), _CHUNK):
        try:
            decoder.decode(data[start : start + _CHUNK], final=start + _CHUNK >= len(data))
        except UnicodeDecodeError as problem:
            # The decoder may have held back up to three bytes of the chunk before.
            held_back = len(problem.object) - len(data[start : start + _CHUNK])
            return start - held_back + problem.start
    return None


def _looks_like_utf8(data: bytes) -> bool:
    sample = data[: 1 << 22]
    foreign = len(_NOT_ASCII.findall(sample))
    return len(_UTF8_CHINESE.findall(sample)) * 3 > foreign // 2


def _transcoded(body: bytes, encoding: str, file: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(body), _CHUNK):
        final = start + _CHUNK >= len(body)
        try:
            # A lone surrogate out of UTF-16 has no UTF-8 form and surfaces here too.
            yield decoder.decode(body[start : start + _CHUNK], final=final).encode("utf-8")
        except UnicodeError as problem:
            raise _unreadable(file, encoding) from problem


def _unreadable(file: str, encoding: str) -> FileError:
    return FileError(
        "the text cannot be decoded",
        expected="UTF-8, UTF-16 or GB18030",
        found=f"bytes that are not {encoding.upper()}",
        where=file,
        kept=NOTHING_IMPORTED,
    )


def _broken(data: bytes, offset: int, file: str) -> FileError:
    line = data.count(b"\n", 0, offset) + 1
    return FileError(
        "the text is damaged UTF-8",
        expected="valid UTF-8 throughout",
        found=data[offset : offset + 4].hex(" "),
        where=f"{file}, line {line}, byte {offset + 1}",
        kept=NOTHING_IMPORTED,
    )
