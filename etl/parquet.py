"""A staged table and its rejected rows, written batch by batch; nobody sees them before they are whole."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from etl.catalog import Entry
from etl.files import replacing

PART = 50_000_000
"""Keys that are compared at once."""


class _Part:
    """One Parquet file under way, a batch behind: it is written while the next batch is read."""

    def __init__(self, path: Path) -> None:
        self.rows = 0
        self._path = path
        self._stream: pq.ParquetWriter | None = None
        self._thread = ThreadPoolExecutor(1)
        self._written: Future[None] | None = None

    def add(self, batch: pl.DataFrame) -> None:
        self._wait()
        self._written = self._thread.submit(self._write, batch)
        self.rows += batch.height

    def _wait(self) -> None:
        if self._written:
            self._written.result()

    def _write(self, batch: pl.DataFrame) -> None:
        arrow = batch.to_arrow(compat_level=pl.CompatLevel.newest())  # as it lies in memory: nothing is copied
        if self._stream is None:
            listed = [name for name, kind in batch.schema.items() if not kind.is_float()]  # measures hardly repeat
            self._stream = pq.ParquetWriter(self._path, arrow.schema, compression="snappy", use_dictionary=listed)
        self._stream.write_table(arrow)

    def close(self) -> None:
        self._thread.shutdown()
        self._wait()
        if self._stream:
            self._stream.close()


class TableWriter:
    """Writes the good and the rejected rows of a table.

    Keys are remembered as 64-bit hashes, so that a row repeated in a later batch does not go unnoticed.
    """

    def __init__(self, good: Path, rejected: Path, grain: Sequence[str]) -> None:
        self._files = good, rejected
        self._grain = list(grain)
        self.begin_again()

    @classmethod
    @contextmanager
    def replacing(cls, good: Path, rejected: Path, grain: Sequence[str]) -> Iterator["TableWriter"]:
        """Write two files that take the places of older ones when the block ends well."""
        with ExitStack() as stack:
            writer = cls(stack.enter_context(replacing(good)), stack.enter_context(replacing(rejected)), grain)
            stack.callback(writer.close)
            yield writer

    def begin_again(self) -> None:
        """Forget what was written."""
        if hasattr(self, "_good"):
            self.close()
        self._good, self._rejected = (_Part(path) for path in self._files)
        self._keys: list[pl.Series] = []

    def add(self, good: pl.DataFrame, rejected: pl.DataFrame) -> None:
        """Write a batch."""
        self._good.add(good)
        self._rejected.add(rejected)
        if good.height:
            self._keys.append(good.select(self._grain).hash_rows())

    @property
    def rows_read(self) -> int:
        """Rows of every batch so far, good or rejected."""
        return self._good.rows + self._rejected.rows

    @property
    def has_repeats(self) -> bool:
        """Whether a key comes twice, as far as hashes can tell: different hashes are of different keys."""
        parts = 1 + self._good.rows // PART
        return any(self._has_repeats(part, parts) for part in range(parts))

    def _has_repeats(self, part: int, parts: int) -> bool:
        """Look at every ``parts``-th of the hashes: of a very large table, all at once would take too much memory."""
        keys = [batch if parts == 1 else batch.filter(batch % parts == part) for batch in self._keys]
        return bool(keys) and (together := pl.concat(keys)).n_unique() < together.len()

    def close(self) -> Entry:
        """Finish both files and return how many rows they hold."""
        self._good.close()
        self._rejected.close()
        return {"rows": self._good.rows, "rejected": self._rejected.rows}
