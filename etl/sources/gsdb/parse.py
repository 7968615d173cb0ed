"""Cases of sanctions; several states or blocs stand in one cell, and some names hold a comma themselves."""

import polars as pl

from etl.economies import code_table, normalise_name
from etl.readers import Files, read_csv

CASE = {
    "case_id": "case_id",
    "sanctioned_state": "targets",
    "sanctioning_state": "senders",
    "begin": "begin_year",
    "end": "end_year",
    "descr_trade": "restricted",
    **{name: name for name in ("trade", "arms", "military", "financial", "travel", "other", "objective", "success")},
}
SIDES = {"senders": "sender", "targets": "target"}
EXTENT = {"compl": "complete", "part": "partial"}
LONGEST_CASE_YEARS = 200


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Split the cells into states, by year in force, and names that are no economy."""
    cases = read_csv(files.one("cases"), CASE, encoding="latin-1")
    party = pl.concat(_side(cases, column, role) for column, role in SIDES.items())
    known = party["name"].map_elements(normalise_name, return_dtype=pl.String).is_in(_names())
    return {
        "case": cases.with_columns(_extent("exp"), _extent("imp")).drop("restricted"),
        "party": _by_year(party.filter(known)),
        "bloc": party.filter(~known).select("row_number", "case_id", "role", bloc="name"),
    }


def split_names(cell: str) -> list[str]:
    """Split a list of names, of which some hold commas: the longest known name first.

    >>> split_names("Congo, Democratic Republic of the, Kenya,EU")
    ['Congo, Democratic Republic of the', 'Kenya', 'EU']
    """
    parts, names = [part.strip() for part in cell.split(",") if part.strip()], []
    while parts:
        lengths = (n for n in range(len(parts), 0, -1) if normalise_name(", ".join(parts[:n])) in _names())
        length = next(lengths, 1)
        names.append(", ".join(parts[:length]))
        parts = parts[length:]
    return names


def _names() -> set[str]:
    return set(code_table("name")["code"])


def _side(cases: pl.DataFrame, column: str, role: str) -> pl.DataFrame:
    names = pl.col(column).map_elements(split_names, return_dtype=pl.List(pl.String))
    side = cases.select(
        "row_number", "case_id", pl.lit(role).alias("role"), names.alias("name"), "begin_year", "end_year"
    )
    return side.explode("name").drop_nulls("name").unique(["case_id", "role", "name"], maintain_order=True)


def _by_year(party: pl.DataFrame) -> pl.DataFrame:
    begin, end = (pl.col(name).cast(pl.Int64, strict=False) for name in ("begin_year", "end_year"))
    last = pl.min_horizontal(end, begin + LONGEST_CASE_YEARS)  # a misprinted year must not fill the memory
    years = party.with_columns(pl.int_ranges(begin, last + 1).alias("year")).explode("year").drop_nulls("year")
    return years.select("row_number", "case_id", "role", pl.col("name").alias("economy"), "year")


def _extent(direction: str) -> pl.Expr:
    """Whether the sender's exports (``exp``) or imports (``imp``) are restricted, from ``exp_part, imp_compl``."""
    word = pl.col("restricted").str.extract(rf"{direction}_(\w+)")
    return word.replace(EXTENT).alias("exports" if direction == "exp" else "imports")
