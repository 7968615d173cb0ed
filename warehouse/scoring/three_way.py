"""The bias of PPML with exporter-year, importer-year and pair effects (Weidner & Zylkin 2021).

Three-way estimates are consistent however few the years are, but their bias shrinks only as fast as their standard
error, with the number of economies: intervals are then off-centre. The bias is estimated here; it is for the caller to
take it off. Pair effects are concentrated out, which leaves for each ordered pair the multinomial likelihood of its
years, with shares ϑ = λ/Λ, score S = y − ϑY, Hessian Y (diag ϑ − ϑϑ') and third derivative −Y κ, κ the third
central moment of the multinomial.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from numpy.linalg import inv, pinv

from warehouse.scoring.fit import GravityFit
from warehouse.scoring.panel import Floats, read_panel
from warehouse.scoring.regression import Regression

PRECISION = 1e-5
"""Of the regressors: finer than the estimate of the bias ever is."""


def three_way_bias(trade: npt.ArrayLike, regressors: Mapping[str, npt.ArrayLike], fit: GravityFit) -> Floats:
    """Estimate the bias of each coefficient of a fit with directed pair effects (proposition 3, plug-in).

    Errors of different ordered pairs are taken to be independent; within a pair they may be related over time. The
    plug-in finds a half to all of the bias, the more the more economies there are.

    Args:
        trade: (T, N, N), as given to the fit.
        regressors: Name → (T, N, N) or (N, N), likewise.
        fit: The fit.

    Returns:
        (K,), to be taken off the estimates.
    """
    full, _ = read_panel(trade, {term: regressors[term] for term in fit.terms})
    panel = full.restricted(fit.fitted > 0)
    fitted = np.where(panel.sample, fit.fitted, 0.0)
    regression = Regression(panel, "directed")
    regression.project(fitted, PRECISION)
    residualised = regression.residualised
    information = np.tensordot(residualised * fitted, residualised, axes=([1, 2, 3], [1, 2, 3]))
    shares = np.divide(fitted, fitted.sum(axis=0), out=np.zeros_like(fitted), where=fitted.sum(axis=0) > 0)
    arrays = (residualised, fitted, shares, panel.trade)
    scores = np.zeros(len(residualised))
    for axis in (-2, -1):  # as exporter, as importer
        of_each = (np.ascontiguousarray(np.moveaxis(x, axis, 0)) for x in arrays)
        scores += sum(_score_bias(*one) for one in zip(*of_each, strict=True))
    bias: Floats = inv(information) @ scores
    return bias


def _score_bias(regressors: Floats, fitted: Floats, shares: Floats, trade: Floats) -> Floats:
    """What the estimation of one economy's T effects adds to the expected score of β, (K,).

    Args:
        regressors: (K, T, N), residualised, of this economy with each of N partners.
        fitted: (T, N).
        shares: (T, N), of each year in the pair's fitted total.
        trade: (T, N).
    """
    totals = fitted.sum(axis=0)
    score = trade - shares * trade.sum(axis=0)
    hessian = np.diag(fitted.sum(axis=1)) - (shares * totals) @ shares.T
    inverse = pinv(hessian, rcond=1e-12, hermitian=True)
    weighted = shares * (regressors - (shares * regressors).sum(axis=1, keepdims=True))
    # Of the Hessian only the pair's total is random.
    first = -np.einsum("ts,ksn,n,tn->k", inverse, weighted, trade.sum(axis=0), score, optimize=True)
    spread = inverse @ (score @ score.T) @ inverse
    second = 0.5 * np.einsum("kts,ts->k", _third(weighted, shares, totals), spread)
    return np.asarray(first + second)


def _third(weighted: Floats, shares: Floats, totals: Floats) -> Floats:
    """Σ over partners of the third derivative along x̃, (K, T, T).

    Along a vector c with mean zero under ϑ the third moment is diag(ϑc) − ϑ(ϑc)' − (ϑc)ϑ'.

    Args:
        weighted: (K, T, N), ϑc.
        shares: (T, N), ϑ.
        totals: (N,), expected totals.
    """
    diagonal = (weighted * totals).sum(axis=2)
    outer = (weighted * totals) @ shares.T
    return np.asarray(outer + outer.swapaxes(1, 2) - diagonal[:, :, None] * np.eye(len(shares)))
