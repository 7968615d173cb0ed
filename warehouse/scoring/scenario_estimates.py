"""Which numbers what-ifs rest on: a coefficient for each tie, how well it is established, and trade to start from.

Ties of the evidence page take its coefficients: within pairs (G2) less their bias where at least fifty pairs switch;
else, not identified, between pairs (G1). Sanctions that cut trade off, and tariffs, are not among its regressors; they
are fitted here beside treaties. The fitted trade is the baseline.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.scoring.evidence import LEAST_SWITCHING, Finding, badge, switching_pairs
from warehouse.scoring.fit import GravityFit
from warehouse.scoring.gravity import CollinearWarning, fit_ppml
from warehouse.scoring.panel import Floats, ImpossiblePanelError
from warehouse.scoring.scenario_state import Tie
from warehouse.scoring.scenario_terms import Term

KNOWN_FOR_ALL: tuple[Tie, ...] = ("rta", "bit", "sanction")
"""A pair that no source lists has none of these."""

ADOPTED: dict[str, Term] = {
    "rta": Term("rta", "either", "no evidence"),
    "bit": Term("bit", "either", "no evidence"),
    "alignment": Term("alignment", "exporter", "no evidence"),
    "representation": Term("mission", "exporter", "no evidence"),
    "representation_later": Term("mission", "exporter", "no evidence"),
}
"""Regressors of score.gravity_coefficient, in order of preference for a tie."""

OWN: dict[str, Term] = {
    "sanction": Term("sanction", "either", "no evidence"),
    "tariff": Term("tariff", "importer", "no evidence", as_log=True),
}
"""Regressors fitted here."""

BASELINE = "what_if_baseline"


@dataclass(frozen=True)
class Fitted:
    """What the fits here found.

    Attributes:
        fits: Model → fit.
        terms: One row per regressor of `OWN` that could be estimated, as in score.scenario_term.
        trade: (T, N, N), fitted trade of the baseline, also where trade is missing; NaN where effects are unknown.
    """

    fits: dict[str, GravityFit]
    terms: pl.DataFrame
    trade: Floats


def fit(trade: Floats, ties: Mapping[Tie, Floats]) -> Fitted:
    """Fit the baseline, and a model with tariffs on the cells where they are known.

    Args:
        trade: (T, N, N), NaN where missing.
        ties: Tie → (T, N, N), actor by partner, NaN where not known; no NaN for those of `KNOWN_FOR_ALL`.

    Raises:
        ImpossiblePanelError: No trade to fit.
    """
    regressors = {
        name: np.stack([term.value(of_year) for of_year in ties[term.tie]])
        for name, term in (ADOPTED | OWN).items()
        if term.tie in ties
    }
    shared: dict[str, Floats] = {name: values for name, values in regressors.items() if name in KNOWN_FOR_ALL}
    fits = {BASELINE: _fit(trade, shared) or fit_ppml(trade, {}, pair_effects="directed")}
    if "tariff" in regressors and (with_tariffs := _fit(trade, shared | {"tariff": regressors["tariff"]})):
        fits["what_if_tariff"] = with_tariffs
    rows = [
        _row(name, model_id, found, regressors[name])
        for model_id, found in fits.items()
        for name in OWN
        if name in found.terms and (model_id == BASELINE) == (name in KNOWN_FOR_ALL)
    ]
    return Fitted(fits, pl.DataFrame(rows, SCHEMA), fits[BASELINE].predict(shared))


def adopted(coefficients: pl.DataFrame) -> pl.DataFrame:
    """Choose from the evidence page's coefficients, one regressor for each tie that it has.

    Args:
        coefficients: model_id, specification, term, estimate, bias, std_error, switching_pair_count, n_obs,
            evidence_badge; a badge only where the model speaks for the term.

    Returns:
        Rows of score.scenario_term.
    """
    rows: dict[Tie, dict[str, object]] = {}
    for name, term in ADOPTED.items():
        of_term = coefficients.filter(pl.col("evidence_badge").is_not_null(), term=name)
        within = of_term.filter(pl.col("switching_pair_count") >= LEAST_SWITCHING, specification="within")
        for found in (within, of_term.filter(specification="between")):
            if found.height and term.tie not in rows:
                one = found.sort("model_id").row(0, named=True)
                rows[term.tie] = _described(name, term) | {
                    "is_identified": found is within,
                    "estimate": one["estimate"] - one["bias"],
                    **{column: one[column] for column in SCHEMA if column in one and column != "estimate"},
                }
    return pl.DataFrame(list(rows.values()), SCHEMA)


def _fit(trade: Floats, regressors: Mapping[str, npt.ArrayLike]) -> GravityFit | None:
    """The fit, or None where the regressors do not allow one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CollinearWarning)  # what is left out has no coefficient, and says so by that
        try:
            return fit_ppml(trade, regressors, pair_effects="directed", standard_errors="jackknife")
        except ImpossiblePanelError:
            return None


def _row(name: str, model_id: str, found: GravityFit, regressor: Floats) -> dict[str, object]:
    at = found.terms.index(name)
    estimate, std_error, pairs = (
        float(values[at]) for values in (found.estimates, found.std_errors, found.effective_clusters)
    )
    switching = switching_pairs(regressor, found.fitted > 0)
    return _described(name, OWN[name]) | {
        "is_identified": switching >= LEAST_SWITCHING,
        "estimate": estimate,
        "std_error": std_error,
        "switching_pair_count": switching,
        # Without a lead timing is not tested: the badge is within-pair at best.
        "evidence_badge": badge(None, Finding(estimate, std_error, pairs), None, switching),
        "model_id": model_id,
        "n_obs": found.n_obs,
    }


def _described(name: str, term: Term) -> dict[str, object]:
    return {"term": name, "scenario_tie": term.tie, "counted_side": term.view, "is_log": term.as_log}


SCHEMA = {
    "term": pl.String,
    "scenario_tie": pl.String,
    "counted_side": pl.String,
    "is_log": pl.Boolean,
    "is_identified": pl.Boolean,
    "estimate": pl.Float64,
    "std_error": pl.Float64,
    "switching_pair_count": pl.Int64,
    "evidence_badge": pl.String,
    "model_id": pl.String,
    "n_obs": pl.Int64,
}
