"""Our estimators against pyfixest, an independent implementation, on panels with everything awkward in them."""

import warnings
from typing import Any, Literal

import numpy as np
import polars as pl
import pyfixest
import pytest

from tests.unit.scoring.gravity_panels import World, world
from warehouse.scoring.fit import Estimates
from warehouse.scoring.gravity import CollinearWarning, fit_ols, fit_ppml
from warehouse.scoring.panel import Floats

EFFECTS = {
    None: "exporter_year + importer_year",
    "domestic": "exporter_year + importer_year + home",
    "symmetric": "exporter_year + importer_year + pair",
    "directed": "exporter_year + importer_year + directed_pair",
}
CONVENTIONS = {
    "stata": pyfixest.ssc(k_adj=False, G_adj=True),
    "fixest": pyfixest.ssc(k_adj=True, k_fixef="nonnested", G_adj=True),
}
Convention = Literal["stata", "fixest"]


def long(trade: Floats, regressors: dict[str, Floats]) -> pl.DataFrame:
    countries = trade.shape[1]
    t, i, j = np.nonzero(~np.isnan(trade))
    frame = {
        "trade": trade[t, i, j],
        "exporter_year": t * countries + i,
        "importer_year": t * countries + j,
        "directed_pair": i * countries + j,
        "pair": np.minimum(i, j) * countries + np.maximum(i, j),
        "home": np.where(i == j, i, -1),
    }
    return pl.DataFrame(frame | {name: values[t, i, j] for name, values in regressors.items()})


def ours(panel: World, effects: str | None, convention: Convention) -> Estimates:
    pairs = None if effects == "domestic" else effects
    with pytest.warns(CollinearWarning, match="sanction"):
        return fit_ppml(
            panel.trade,
            panel.regressors,
            pair_effects=pairs,
            domestic_effects=effects == "domestic",
            standard_errors=convention,
        )


def theirs(panel: World, effects: str | None, convention: Convention) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of what it drops
        return pyfixest.fepois(
            f"trade ~ agreement + alignment + sanction | {EFFECTS[effects]}",
            long(panel.trade, panel.regressors).to_pandas(),
            vcov={"CRV1": "pair"},
            ssc=CONVENTIONS[convention],
            fixef_rm="none",
            separation_check=["fe", "ir"],
            iwls_tol=1e-11,
            iwls_maxiter=200,
            demeaner=pyfixest.MapDemeaner(fixef_tol=1e-11, fixef_maxiter=100_000),
        )


@pytest.mark.parametrize(
    ("seed", "domestic", "effects", "convention"),
    [
        (1, False, None, "stata"),
        (2, True, None, "fixest"),
        (3, True, "domestic", "fixest"),
        (4, True, "domestic", "stata"),
        (5, True, "symmetric", "stata"),
        (6, False, "symmetric", "fixest"),
        (7, True, "directed", "fixest"),
        (8, False, "directed", "stata"),
    ],
)
def test_ppml_agrees(seed: int, domestic: bool, effects: str | None, convention: Convention) -> None:
    panel = world(seed, domestic=domestic)
    fit, reference = ours(panel, effects, convention), theirs(panel, effects, convention)
    assert fit.n_obs == reference._N
    assert list(fit.terms) == list(reference.coef().index)
    np.testing.assert_allclose(fit.estimates, reference.coef(), rtol=1e-6)
    np.testing.assert_allclose(fit.std_errors, reference.se(), rtol=1e-6)


def test_robust_standard_errors_agree_up_to_the_factor() -> None:
    panel = world(9)
    with pytest.warns(CollinearWarning):
        fit = fit_ppml(panel.trade, panel.regressors, standard_errors="robust")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reference = theirs(panel, None, "stata").vcov("hetero")
    factor = fit.n_obs / (fit.n_obs - 1)
    np.testing.assert_allclose(fit.std_errors, np.sqrt(factor) * reference.se(), rtol=1e-6)


def log_linear(panel: World, formula: str, convention: Convention) -> Any:
    frame = long(panel.trade, panel.regressors).filter(pl.col("trade") > 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas deprecates what it uses
        return pyfixest.feols(
            f"log_trade ~ agreement + alignment{formula}",
            frame.with_columns(log_trade=pl.col("trade").log()).to_pandas(),
            vcov={"CRV1": "pair"},
            ssc=CONVENTIONS[convention],
            fixef_rm="none",
            demeaner=pyfixest.MapDemeaner(fixef_tol=1e-11, fixef_maxiter=100_000),
        )


@pytest.mark.parametrize(
    ("seed", "effects", "convention"), [(10, None, "stata"), (11, "directed", "fixest"), (12, "symmetric", "fixest")]
)
def test_log_linear_agrees(seed: int, effects: Literal["directed", "symmetric"] | None, convention: Convention) -> None:
    panel = world(seed)
    with pytest.warns(CollinearWarning, match="sanction"):
        fit = fit_ols(panel.trade, panel.regressors, pair_effects=effects, standard_errors=convention)
    reference = log_linear(panel, f" | {EFFECTS[effects]}", convention)
    assert fit.n_obs == reference._N
    np.testing.assert_allclose(fit.estimates, reference.coef(), rtol=1e-6)
    np.testing.assert_allclose(fit.std_errors, reference.se(), rtol=1e-6)


def test_log_linear_with_an_intercept_agrees() -> None:
    panel = world(13)
    with pytest.warns(CollinearWarning, match="sanction"):
        fit = fit_ols(panel.trade, panel.regressors, country_year_effects=False, standard_errors="fixest")
    reference = log_linear(panel, "", "fixest")
    names = ["Intercept", "agreement", "alignment"]
    np.testing.assert_allclose(fit.estimates, reference.coef().loc[names], rtol=1e-6)
    np.testing.assert_allclose(fit.std_errors, reference.se().loc[names], rtol=1e-6)
