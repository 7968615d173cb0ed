"""Separated zero flows against a linear program, and panels so sparse that little of them is left."""

import warnings
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from warehouse.scoring.gravity import (
    CollinearWarning,
    GravityFit,
    ImpossiblePanelError,
    NotConvergedWarning,
    fit_ppml,
)
from warehouse.scoring.panel import Booleans, Floats

pair_choices = st.sampled_from([None, "directed", "symmetric"])


def sparse(
    seed: int, *, countries: int, spread: float, zeros: float, missing: float
) -> tuple[Floats, dict[str, Floats]]:
    rng = np.random.default_rng(seed)
    shape = (4, countries, countries)
    exporter, importer, pair = (
        rng.normal(0, spread, size) for size in ((4, countries, 1), (4, 1, countries), shape[1:])
    )
    trade = np.exp(exporter + importer + pair) * rng.gamma(0.5, 2, shape)
    trade[rng.random(shape) < zeros] = 0
    trade[rng.random(shape) < missing] = np.nan
    return trade, {"noise": rng.normal(size=shape), "rare": (rng.random(shape) < 0.1).astype(float)}


def quietly(trade: Floats, regressors: dict[str, Floats], pair_effects: str | None) -> GravityFit | None:
    """The fit, or None where nothing can be estimated; only warnings meant for users are silenced."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CollinearWarning)
        warnings.simplefilter("ignore", NotConvergedWarning)
        try:
            return fit_ppml(trade, regressors, pair_effects=pair_effects, standard_errors="robust")  # type: ignore[arg-type]
        except ImpossiblePanelError:
            return None


def design(cells: Booleans, regressors: list[Floats], pair_effects: str | None) -> Floats:
    """Dummies and regressors of the cells, one row each."""
    years, countries = cells.shape[:2]
    t, i, j = np.nonzero(cells)
    groups = [t * countries + i, t * countries + j]
    if pair_effects:
        first, second = (np.minimum(i, j), np.maximum(i, j)) if pair_effects == "symmetric" else (i, j)
        groups.append(first * countries + second)
    dummies = [np.eye(years * countries + countries**2)[group] for group in groups]
    return np.column_stack([*dummies, *(x[cells] for x in regressors)])


def separated(trade: Floats, cells: Booleans, regressors: list[Floats], pair_effects: str | None) -> Booleans:
    """Zero flows where some combination is positive that is nowhere negative and zero at positive flows."""
    X, positive = design(cells, regressors, pair_effects), trade[cells] > 0
    _, singular, rows = np.linalg.svd(X[positive])
    null = rows[(singular > 1e-9 * singular[0]).sum() :].T
    left, lengths, _ = np.linalg.svd(X[~positive] @ null, full_matrices=False)
    basis = left[:, lengths > 1e-8]
    found = np.zeros(len(positive), dtype=bool)
    if basis.size:
        zeros, k = basis.shape
        program = linprog(
            np.concatenate([np.zeros(k), -np.ones(zeros)]),
            A_eq=np.column_stack([basis, -np.eye(zeros)]),
            b_eq=np.zeros(zeros),
            bounds=[(None, None)] * k + [(0, 1)] * zeros,
        )
        found[~positive] = program.x[k:] > 1e-6
    whole = np.zeros_like(cells)
    whole[cells] = found
    return whole


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), pair_choices)
def test_a_linear_program_finds_the_same_cells(seed: int, pair_effects: str | None) -> None:
    trade, regressors = sparse(seed, countries=8, spread=1.0, zeros=0.5, missing=0.3)
    fit = quietly(trade, regressors, pair_effects)
    if fit is None:
        return
    kept = [regressors[term] for term in fit.terms]
    cells = ~np.isnan(trade)
    while (more := separated(trade, cells, kept, pair_effects)).any():
        cells &= ~more
    assert fit.converged
    np.testing.assert_array_equal(fit.fitted > 0, cells)


SPARSE = st.fixed_dictionaries(
    {
        "countries": st.integers(2, 9),
        "spread": st.floats(0.2, 5),
        "zeros": st.floats(0, 0.95),
        "missing": st.floats(0, 0.7),
    }
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), pair_choices, SPARSE)
def test_hopeless_panels_fail_only_in_words(seed: int, pair_effects: str | None, kind: dict[str, Any]) -> None:
    trade, regressors = sparse(seed, **kind)
    fit = quietly(trade, regressors, pair_effects)
    if fit is not None and fit.converged:
        np.testing.assert_allclose(np.nansum(fit.fitted, axis=2), np.nansum(trade, axis=2), rtol=1e-6)
        np.testing.assert_allclose(np.nansum(fit.fitted, axis=1), np.nansum(trade, axis=1), rtol=1e-6)
        assert np.isfinite(fit.std_errors).all()
