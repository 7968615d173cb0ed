"""DESTA's records and the pairs of economies they bind, from the publisher's dyads or from the list of members."""

from pathlib import Path

import polars as pl
import polars.selectors as cs

from etl.readers import Files, read_csv

TREATY = {
    "number": "number",
    "base_treaty": "base_number",
    "name": "name",
    "entry_type": "kind",
    "year": "signed_year",
    "entryforceyear": "entry_year",
    "typememb": "membership",
    "regioncon": "region",
    "wto_listed": "wto_listed",
}
DYAD = {"iso1": "economy_1", "iso2": "economy_2", "number": "number", "year": "signed_year"}
DEPTH = {"number": "number", "depth_index": "depth_index", "depth_rasch": "depth_rasch"}
SEATS = range(1, 92)
MEMBERS = {f"c{seat}": f"c{seat}" for seat in SEATS}
GROUPS = {f"mc{seat}": f"mc{seat}" for seat in SEATS}
ACROSS_GROUPS = ["3", "4"]  # membership codes of treaties between a group and a third party, or two groups
# Accession: 1 joins, 2 is in already (or, towards a third party 3, joins its group). Withdrawal: 1 leaves.
BOUND_BY_CHANGE = [("1", "1"), ("1", "2"), ("1", "3"), ("2", "3")]


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Read the list; pairs and withdrawals from their own files where at hand, else from the list's members."""
    path = files.one("treaties")
    treaties = _read(path, TREATY)
    leaves = pl.col("kind") == "withdrawal"
    pairs = [
        *_pairs(files, "dyads", path, treaties.filter(~leaves)),
        *_pairs(files, "withdrawals", path, treaties.filter(leaves)),
    ]
    depths = [_read(indices, DEPTH) for indices in files.all("indices")]
    nothing = pl.DataFrame(schema={"row_number": pl.UInt32, **dict.fromkeys(DEPTH.values(), pl.String)})
    return {
        "treaty": treaties,
        "dyad": pl.concat(pairs, how="diagonal").select("row_number", "number", "economy_1", "economy_2", "year"),
        "depth": pl.concat([nothing, *depths], how="vertical_relaxed"),
    }


def _pairs(files: Files, key: str, path: Path, records: pl.DataFrame) -> list[pl.DataFrame]:
    published = [_read_dyads(dyads) for dyads in files.all(key)]
    return published or [_expand(records.join(_seats(path), on="row_number"))]


def _read(path: Path, columns: dict[str, str]) -> pl.DataFrame:
    with path.open("rb") as stream:
        separator = ";" if b";" in stream.readline() else ","
    frame = read_csv(path, columns, separator=separator, encoding="latin-1")
    return frame.with_columns(cs.string().replace("NA", None))


def _read_dyads(path: Path) -> pl.DataFrame:
    dyads = _read(path, DYAD | {"entryforceyear": "entry_year"})
    one, two = pl.min_horizontal("economy_1", "economy_2"), pl.max_horizontal("economy_1", "economy_2")
    return dyads.with_columns(pl.coalesce("entry_year", "signed_year").alias("year"), economy_1=one, economy_2=two)


def _seats(path: Path) -> pl.DataFrame:
    """List every record's members, one row each, with their group and the number of groups.

    Namibia is 516 here, so "NA" is an empty seat.
    """
    wide = _read(path, MEMBERS | GROUPS)
    members = wide.unpivot(list(MEMBERS), index="row_number", variable_name="seat", value_name="member").drop_nulls()
    groups = wide.unpivot(list(GROUPS), index="row_number", variable_name="seat", value_name="group")
    seat, group = pl.col("seat").str.strip_chars_start("mc"), pl.col("group")
    seated = members.with_columns(seat).join(groups.with_columns(seat), on=["row_number", "seat"], how="left")
    # A member without a group stands with most of the others.
    seated = seated.with_columns(group.fill_null(group.drop_nulls().mode().min().over("row_number")))
    return seated.with_columns(group.n_unique().over("row_number").alias("group_count"))


def _expand(seated: pl.DataFrame) -> pl.DataFrame:
    """Turn members into the pairs that a record binds (or, a withdrawal, parts)."""
    pairs = seated.join(seated.select("row_number", "member", "group"), on="row_number", suffix="_2")
    pairs = pairs.filter(pl.col("member") < pl.col("member_2"), _bound())
    year = pl.coalesce("entry_year", "signed_year").alias("year")
    return pairs.select("row_number", "number", year, economy_1="member", economy_2="member_2")


def _bound() -> pl.Expr:
    one, two = pl.min_horizontal("group", "group_2"), pl.max_horizontal("group", "group_2")
    by_change = pl.any_horizontal((one == low) & (two == high) for low, high in BOUND_BY_CHANGE)
    across = pl.col("membership").is_in(ACROSS_GROUPS) & (pl.col("group_count") > 1)
    is_change = pl.col("kind").is_in(["accession", "withdrawal"])
    return pl.when(is_change).then(by_change).when(across).then(one != two).otherwise(statement=True)
