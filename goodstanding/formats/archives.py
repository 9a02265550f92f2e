"""Zips from outside: capped, streamed, never unpacked to disk, so a small file cannot cost much."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from goodstanding.formats.problems import NotReadable

MOST_ENTRIES = 1_000
MOST_BYTES = 4 * 1024**3
MOST_RATIO = 200
RATIO_COUNTS_FROM = 10 * 1024**2
MOST_DIRECTORY_BYTES = 1024**2

_END = b"PK\x05\x06"
_END_BYTES = 22
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP64_LOCATOR_BYTES = 20
_DECLINED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError,
    NotImplementedError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Whatever a broken or hostile file makes the reading libraries raise becomes NotReadable."""
    try:
        yield
    except NotReadable:
        raise
    except _DECLINED as fault:
        raise NotReadable(
            f"{name} cannot be read ({type(fault).__name__}); make the export again"
        ) from fault


def is_zip(path: Path) -> bool:
    with reading(path.name), path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", _END)


@contextmanager
def opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip, after its directory was found to be within the caps."""
    with reading(path.name), path.open("rb") as stream:
        _check_directory(stream, path.name)
        with zipfile.ZipFile(stream) as archive:
            _check_entries(archive.infolist(), path.name)
            yield archive


def _check_directory(stream: BinaryIO, name: str) -> None:
    # zipfile makes an object of every entry before anyone can count them: size it first.
    stream.seek(0, 2)
    end = stream.tell()
    stream.seek(max(0, end - _END_BYTES - _ZIP64_LOCATOR_BYTES - 0xFFFF))
    tail = stream.read()
    # The same choice as zipfile's: an end record without a comment first, else the last one found.
    plain = tail[-_END_BYTES:]
    at = len(tail) - _END_BYTES
    if not (plain[:4] == _END and plain[-2:] == b"\0\0"):
        at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_BYTES:
        raise NotReadable(f"{name} is not a whole zip; send the file again")
    directory_bytes = struct.unpack_from("<L", tail, at + 12)[0]
    if tail[:at][-_ZIP64_LOCATOR_BYTES:].startswith(_ZIP64_LOCATOR):
        raise NotReadable(f"{name} is a 64-bit zip, larger than any export; send smaller zips")
    if directory_bytes > MOST_DIRECTORY_BYTES:
        raise NotReadable(f"{name} holds more than {MOST_ENTRIES} files; send only the tables")
    stream.seek(0)


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MOST_ENTRIES:
        raise NotReadable(f"{name} holds more than {MOST_ENTRIES} files; send only the tables")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise NotReadable(f"{name} unpacks to more than 4 GB; send it in parts")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise NotReadable(f"{name} is protected by a password; send it without one")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotReadable(f"{name} uses an uncommon compression; make an ordinary zip")
        allowed = max(RATIO_COUNTS_FROM, entry.compress_size * MOST_RATIO)
        if entry.file_size > allowed:
            raise NotReadable(f"{name} is packed too tightly to be an export; it was not opened")
