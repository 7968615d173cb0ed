"""What parsers read with: every value comes as text, numbered by its row, and a changed layout is said so."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from etl.errors import SourceError
from etl.files import vintage
from etl.unpack import members, read_member

_LAYOUT_REMEDY = "the publisher may have changed the layout: compare with [files] in source.toml and parse.py"


@dataclass(frozen=True)
class Files:
    """A source's files, by their key in ``source.toml``."""

    paths: dict[str, list[Path]]
    fetched_year: int

    def all(self, key: str) -> list[Path]:
        """Every file of a family, by name."""
        return self.paths.get(key, [])

    def one(self, key: str) -> Path:
        """The file of that key; of several vintages, the one whose name bears the latest date."""
        return max(self.all(key), key=vintage)


def read_csv(
    path: Path,
    columns: dict[str, str],
    *,
    member: str = "*.csv",
    separator: str = ",",
    quote: str | None = '"',
    encoding: str = "utf8",
) -> pl.DataFrame:
    """Read chosen columns of a CSV file, or of one in a zip, as text.

    Args:
        path: The file; a ``.zip`` is looked into.
        columns: Published name → ours.
        member: Glob of the CSV's name within a zip.
        separator: Between fields.
        quote: Around fields; ``None`` where the publisher never quotes.
        encoding: As the publisher declares it.

    Returns:
        ``row_number`` (1 is the first row below the header) and the renamed columns, all text.

    Raises:
        SourceError: The file is damaged, not in that encoding, or lacks a column.
    """
    content = read_member(path, member) if path.suffix == ".zip" else path.read_bytes()
    content = _as_utf8(path, content, encoding)
    try:
        frame = pl.scan_csv(
            content,
            separator=separator,
            quote_char=quote,
            infer_schema=False,
            row_index_name="row_number",
            row_index_offset=1,
        )
        require(path, frame.collect_schema().names(), columns)
        return frame.select("row_number", *_renamed(columns)).collect()
    except pl.exceptions.PolarsError as error:
        raise SourceError(f"{path.name} cannot be read as CSV: {_first_line(error)}", _LAYOUT_REMEDY) from error


def read_excel(path: Path, columns: dict[str, str], *, member: str = "*.xls*") -> pl.DataFrame:
    """Read chosen columns of a spreadsheet's first sheet, or of one in a zip, as text. No macro is run.

    Raises:
        SourceError: The file is damaged or lacks a column.
    """
    import fastexcel  # noqa: PLC0415  (an unchanged refresh reads none)

    content = read_member(path, member) if path.suffix == ".zip" else path.read_bytes()
    try:
        frame = fastexcel.read_excel(content).load_sheet(0, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise SourceError(f"{path.name} cannot be read as a spreadsheet: {_first_line(error)}") from error
    require(path, frame.columns, columns)
    return frame.with_row_index("row_number", offset=1).select("row_number", *_renamed(columns))


def read_stata(path: Path, columns: dict[str, str]) -> pl.DataFrame:
    """Read chosen columns of a Stata file, with their types.

    Raises:
        SourceError: The file is damaged or lacks a column.
    """
    import pyreadstat  # noqa: PLC0415  (an unchanged refresh reads none)

    try:
        frame: pl.DataFrame = pyreadstat.read_dta(str(path), output_format="polars")[0]
    except (pyreadstat.ReadstatError, UnicodeDecodeError, ValueError) as error:
        raise SourceError(f"{path.name} cannot be read as Stata: {_first_line(error)}") from error
    require(path, frame.columns, columns)
    return frame.with_row_index("row_number", offset=1).select("row_number", *_renamed(columns))


def read_table(path: Path, columns: dict[str, str], **csv: Any) -> pl.DataFrame:
    """Read a CSV, spreadsheet or Stata file by its suffix, or by that of the only file in a zip.

    Raises:
        SourceError: The file is damaged, of an unknown kind, or lacks a column.
    """
    names = members(path) if path.suffix == ".zip" else [path.name]
    suffixes = {Path(name).suffix.lower() for name in names}
    if suffixes & {".xls", ".xlsx", ".xlsm"}:
        return read_excel(path, columns)
    if ".dta" in suffixes:
        return read_stata(path, columns)
    return read_csv(path, columns, **csv)


def require(path: Path, found: list[str], wanted: dict[str, str]) -> None:
    """Check a header.

    Raises:
        SourceError: Names the columns that are not there, and those that are.
    """
    if missing := [name for name in wanted if name not in found]:
        raise SourceError(
            f"{path.name}: the header has changed: no column {', '.join(missing)} among {', '.join(found[:40])}",
            _LAYOUT_REMEDY,
        )


def _renamed(columns: dict[str, str]) -> list[pl.Expr]:
    return [pl.col(published).alias(ours) for published, ours in columns.items()]


def _as_utf8(path: Path, content: bytes, encoding: str) -> bytes:
    if encoding == "utf8" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode("utf-16" if encoding == "utf8" else encoding).encode()
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name} is not {encoding}: {error}", _LAYOUT_REMEDY) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
