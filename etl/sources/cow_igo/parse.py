"""Joint memberships: one column per organisation as published, or their count."""

from pathlib import Path

import polars as pl

from etl.errors import SourceError
from etl.readers import Files, content_of, read_csv, require

DYAD = {"ccode1": "economy_1", "ccode2": "economy_2", "year": "year"}
COUNT = "dyadigos"
BESIDE_ORGANISATIONS = {*DYAD, "country1", "country2", "state1", "state2", "dyadid", "version"}
JOINT_FULL_MEMBERS = "1"
MISSING = ("-9", "-1", "")


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Count the organisations of each dyad, unless the file holds their count."""
    path = files.one("dyads")
    content = content_of(path, "dyadic_formatv3.csv")
    try:
        header = pl.scan_csv(content, infer_schema=False).collect_schema().names()
        if COUNT not in header:
            return {"joint_membership": _counted(path, content, header)}
    except pl.exceptions.PolarsError as error:
        raise SourceError(f"{path.name} cannot be read as CSV: {str(error).splitlines()[0]}") from error
    return {"joint_membership": read_csv(path, {**DYAD, COUNT: "joint_igo_count"})}


def _counted(path: Path, content: bytes, header: list[str]) -> pl.DataFrame:
    """Count in a stream: some 540 columns of 900,000 rows do not fit into memory as text."""
    organisations = [name for name in header if name not in BESIDE_ORGANISATIONS]
    require(path, header, DYAD)
    if not organisations:
        raise SourceError(f"{path.name} has no column of an organisation, and no {COUNT}")
    joint = pl.sum_horizontal((pl.col(name) == JOINT_FULL_MEMBERS).cast(pl.Int16) for name in organisations)
    known = pl.any_horizontal(~pl.col(name).is_in(MISSING) for name in organisations)
    rows = pl.scan_csv(content, infer_schema=False, row_index_name="row_number", row_index_offset=1)
    dyads = rows.select(
        "row_number",
        *(pl.col(published).alias(ours) for published, ours in DYAD.items()),
        pl.when(known).then(joint).alias("joint_igo_count"),
    )
    return dyads.collect(engine="streaming")
