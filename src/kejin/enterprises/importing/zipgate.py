"""The gate before a workbook: nothing inside a zip file is handed on before its names and sizes are known to be sane.

A reader that trusts the sizes written in a zip file can be made to expand gigabytes. Here every part is expanded once
by ourselves, counted while it grows, and only then read by anybody else.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from kejin.enterprises.importing.limits import Limits
from kejin.enterprises.importing.problems import NOTHING_IMPORTED
from kejin.errors import FileError

_STEP = 1 << 20
_SMALL = 1 << 20
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_END = b"PK\x05\x06"
_END_SIZE = 22
_ENCRYPTED = 0x1
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")


@dataclass(slots=True)
class Container:
    """A checked zip file: the parts in it, readable one by one within the limits.

    Attributes:
        data: The whole file.
        file: Its name.
        limits: What it may cost.
        parts: The parts by their names in small letters: to a workbook's reader Sheet1.xml and sheet1.xml are one.
        expanded: The bytes of all parts, once `check_all` has counted them.
    """

    data: bytes
    file: str
    limits: Limits
    parts: dict[str, zipfile.ZipInfo]
    expanded: int = 0

    def read(self, name: str) -> bytes:
        """One part, expanded.

        Raises:
            FileError: There is no such part, it is broken, or it grows beyond the limits.
        """
        if name.lower() not in self.parts:
            raise self.refusal("a part of the workbook is missing", found=name)
        return b"".join(self._expand(self.parts[name.lower()]))

    def check_all(self) -> None:
        """Expand every part once, keeping none, so that sizes are facts and not claims.

        Raises:
            FileError: A part is broken, lies about its size, grows beyond the limits, is an archive itself, or is XML
                that declares entities or is not UTF-8.
        """
        self.expanded = 0
        for info in self.parts.values():
            head, markup = b"", info.filename.lower().endswith((".xml", ".rels", ".vml"))
            for chunk in self._expand(info):
                self._check_chunk(info.filename, head[-16:] + chunk, first=not head, markup=markup)
                head = chunk
                self.expanded += len(chunk)
                if self.expanded > self.limits.expanded_bytes:
                    raise self.refusal(
                        "the workbook grows too large", found=f"more than {self.expanded:,} bytes"
                    )

    def _check_chunk(self, name: str, chunk: bytes, *, first: bool, markup: bool) -> None:
        if first and chunk.startswith(_ARCHIVES):
            raise self.refusal("there is an archive inside the workbook", found=name)
        if markup and (b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk):
            raise self.refusal("the workbook declares entities", expected="plain XML", found=name)
        if markup and b"\0" in chunk:
            # XML in UTF-16 would hide a declaration from the line above; no spreadsheet program writes it.
            raise self.refusal("a part of the workbook is not UTF-8", found=name)

    def _expand(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        packed = self._packed(info)
        if info.compress_type == zipfile.ZIP_STORED:
            if len(packed) != info.file_size:
                raise self.refusal("the workbook is damaged", found=f"{info.filename} ends too early")
            yield packed
            return
        machine = zlib.decompressobj(-15)
        size = 0
        try:
            chunk = machine.decompress(packed, _STEP)
            while chunk:
                size += len(chunk)
                if size > info.file_size:
                    raise self.refusal("a part of the workbook is larger than it says", found=info.filename)
                yield chunk
                chunk = machine.decompress(machine.unconsumed_tail, _STEP)
        except zlib.error as problem:
            raise self.refusal("the workbook is damaged", found=f"{info.filename}: {problem}") from problem
        if size != info.file_size or not machine.eof:
            raise self.refusal("the workbook is damaged", found=f"{info.filename} ends too early")

    def _packed(self, info: zipfile.ZipInfo) -> bytes:
        header = self.data[info.header_offset : info.header_offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise self.refusal("the workbook is damaged", found=info.filename)
        *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        start = info.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        return self.data[start : start + info.compress_size]

    def refusal(self, what: str, *, expected: str | None = None, found: object = None) -> FileError:
        """An error about this file."""
        return FileError(what, expected=expected, found=found, where=self.file, kept=NOTHING_IMPORTED)


def open_container(data: bytes, file: str, limits: Limits) -> Container:
    """The parts of a zip file, every one of them within the limits.

    Raises:
        FileError: Not a zip file, too many parts, a part that is encrypted, linked, named outside the file, named
            twice, packed in an unusual way, or whose size passes the limits.
    """
    if not data.startswith(b"PK\x03\x04") or data[-_END_SIZE : -_END_SIZE + 4] != _END:
        # With something before its first part or behind its list of parts, two readers could see two different files.
        found = "bytes before or behind the zip file, or a cut-off end"
        raise FileError("the file is not a readable workbook", found=found, where=file, kept=NOTHING_IMPORTED)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError) as problem:
        raise FileError(
            "the file is not a readable workbook", found=str(problem), where=file, kept=NOTHING_IMPORTED
        ) from problem
    container = Container(data, file, limits, {info.filename.lower(): info for info in infos})
    if min((info.header_offset for info in infos), default=0) != 0:
        raise container.refusal("the file is not a readable workbook", found="bytes before the first part")
    if len(infos) > limits.entries:
        raise container.refusal(
            "too many parts in the workbook", expected=f"at most {limits.entries}", found=len(infos)
        )
    if len(container.parts) < len(infos):
        raise container.refusal("two parts of the workbook have one name")
    for info in infos:
        _check_entry(info, container)
    total = sum(info.file_size for info in infos)
    if total > limits.expanded_bytes:
        limit = f"at most {limits.expanded_bytes:,} bytes expanded"
        raise container.refusal("the workbook is too large", expected=limit, found=f"{total:,} bytes")
    container.check_all()
    return container


def _check_entry(info: zipfile.ZipInfo, container: Container) -> None:
    name = info.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in info.orig_filename:
        raise container.refusal("a part of the workbook has an unsafe name", found=name)
    if info.flag_bits & _ENCRYPTED:
        raise container.refusal(
            "the workbook is encrypted", expected="a workbook without a password", found=name
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        raise container.refusal("the workbook holds a link to another file", found=name)
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise container.refusal("a part of the workbook is packed in an unusual way", found=name)
    if info.file_size > _SMALL and info.file_size > info.compress_size * container.limits.ratio:
        limit = f"at most {container.limits.ratio} to 1"
        raise container.refusal("the workbook expands suspiciously", expected=limit, found=name)
