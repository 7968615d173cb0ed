"""Bytes that depend on nothing but the world."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def write_zip(path: Path, member: str, content: bytes) -> None:
    """Write a zip with one member, dated 1980 and owned by nobody, so that the same content gives the same bytes."""
    info = ZipInfo(member)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3
    with ZipFile(path, "w") as archive:
        archive.writestr(info, content, compresslevel=6)
