"""How large a Stata file says that it is, looked at before a reader allocates memory by it.

Layouts: https://www.stata.com/help.cgi?dta (117 and later, tagged), ``dta_115`` (binary header).
"""

import re
from pathlib import Path
from typing import Literal

from etl.errors import SourceError

_TAGGED = re.compile(
    rb"<stata_dta><header><release>11[789]</release><byteorder>(LSF|MSF)</byteorder>"
    rb"<K>(.{2}|.{4})</K><N>(.{4}|.{8})</N>",
    re.DOTALL,
)
_OLD_RELEASES = range(104, 116)
_SHORTEST_NAME = 9  # bytes that a column's name takes in the oldest layout
_REMEDY = "fetch it again with make etl UPDATE=1, or put a good copy in its place"


def refuse_oversized(path: Path, content: bytes) -> None:
    """Refuse a file that declares more columns or rows than its bytes can hold.

    Raises:
        SourceError: It does, or is no Stata file.
    """
    columns, rows = _dimensions(path, content)
    if columns * _SHORTEST_NAME > len(content) or columns * rows > len(content):
        raise SourceError(
            f"{path.name} says it has {columns:,} columns and {rows:,} rows, more than its {len(content):,} bytes hold",
            _REMEDY,
        )


def _dimensions(path: Path, content: bytes) -> tuple[int, int]:
    """Numbers of columns and rows in a file's header."""
    if match := _TAGGED.match(content):
        little, columns, rows = match[1] == b"LSF", match[2], match[3]
    elif len(content) > 10 and content[0] in _OLD_RELEASES:
        little, columns, rows = content[1] == 2, content[4:6], content[6:10]
    else:
        raise SourceError(f"{path.name} cannot be read as Stata: no header of release 104 to 119", _REMEDY)
    order: Literal["little", "big"] = "little" if little else "big"
    return int.from_bytes(columns, order), int.from_bytes(rows, order)
