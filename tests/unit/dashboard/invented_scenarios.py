"""What a what-if starts from, invented: fitted trade, ties of the last year, and coefficients with their evidence."""

from itertools import permutations

import numpy as np
import polars as pl

from tests.unit.dashboard.invented_evidence import _frame

EU = ("DEU", "ESP", "FRA", "ITA", "NLD", "POL", "SWE")
TERMS = (
    # Term, tie, whose act, identified, estimate, standard error, badge.
    ("alignment", "alignment", "exporter", True, 0.1, 0.15, "no evidence"),
    ("representation_later", "mission", "exporter", False, 0.4, 0.1, "association"),
    ("rta", "rta", "either", True, 0.3, 0.05, "timing holds"),
)


def tables(trade: pl.DataFrame, year: int) -> dict[str, pl.DataFrame]:
    """Return the tables behind what-ifs.

    Args:
        trade: exporter, importer, fitted_usd.
        year: The one year that may be asked about.
    """
    economies = trade["exporter"].unique().sort().to_list()
    return {
        "score.scenario_trade": trade.with_columns(year=pl.lit(year)),
        "score.scenario_tie": _ties(economies, year),
        "score.scenario_term": _terms(),
        "score.scenario_covariance": _frame(
            ("term", "other_term", "covariance"), *((term, term, error**2) for term, *_, error, _ in TERMS)
        ),
        "ref.bloc_member": _frame(
            ("bloc_name", "economy", "member_from", "member_to"), *(("EU", code, 1958, None) for code in EU)
        ).with_columns(pl.col("member_to").cast(pl.Int64)),
    }


def _terms() -> pl.DataFrame:
    names = ("term", "scenario_tie", "counted_side", "is_identified", "estimate", "std_error", "evidence_badge")
    return _frame(names, *TERMS).with_columns(is_log=pl.lit(False), switching_pair_count=pl.lit(60))


def _ties(economies: list[str], year: int) -> pl.DataFrame:
    """Agreements within the EU, embassies everywhere but between Kenya and Viet Nam, alignment anyhow."""
    rng = np.random.default_rng(2)
    rows: list[tuple[str, str, str, float]] = []
    for actor, partner in permutations(economies, 2):
        rows.append((actor, partner, "alignment", float(rng.uniform())))
        if {actor, partner} != {"KEN", "VNM"}:
            rows.append((actor, partner, "mission", 1.0))
        if {actor, partner} <= set(EU):
            rows.append((actor, partner, "rta", 1.0))
    return _frame(("actor", "partner", "scenario_tie", "tie_value"), *rows).with_columns(
        year=pl.lit(year), tie_status=pl.lit("observed")
    )
