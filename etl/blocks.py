"""Large CSV files pass through in blocks: one is unpacked and one is read while the one before is worked on.

A block is first read as what the publisher nearly always writes. Only one in which a row turns out to be wrong is read
again as text, so that the row is set aside as it was published.
"""

from codecs import BOM_UTF8
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from etl.errors import SourceError
from etl.readers import LAYOUT_REMEDY, first_line, renamed, require
from etl.unpack import pieces

BLOCK = 16 * 2**20
"""Bytes that are parsed at once, a third of a million rows of BACI: larger blocks are no faster, and hold more."""
Types = Mapping[str, pl.DataType]
Tidy = Callable[[pl.DataFrame], pl.DataFrame]
T = TypeVar("T")


@dataclass(frozen=True)
class Batch:
    """Some rows of a table, and where they were read as numbers, how to get their text."""

    rows: pl.DataFrame
    text: Callable[[], pl.DataFrame] | None = None

    def as_written(self) -> pl.DataFrame:
        """The rows as they stand in the file."""
        return self.text() if self.text else self.rows

    def changed(self, tidy: Tidy) -> "Batch":
        """Do something with the rows, both ways."""
        return Batch(tidy(self.rows), (lambda: tidy(self.as_written())) if self.text else None)


@dataclass(frozen=True)
class LargeCsv:
    """Chosen columns of a UTF-8 CSV file of any size, or of one in a zip. No field may hold a line break.

    Attributes:
        path: The file; a ``.zip`` is looked into, and nothing is unpacked to disk.
        columns: Published name → ours.
        member: Glob of the CSV's name within a zip.
        quote: Around fields; ``None`` where the publisher never quotes.
        missing: Spellings of a missing value, the usual one first: it alone is known where numbers are read, since
            looking for a dozen takes as long as reading.
        plain: Types of columns, by our names, that are nearly always written plainly; the others are text.
        tidy: What remains to be done with a block, whose columns are ``row_number`` and ours.
    """

    path: Path
    columns: dict[str, str]
    member: str = "*.csv"
    quote: str | None = '"'
    missing: tuple[str, ...] = ()
    plain: Types = field(default_factory=dict)
    tidy: Tidy = lambda rows: rows

    def batches(self) -> Iterator[Batch]:
        """Read the file; of its columns the first is ``row_number`` (1 is the first row below the header).

        Raises:
            SourceError: The file is damaged, lacks a column, or has a row with more fields than the header.
        """
        blocks = whole_lines(pieces(self.path, self.member), BLOCK)
        line, _, rest = next(blocks, b"").partition(b"\n")
        header = self._header(line)
        rows_before = 0
        for block in ahead(chain([rest], blocks)):
            batch = self._batch(partial(self._parsed, block, header, rows_before + 1))
            rows_before += batch.rows.height
            yield batch.changed(self.tidy)

    def _batch(self, parsed: Callable[[Types], pl.DataFrame]) -> Batch:
        text = partial(self._as_text, parsed)
        if self.plain:
            with suppress(pl.exceptions.PolarsError):
                return Batch(parsed(self.plain), text)
        return Batch(text())

    def _as_text(self, parsed: Callable[[Types], pl.DataFrame]) -> pl.DataFrame:
        try:
            return parsed({})
        except pl.exceptions.PolarsError as error:  # a row too long, or in another encoding
            said = f"{self.path.name} cannot be read to its end: {first_line(error)}"
            raise SourceError(said, "fetch it again, or put a good copy") from error

    def _parsed(self, block: bytes, header: list[str], first_row: int, types: Types) -> pl.DataFrame:
        rows = pl.scan_csv(
            block,
            has_header=False,
            schema={name: types.get(self.columns.get(name, ""), pl.String()) for name in header},
            missing_columns="insert",
            null_values=list(self.missing[:1] if types else self.missing),
            quote_char=self.quote,
            row_index_name="row_number",
            row_index_offset=first_row,
        )
        return rows.select("row_number", *renamed(self.columns)).collect()

    def _header(self, line: bytes) -> list[str]:
        try:
            header = pl.read_csv(line.removeprefix(BOM_UTF8), infer_schema=False, quote_char=self.quote).columns
        except pl.exceptions.PolarsError as error:
            raise SourceError(f"{self.path.name} cannot be read as CSV: {first_line(error)}", LAYOUT_REMEDY) from error
        require(self.path, header, self.columns)
        return header


def batches(given: Any) -> Iterator[Batch]:
    """The rows a parser gave for a table (a frame, a large file, or an iterator of either), as many as can be held."""
    if isinstance(given, pl.DataFrame):
        yield Batch(given)
    elif isinstance(given, LargeCsv):
        yield from given.batches()
    else:
        for part in given:
            yield from batches(part)


def ahead(items: Iterable[T]) -> Iterator[T]:
    """Give the same items; the next two are made in a thread while the caller works on the last."""
    end = object()
    source = iter(items)
    with ThreadPoolExecutor(1) as thread:
        following = deque(thread.submit(next, source, end) for _ in range(2))
        while (item := following.popleft().result()) is not end:
            following.append(thread.submit(next, source, end))
            yield item  # type: ignore[misc]


def whole_lines(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Join pieces of a text into blocks of about ``size`` bytes, each of which ends with a line; the last may not."""
    held: list[bytes] = []
    count = 0
    for piece in pieces:
        held.append(piece)
        count += len(piece)
        if count >= size and (cut := piece.rfind(b"\n") + 1):
            held[-1] = piece[:cut]
            yield b"".join(held)
            held, count = [piece[cut:]], len(piece) - cut
    if count:
        yield b"".join(held)
