"""DESTA's list of treaties: one row a record, members and their groups in 91 seats, "NA" for an empty one."""

from pathlib import Path

import polars as pl

from etl.simulation.world import World

SEATS = range(1, 92)
UNNUMBERED = {"XKX": "900"}  # DESTA's own
KNOWN = [
    "number", "base_treaty", "name", "entry_type", "consolidated", "year", "entryforceyear", "language", "typememb",
    "regioncon", "wto_listed", "wto_name",
]  # fmt: skip


def write(world: World, folder: Path) -> None:
    """Write ``DESTA.csv``; accessions and withdrawals bear no year of entry into force, as most do."""
    columns = KNOWN + [f"c{seat}" for seat in SEATS] + [f"mc{seat}" for seat in SEATS]
    listed = world.facts["agreement"].join(_seats(world), on="number", how="left").sort("number")
    not_held = [pl.lit(None, pl.String).alias(name) for name in columns if name not in (*KNOWN, *listed.columns)]
    table = listed.with_columns(_records()).with_columns(not_held).select(columns)
    text = table.write_csv(separator=";", null_value="NA", quote_style="necessary")
    (folder / "DESTA.csv").write_bytes(text.encode("latin-1"))


def _records() -> list[pl.Expr]:
    is_change = pl.col("kind") != "base_treaty"
    return [
        pl.col("base_number").alias("base_treaty"),
        pl.format("Simulated agreement {}", "number").alias("name"),
        pl.col("kind").alias("entry_type"),
        pl.lit(0).alias("consolidated"),
        pl.col("signed_year").alias("year"),
        pl.when(~is_change).then("entry_year").alias("entryforceyear"),
        pl.lit("English").alias("language"),
        pl.col("membership").alias("typememb"),
        pl.lit("Intercontinental").alias("regioncon"),
        pl.lit(1).alias("wto_listed"),
        pl.lit(None, pl.String).alias("wto_name"),
    ]


def _seats(world: World) -> pl.DataFrame:
    """One row a record: its members' numbers in ``c1``…, their groups in ``mc1``…."""
    number = world.economies.select(
        "iso3", code=pl.col("m49").fill_null(pl.col("iso3").replace_strict(UNNUMBERED, default=None))
    )
    seated = world.facts["agreement_member"].join(number, left_on="economy", right_on="iso3")
    seated = seated.sort("number", "economy").with_columns(seat=pl.int_range(1, pl.len() + 1).over("number"))
    wide = [
        seated.pivot("seat", index="number", values=values).select("number", pl.exclude("number").name.prefix(prefix))
        for prefix, values in (("c", "code"), ("mc", "group"))
    ]
    return wide[0].join(wide[1], on="number")
