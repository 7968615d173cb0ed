"""Small file operations: atomic writes, checksums, hard links."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside ``path``; it takes the place of ``path`` when the block ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def sha256(path: Path) -> str:
    """The file's checksum, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def stamp(path: Path) -> str:
    """Size and time of change: equal stamps mean that the checksum need not be taken again."""
    status = path.stat()
    return f"{status.st_size}:{status.st_mtime_ns}"


def link_or_copy(origin: Path, target: Path) -> None:
    """Put ``origin``'s bytes at ``target``: a hard link where the file system allows one, else a copy."""
    with replacing(target) as temporary:
        try:
            os.link(origin, temporary)
        except OSError:
            shutil.copy2(origin, temporary)


def vintage(path: Path) -> tuple[int, int, str]:
    """Year and month in a file's name, then the name itself, so that the newest sorts last.

    >>> vintage(Path("IdealpointsJuly2025.dta"))[:2], vintage(Path("points_1946-2019.csv"))[:2]
    ((2025, 7), (2019, 0))
    """
    words = re.findall(rf"({'|'.join(_MONTHS)})[a-z]*[ _-]?((?:19|20)\d\d)", path.stem, re.IGNORECASE)
    numbers = re.findall(r"((?:19|20)\d\d)[-_]?(0[1-9]|1[0-2])?", path.stem)
    dates = [(int(year), _MONTHS.index(month.lower()) + 1) for month, year in words]
    dates += [(int(year), int(month or 0)) for year, month in numbers]
    return *max(dates, default=(0, 0)), path.name
