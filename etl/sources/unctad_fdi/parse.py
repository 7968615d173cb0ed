"""Bilateral FDI from the sheets of the economies: regions indented above economies, years across."""

import csv
import io
import re
from collections.abc import Iterator
from glob import escape
from pathlib import Path, PurePosixPath

import polars as pl

from etl.economies import economies
from etl.errors import SourceError
from etl.readers import Files
from etl.unpack import members, read_member

COLUMNS = ("sheet", "partner", "year", "table", "is_mirrored", "published")
HEADINGS = {"Region / economy": False, "Reporting economy": True}
"""What stands over the partners → whether they, not the sheet's economy, reported the figures."""
MEASURES = {"1": "flow", "2": "flow", "3": "stock", "4": "stock"}
ABROAD = ["2", "4"]
YEAR = re.compile(r"(?:19|20)\d\d")
BLANK = ("", "NA")
MISNAMED = {"HGK": "HKG"}
"""Sheets whose file does not bear the ISO code → the code."""
MISSING = ["..", "...", "/...", "/…", *BLANK]


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Stack the sheets; rows are numbered through them, in the order of the sheets' names."""
    cells = [cell for key in ("stocks", "flows") for path in files.all(key) for cell in _archive(path)]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(COLUMNS, pl.String) | {"is_mirrored": pl.Boolean}, orient="row")
    abroad = pl.col("table").is_in(ABROAD)
    names = dict(economies().select("iso3", "name").iter_rows())
    rows = frame.with_row_index("row_number", offset=1).with_columns(
        pl.col("sheet").replace(MISNAMED).replace(names),
        pl.col("published").str.replace_all(r"[\s\x{a0}\x{2009}]", "").alias("compact"),
    )
    position = rows.select(
        "row_number",
        pl.when(abroad).then("sheet").otherwise("partner").alias("home"),
        pl.when(abroad).then("partner").otherwise("sheet").alias("host"),
        "year",
        pl.col("table").replace_strict(MEASURES).alias("measure"),
        pl.when(pl.col("is_mirrored") == abroad).then(pl.lit("host")).otherwise(pl.lit("home")).alias("reported_by"),
        _dollars().alias("value_usd"),
    )
    return {"position": position}


def _dollars() -> pl.Expr:
    """Millions as published → dollars: - is zero, .. missing, "- -9" and "--9" are -9."""
    compact = pl.col("compact").str.replace(r"^-+(\d)", "-$1")
    number = pl.when(compact == "-").then(0.0).otherwise(compact.cast(pl.Float64, strict=False))
    dollars = pl.when(number.is_null()).then("published").otherwise((number * 1e6).cast(pl.String))
    return pl.when(~pl.col("compact").is_in(MISSING)).then(dollars)


def _archive(path: Path) -> Iterator[tuple[object, ...]]:
    for name in sorted(members(path)):
        if name.lower().endswith(".csv"):
            file = PurePosixPath(name)
            yield from _sheet(file.stem, _text(read_member(path, escape(file.name))))


def _text(content: bytes) -> str:
    """Some sheets are UTF-8, some Latin-1."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _sheet(name: str, text: str) -> Iterator[tuple[object, ...]]:
    """One tuple of ``COLUMNS`` for every partner and year of a sheet."""
    lines = list(csv.reader(io.StringIO(text, newline=None)))
    heading, is_mirrored = _heading(name, lines)
    years = {place: cell for place, cell in enumerate(lines[heading]) if YEAR.fullmatch(cell)}
    title = re.search(r"Table\W*(\d)", " ".join(cell for line in lines[:heading] for cell in line))
    if not years or not title or title[1] not in MEASURES:
        raise SourceError(f"unctad_fdi: the sheet {name} has no title (Table 1 to 4) or no years")
    for line in lines[heading + 1 :]:
        labels = [cell for cell in line[1 : min(years)] if cell not in BLANK]
        values = {year: line[place] if place < len(line) else "" for place, year in years.items()}
        if labels and not _is_text(values):
            yield from ((name, labels[-1], year, title[1], is_mirrored, value) for year, value in values.items())


def _heading(name: str, lines: list[list[str]]) -> tuple[int, bool]:
    for place, line in enumerate(lines):
        for cell in line:
            if cell in HEADINGS:
                return place, HEADINGS[cell]
    raise SourceError(f"unctad_fdi: the sheet {name} has no {' or '.join(HEADINGS)}")


def _is_text(values: dict[str, str]) -> bool:
    """Whether a line holds no figures: a note, or the heading again on the next page."""
    return all(value in BLANK or value == year for year, value in values.items())
