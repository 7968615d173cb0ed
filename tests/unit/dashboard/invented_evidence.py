"""Invented results of estimates and tests, in the columns the warehouse's model files declare."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

ORIGINS = (2000, 2004, 2009)
DIMENSIONS = ("alignment", "representation", "security")
MEASURES = tuple(f"{name}_access{end}" for name in ("model", "revealed") for end in ("", "_low", "_high"))
RHO = tuple(
    f"{name}_rho{end}" for name in ("raw", "partial", "partial_effects", "within") for end in ("", "_low", "_high")
)


def tables(rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Return the tables of schemas score, mart and meta that pages show as they are."""
    return {
        "mart.backtest": backtest(rng),
        "score.gravity_coefficient": _frame(
            ("model_id", "specification", "term", "dimension", "estimate", "std_error", "low_estimate", "high_estimate",
             "effective_pair_count", "switching_pair_count", "n_obs", "evidence_badge"),
            ("g1", "between", "ln_distance", None, -0.78, 0.04, -0.86, -0.7, 90.0, None, 400, None),
            ("g2", "within", "security", "security", 0.31, 0.07, 0.17, 0.45, 60.0, 75, 400, "within-pair"),
        ),
        "score.potential_coefficient": _frame(
            ("model_id", "year", "term", "estimate", "std_error", "n_obs"),
            ("potential_2014", 2014, "ln_distance", -0.8, 0.05, 400), ("potential_2014", 2014, "rta", 0.3, 0.08, 400),
        ),
        "score.outlook_coefficient": _outlook(),
        "score.outlook_sample": _frame(("item", "value"), ("learned from", "growth from 2007 to 2012")),
        "score.gap_component": _frame(
            ("component", "variance", "share"), ("persistent", 3.0, 0.85), ("transient", 0.5, 0.15)
        ),
        "score.specification": _frame(
            ("dimension", "term", "specification", "estimator", "pair_effects", "lag_years", "sample_first_year",
             "sample_last_year", "year_step", "economy_group", "other_ties", "estimate", "std_error", "low_estimate",
             "high_estimate", "switching_pair_count", "n_obs", "evidence_badge", "failure_reason"),
            *((tie, tie, "within", kind, "directed", 0, 1995, 2014, 1, "all", "", (estimate := float(rng.normal())),
               0.05, estimate - 0.1, estimate + 0.1, 60, 400, "association", None)
              for tie in DIMENSIONS for kind in ("ppml", "ols")),
        ),
        "score.event_time": _frame(
            ("dimension", "tie", "offset_years", "term", "estimate", "std_error", "low_estimate", "high_estimate",
             "evidence_badge"),
            *(("security", "pact", step, f"pact_{step}", value, 0.05, value - 0.1, value + 0.1, "association")
              for step, value in ((-4, 0.02), (0, 0.1), (4, 0.08))),
        ),
        "core.rta": _frame(("exporter", "importer", "year"), ("DEU", "FRA", 2014)),
        "score.tie_index": _frame(
            ("origin", "destination", "year", "tie_index", "tie_index_principal", "tie_index_revealed",
             "tie_coverage_share", "rank_tie", "rank_tie_low", "rank_tie_high"),
            ("DEU", "VNM", 2014, 0.61, 0.47, 0.72, 0.71, 300.0, 200.0, 400.0),
        ),
        "score.market_access": _frame(
            ("exporter", "importer", "year", "trade_intensity", *MEASURES, "policy_access_index", "policy_known_share",
             "revealed_weight_share"),
            ("DEU", "VNM", 2014, 0.22, *[0.8] * len(MEASURES), 0.5, 0.5, 0.99),
        ),
        "mart.tie_access_correlation": _frame(
            ("dimension", "tie_timing", "access_measure", "period_first_year", "period_last_year", "exporter_group",
             "with_zero_flows", "compared_pair_count", *RHO, "empty_reason", "within_empty_reason"),
            ("alignment", "as known then", "ease of trade", 2000, 2014, "all", True, 900, *[0.31] * len(RHO), None,
             None),
            ("alignment", "as known then", "ease of trade", 2000, 2009, "all", True, 900, *[0.77] * len(RHO), None,
             None),
            ("treaties", "as known then", "policy access", 2000, 2014, "all", True, 0, *[None] * len(RHO),
             "policy access contains this tie", None),
        ),
        "meta.model_fit": _frame(
            ("model_id", "formula", "sample", "n_obs", "n_clusters", "n_dropped", "dropped", "collinear", "iterations",
             "is_converged", "tolerance", "deviance", "conventions", "fit_seconds"),
            ("g1_geography_rta", "trade ~ ln_distance + rta | exporter-year", "1995–2014, 38 economies, cow_trade", 400,
             200, 3,
             "three", "", 9, True, 1e-10, 12.5, "clustered by unordered pair, G/(G-1)", 0.4),
        ),
        "meta.change": _frame(
            ("kind", "subject", "before", "after"), ("rows", "cow_trade", 100.0, 120.0), ("trade", "2014", 1.0, 1.5)
        ),
        "meta.check_result": _frame(
            ("check_name", "severity", "rule", "remedy", "row_count", "examples"),
            ("trade_not_negative", "error", "Trade is never below zero.", "Look at the source.", 0, "[]"),
            ("alliance_not_mutual", "warning", "An alliance obliges both sides alike.", "None needed.", 18, "[]"),
        ),
        "meta.coverage": _frame(
            ("source_id", "year", "economy_count", "pair_count", "row_count", "world_trade_share"),
            *((name, year, 38, 1400, 1400, 0.9) for name in ("cow_trade", "world_bank") for year in range(2000, 2015)),
        ),
        "meta.rejected_row": _frame(
            ("rejection", "source_id", "table_name", "row_number", "reason", "record"),
            (1, "world_bank", "indicator", 4, "aggregate, not an economy", '{"economy":"=AFE"}'),
        ),
        "meta.column": _frame(
            ("table_name", "column_name", "data_type", "unit", "description"),
            ("mart.opportunity", "exporter", "VARCHAR", None, "Exporting economy"),
        ),
    }  # fmt: skip


