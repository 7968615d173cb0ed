"""Small file operations: atomic writes, checksums, hard links."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
