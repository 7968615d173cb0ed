"""The recency-weighted mean of five calendar years, which the product measures are built on."""

import polars as pl

CELL = ("exporter", "importer", "product")
SPAN = 5
"""Calendar years in the window: t weighs 5, t−1 weighs 4, … t−4 weighs 1."""
FULL_WEIGHT = SPAN * (SPAN + 1) // 2


def recency_mean(flows: pl.DataFrame, latest: int) -> pl.DataFrame:
    """Mean of trade over the calendar years ``latest − 4 … latest`` with weights 1, 2, 3, 4, 5.

    v_ijk = Σ_s w_s X_ijks / Σ_s w_s over the years s observed, after Decreux & Spies (2016, "Export potential
    assessments", ITC). A missing year is left out, so the others weigh more in proportion. Missing is: a year the table
    does not hold, a row whose value is null, and a year in which the exporter or the importer has no value in the whole
    table, on either side. In every other year a cell without a row is a zero.

    Args:
        flows: exporter, importer, product, year, value_usd (current US dollars, null where missing); one row per cell
            and year.
        latest: Calendar year t.

    Returns:
        exporter, importer, product, value_usd (null where no year is observed) and weight_share (0 to 1, the part of
        the full weight of 15 that is observed), for every cell with a row in the window.

    Raises:
        ValueError: No row in the window, two rows for one cell and year, or a negative value.
    """
    window = flows.filter(pl.col("year").is_between(latest - SPAN + 1, latest))
    _check(window, latest)
    weighted = window.with_columns(weight=pl.col("year") - (latest - SPAN))
    covered = _covered(weighted)
    observed = pl.col("pair_weight").fill_null(0) - pl.col("null_weight").fill_null(0)
    return (
        weighted.group_by(CELL)
        .agg(weighted_usd=(pl.col("weight") * pl.col("value_usd")).sum())
        .join(_pair_weights(covered), on=("exporter", "importer"), how="left")
        .join(_null_weights(weighted, covered), on=CELL, how="left")
        .select(
            *CELL,
            value_usd=pl.when(observed > 0).then(pl.col("weighted_usd") / observed),
            weight_share=observed / FULL_WEIGHT,
        )
        .sort(CELL)
    )


def _check(window: pl.DataFrame, latest: int) -> None:
    if window.is_empty():
        raise ValueError(f"no trade in {latest - SPAN + 1}–{latest}; choose a later or an earlier year")
    if window.select(*CELL, "year").is_duplicated().any():
        raise ValueError("two rows for one exporter, importer, product and year; add them up or drop one source first")
    if (window["value_usd"] < 0).any():
        raise ValueError("negative trade; set codes for missing values to null")


def _covered(weighted: pl.DataFrame) -> pl.DataFrame:
    """The economy-years with at least one value, with the weight of the year."""
    known = weighted.filter(pl.col("value_usd").is_not_null())
    sides = [known.select(pl.col(side).alias("economy"), "weight") for side in ("exporter", "importer")]
    return pl.concat(sides).unique()


def _pair_weights(covered: pl.DataFrame) -> pl.DataFrame:
    """Weight of the years in which both economies are covered."""
    exporters, importers = (covered.rename({"economy": side}) for side in ("exporter", "importer"))
    return (
        exporters.join(importers, on="weight").group_by("exporter", "importer").agg(pair_weight=pl.col("weight").sum())
    )


def _null_weights(weighted: pl.DataFrame, covered: pl.DataFrame) -> pl.DataFrame:
    """Weight of the null rows in years that the pair weight counts."""
    nulls = weighted.filter(pl.col("value_usd").is_null())
    for side in ("exporter", "importer"):
        nulls = nulls.join(covered, left_on=(side, "weight"), right_on=("economy", "weight"), how="semi")
    return nulls.group_by(CELL).agg(null_weight=pl.col("weight").sum())
