"""Archives are read without trusting them: no path escapes, no links, no bombs."""

import gzip
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath

from etl.errors import SourceError

MAX_BYTES = 16 * 2**30
MAX_RATIO = 400
PIECE = 2**18  # with larger ones the standard library copies more than it unpacks
_ZIP = b"PK\x03\x04"
_RATIO_FROM = 2**20  # small files may well be a thousand blanks
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_REMEDY = "fetch it again with make etl UPDATE=1, or put a good copy in its place"


def members(archive: Path) -> list[str]:
    """Names of the files in a zip.

    Raises:
        SourceError: The zip is damaged or unsafe.
    """
    with _opened(archive) as opened:
        return [info.filename for info in opened.infolist() if not info.is_dir()]


def read_member(archive: Path, pattern: str) -> bytes:
    """The content of the one file in a zip whose base name matches ``pattern``.

    Args:
        archive: The zip.
        pattern: A glob for the base name, such as ``"Dyadic_COW_*.csv"``.

    Raises:
        SourceError: The zip is damaged or unsafe, or not exactly one file matches.
    """
    with _opened(archive) as opened:
        info = _find(archive, opened, pattern)
        try:
            with opened.open(info) as stream:
                content = stream.read(info.file_size + 1)
        except _DAMAGE as error:
            raise SourceError(f"{archive.name}: {info.filename} is damaged ({error})", _REMEDY) from error
    if len(content) != info.file_size:
        raise SourceError(f"{archive.name}: {info.filename} is not of the size it claims", _REMEDY)
    return content


def pieces(path: Path, pattern: str) -> Iterator[bytes]:
    """The bytes of a file, or of the one in a zip whose base name matches ``pattern``, piece by piece, none on disk.

    Raises:
        SourceError: The zip is damaged or unsafe, or not exactly one file matches.
    """
    if path.suffix.lower() == ".zip":
        yield from _member_pieces(path, pattern)
    else:
        with path.open("rb") as stream:
            yield from iter(partial(stream.read, PIECE), b"")


def _member_pieces(archive: Path, pattern: str) -> Iterator[bytes]:
    with _opened(archive) as opened:
        info = _find(archive, opened, pattern)
        try:
            with opened.open(info) as stream:
                yield from iter(partial(stream.read, PIECE), b"")
        except _DAMAGE as error:
            raise SourceError(f"{archive.name}: {info.filename} is damaged ({error})", _REMEDY) from error


def refuse_unsafe(path: Path, content: bytes) -> None:
    """Refuse a file that is itself a zip, as spreadsheets are, where it would unpack to what no table is.

    Raises:
        SourceError: It is damaged or unsafe.
    """
    if content.startswith(_ZIP):
        with _opened(path, BytesIO(content)):
            pass


def read_gzip(packed: Path) -> bytes:
    """The content of a gzip file.

    Raises:
        SourceError: It is damaged, or unpacks to more than a file of its size may.
    """
    most = min(MAX_BYTES, MAX_RATIO * max(packed.stat().st_size, _RATIO_FROM // MAX_RATIO))
    try:
        with gzip.open(packed) as stream:
            content = stream.read(most + 1)
    except _DAMAGE as error:
        raise SourceError(f"{packed.name} is not a readable gzip file ({error})", _REMEDY) from error
    if len(content) > most:
        raise SourceError(f"{packed.name} unpacks to more than {most:,} bytes", _REMEDY)
    return content


@contextmanager
def _opened(archive: Path, content: BytesIO | None = None) -> Iterator[zipfile.ZipFile]:
    try:
        opened = zipfile.ZipFile(content or archive)
    except _DAMAGE as error:
        raise SourceError(f"{archive.name} is not a readable zip ({error})", _REMEDY) from error
    with opened:
        for info in opened.infolist():
            _refuse_unsafe_member(archive, info)
        yield opened


def _refuse_unsafe_member(archive: Path, info: zipfile.ZipInfo) -> None:
    if not info.filename:
        raise SourceError(f"{archive.name} holds a file without a name", _REMEDY)
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in info.filename:
        raise SourceError(f"{archive.name} holds {info.filename!r}, which points outside it", _REMEDY)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise SourceError(f"{archive.name} holds a link, {info.filename!r}", _REMEDY)
    if info.file_size > MAX_BYTES or info.file_size > MAX_RATIO * max(info.compress_size, _RATIO_FROM // MAX_RATIO):
        raise SourceError(f"{archive.name}: {info.filename!r} would unpack to {info.file_size:,} bytes", _REMEDY)


def _find(archive: Path, opened: zipfile.ZipFile, pattern: str) -> zipfile.ZipInfo:
    files = [info for info in opened.infolist() if not info.is_dir()]
    found = [info for info in files if fnmatch(PurePosixPath(info.filename).name.lower(), pattern.lower())]
    if len(found) != 1:
        names = ", ".join(info.filename for info in files[:8]) or "nothing"
        raise SourceError(f"{archive.name} holds {names}; exactly one {pattern} was expected", _REMEDY)
    return found[0]
