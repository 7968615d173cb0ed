"""What a fit leaves in the tables: its coefficients and how it went."""

import polars as pl

from warehouse.scoring.fit import GravityFit


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


def record(fit: GravityFit, model_id: str, sample: str) -> pl.DataFrame:
    """Return one row for ``meta.model_fit``.

    Args:
        fit: The fit.
        model_id: Its name.
        sample: What it was estimated on, in words.
    """
    effects = "exporter-year + importer-year" + (" + pair" if fit.pair_effects is not None else "")
    return pl.DataFrame(
        {
            "model_id": model_id,
            "formula": f"trade ~ {' + '.join(fit.terms) or '1'} | {effects} (PPML)",
            "sample": sample,
            "n_obs": fit.n_obs,
            "n_clusters": fit.n_clusters,
            "n_dropped": sum(fit.dropped.values()),
            "dropped": "; ".join(f"{reason}: {cells}" for reason, cells in fit.dropped.items()),
            "collinear": "; ".join(f"{term} by {by}" for term, by in fit.collinear.items()),
            "iterations": fit.iterations,
            "is_converged": fit.converged,
            "tolerance": fit.tolerance,
            "deviance": fit.deviance,
            "conventions": fit.conventions,
            "fit_seconds": fit.seconds,
        }
    )