def backtest(rng: np.random.Generator) -> pl.DataFrame:
    """Return levels of a few scores at each origin, how far the outlook leads them, and interval coverage."""
    five = ("outlook", "outlook without ties", "gravity gap", "persistence", "past growth")
    measured = [
        ("outgrow", "roc_area", five, 0.58), ("growth", "spearman", five, 0.2),
        ("gain", "top_10_share_caught", ("outlook", "current size", "untapped"), 0.45),
        ("growth", "interval_coverage", ("outlook",), 0.88),
    ]  # fmt: skip
    rows = [
        (origin, outcome, metric, score, level + float(rng.normal(0, 0.02)))
        for origin in ORIGINS
        for outcome, metric, scores, level in measured
        for score in scores
    ]
    frame = _frame(("origin_year", "outcome", "metric", "score", "estimate_value"), *rows)
    value, led = pl.col("estimate_value"), pl.col("score") != "outlook"
    return frame.with_columns(
        pl.col("origin_year").cast(pl.Int32), low_value=value - 0.02, high_value=value + 0.02,
        lead_value=pl.when(led).then(0.03), lead_low_value=pl.when(led).then(0.01),
        lead_high_value=pl.when(led).then(0.05), verdict=pl.when(led).then(pl.lit("better")),
        timing=pl.lit("clean"), group_by=pl.lit("all pairs"), group_name=pl.lit("all"),
        n_pairs=pl.lit(900, pl.Int32), origin_use=pl.lit("reporting"),
    )  # fmt: skip


def _outlook() -> pl.DataFrame:
    rows = [("growth", "pair", 0.054, 0.015), ("growth", "economy", 0.083, 0.027), ("growth", "gap", 0.14, 0.02)]
    rows += [(f"growth with {tie}", "pair", 0.03, 0.02) for tie in DIMENSIONS]
    frame = _frame(("equation", "term", "estimate", "std_error"), *rows)
    return frame.with_columns(shrunk_estimate=pl.col("estimate") * 0.9, n_obs=pl.lit(15000, pl.Int32))


def _frame(columns: Sequence[str], *rows: Sequence[Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=list(columns), orient="row")
