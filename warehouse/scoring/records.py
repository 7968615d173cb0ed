"""What a fit leaves in the tables: its coefficients and how it went."""

import polars as pl

from warehouse.scoring.fit import GravityFit
from warehouse.scoring.ols import LogLinearFit


def coefficients(fit: GravityFit, model_id: str) -> pl.DataFrame:
    """Return one row per regressor: model_id, term, estimate, std_error, n_obs."""
    return pl.DataFrame(
        {
            "model_id": model_id,
            "term": fit.terms,
            "estimate": fit.estimates,
            "std_error": fit.std_errors,
            "n_obs": fit.n_obs,
        }
    )


def record(fit: GravityFit | LogLinearFit, model_id: str, sample: str, formula: str = "") -> pl.DataFrame:
    """Return one row for ``meta.model_fit``; least squares is done in one step.

    Args:
        fit: The fit.
        model_id: Its name.
        sample: What it was estimated on, in words.
        formula: Of what was fitted; by default that of PPML.
    """
    if isinstance(fit, GravityFit):
        paired, steps = fit.pair_effects is not None, (fit.iterations, fit.converged, fit.tolerance)
    else:
        paired, steps = False, (1, True, 0.0)
    effects = "exporter-year + importer-year" + (" + pair" if paired else "")
    return pl.DataFrame(
        {
            "model_id": model_id,
            "formula": formula or f"trade ~ {' + '.join(fit.terms) or '1'} | {effects} (PPML)",
            "sample": sample,
            "n_obs": fit.n_obs,
            "n_clusters": fit.n_clusters,
            "n_dropped": sum(fit.dropped.values()),
            "dropped": "; ".join(f"{reason}: {cells}" for reason, cells in fit.dropped.items()),
            "collinear": "; ".join(f"{term} by {by}" for term, by in fit.collinear.items()),
            "iterations": steps[0],
            "is_converged": steps[1],
            "tolerance": steps[2],
            "deviance": fit.deviance,
            "conventions": fit.conventions,
            "fit_seconds": fit.seconds,
        }
    )
