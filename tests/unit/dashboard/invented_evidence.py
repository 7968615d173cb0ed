"""Invented results of estimates and tests, in the columns the warehouse's model files declare."""

import numpy as np
import polars as pl

ORIGINS = (2000, 2004, 2009)


def tables(rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Return the tables of schema score that pages show as they are."""
    return {"score.backtest": backtest(rng)}


def backtest(rng: np.random.Generator) -> pl.DataFrame:
    """Return levels of a few scores at each origin."""
    measured = [
        ("outgrow", "roc_area", ("outlook", "outlook without ties", "gravity gap", "persistence", "past growth"), 0.58),
        ("growth", "spearman", ("outlook", "outlook without ties", "gravity gap", "persistence", "past growth"), 0.2),
        ("gain", "top_10_share_caught", ("outlook", "current size", "untapped"), 0.45),
    ]
    rows = [
        (origin, outcome, metric, score, level + float(rng.normal(0, 0.02)))
        for origin in ORIGINS
        for outcome, metric, scores, level in measured
        for score in scores
    ]
    frame = pl.DataFrame(rows, schema=["origin", "outcome", "metric", "score", "estimate_value"], orient="row")
    value = pl.col("estimate_value")
    return frame.with_columns(
        pl.col("origin").cast(pl.Int32), low_value=value - 0.02, high_value=value + 0.02,
        timing=pl.lit("clean"), against=pl.lit(""), group_by=pl.lit("all pairs"), group_name=pl.lit("all"),
        n_pairs=pl.lit(900, pl.Int32), origin_use=pl.lit("reporting"),
    )  # fmt: skip
