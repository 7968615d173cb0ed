"""Gravity of bilateral FDI stocks: what comparable pairs hold, and how far a pair departs from that.

The specification follows gravity of trade, as Bergstrand & Egger (2007) motivate; i is the home economy, j the host.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.scoring.conformal import ConformalBands, conformal_bands, size_edges
from warehouse.scoring.gravity import GravityFit, fit_ppml
from warehouse.scoring.panel import Booleans, Floats

Negative = Literal["zero", "missing"]


@dataclass(frozen=True)
class InvestmentSettings:
    """How potentials of investment are estimated.

    Attributes:
        floor: Stocks and potentials below it count as this much in logarithms, in the unit of the stocks.
        window: Last years over which stock and potential are averaged.
        coverage: Of the interval.
        bins: Size bins of the interval, by potential.
        folds: Parts of the pairs held out in turn to calibrate the interval.
        seed: Of the draw of folds.
        negative: What a negative stock (loans to the parent exceed its equity) becomes: 'zero', or 'missing'.
    """

    floor: float
    window: int = 3
    coverage: float = 0.9
    bins: int = 5
    folds: int = 5
    seed: int = 0
    negative: Negative = "zero"


@dataclass(frozen=True)
class InvestmentPotential:
    """What comparable pairs hold, beside what each pair does.

    Attributes:
        fit: The fitted model.
        stock: (N, N), mean of the known stocks in the window, home on axis 0; NaN where none is known.
        potential: (N, N), mean fitted value over the same years (over all years of the window where none is known);
            NaN on the diagonal.
        gap: (N, N), ln(potential / stock), both floored; NaN where either is missing.
        lower: (N, N), lower bound of the stock a pair with this potential holds; 0 where that is below the floor.
        upper: (N, N), upper bound, inf where too few pairs of this size were held out.
        bands: The residual quantiles behind the bounds.
        n_negative: Cells with a negative stock.
    """

    fit: GravityFit
    stock: Floats
    potential: Floats
    gap: Floats
    lower: Floats
    upper: Floats
    bands: ConformalBands
    n_negative: int


def investment_potential(
    stocks: npt.ArrayLike, regressors: Mapping[str, npt.ArrayLike], settings: InvestmentSettings
) -> InvestmentPotential:
    """PPML of FDI stocks with home-year and host-year effects; potential, gap and interval of each pair.

    FDI_ijt = exp(π_it + χ_jt + β'z_ijt) ε_ijt. The potential is the fitted value: over the cells estimated on, it adds
    up to the actual stocks of each home and each host. The interval says where the stock of a pair with this potential
    lies: residuals ln(stock / potential) of pairs the fit had not seen, split-conformal by size bin. Pairs are held
    out with both directions and all years. Every pair is held out once (folds), and the bounds stand around the fit to
    all pairs, so the guarantee of a single split holds approximately (Barber, Candès, Ramdas & Tibshirani 2021).

    Args:
        stocks: (T, N, N), in any one unit, home on axis 1, NaN where not reported and on the diagonal.
        regressors: Name → (T, N, N) or (N, N): geography, treaties, ties.
        settings: See `InvestmentSettings`.

    Raises:
        ImpossiblePanelError: Stocks that cannot be estimated on.
        ValueError: Stocks on the diagonal, a floor that is not positive, fewer than two folds, or fewer years than the
            window.
    """
    reported = np.asarray(stocks, dtype=np.float64)
    _check(reported, settings)
    panel, n_negative = _without_negative(reported, settings.negative)
    fit = fit_ppml(panel, regressors)
    stock, potential = _window_means(panel, fit.predict(regressors), settings.window)
    np.fill_diagonal(potential, np.nan)
    bands = _held_out_bands(panel, regressors, settings)
    size = np.log(np.maximum(potential, settings.floor))
    lower, upper = (np.exp(bound) for bound in bands.interval(size, size))
    return InvestmentPotential(
        fit=fit,
        stock=stock,
        potential=potential,
        gap=size - np.log(np.maximum(stock, settings.floor)),
        lower=np.where(lower <= settings.floor, 0.0, lower),
        upper=upper,
        bands=bands,
        n_negative=n_negative,
    )


def _check(stocks: Floats, settings: InvestmentSettings) -> None:
    if settings.floor <= 0:
        raise ValueError("the floor must be positive: the smallest stock the source can show, in its unit")
    if settings.folds < 2:
        raise ValueError("at least two folds are needed, or no pair is held out")
    if not np.isnan(np.einsum("tii->ti", stocks)).all():
        raise ValueError("stocks of an economy in itself; set the diagonal to NaN")
    if len(stocks) < settings.window:
        raise ValueError(
            f"{len(stocks)} years of stocks are fewer than the window of {settings.window}; shorten the window"
        )


def _without_negative(stocks: Floats, negative: Negative) -> tuple[Floats, int]:
    is_negative = stocks < 0
    return np.where(is_negative, 0.0 if negative == "zero" else np.nan, stocks), int(is_negative.sum())


def _window_means(stocks: Floats, fitted: Floats, window: int) -> tuple[Floats, Floats]:
    """Means (N, N) over the same years: those with a known stock, or all of the window where there is none."""
    known = ~np.isnan(stocks[-window:])
    return _mean(stocks[-window:], known), _mean(fitted[-window:], known | ~known.any(axis=0))


def _mean(values: Floats, where: Booleans) -> Floats:
    """Mean over the first axis; NaN where nothing is selected."""
    count = where.sum(axis=0)
    mean: Floats = np.where(where, values, 0.0).sum(axis=0) / np.where(count > 0, count, np.nan)
    return mean


def _held_out_bands(
    stocks: Floats, regressors: Mapping[str, npt.ArrayLike], settings: InvestmentSettings
) -> ConformalBands:
    fold = _fold_of_pair(stocks.shape[1], settings)
    stock = np.full(fold.shape, np.nan)
    potential = stock.copy()
    for held in range(settings.folds):
        seen = fit_ppml(np.where(fold == held, np.nan, stocks), regressors)
        means = _window_means(stocks, seen.predict(regressors), settings.window)
        stock[fold == held], potential[fold == held] = (mean[fold == held] for mean in means)
    known = ~np.isnan(stock) & ~np.isnan(potential)
    np.fill_diagonal(known, False)
    size = np.log(np.maximum(potential[known], settings.floor))
    residual = np.log(np.maximum(stock[known], settings.floor)) - size
    return conformal_bands(residual, size, size_edges(size, settings.bins), coverage=settings.coverage)


def _fold_of_pair(n: int, settings: InvestmentSettings) -> npt.NDArray[np.int64]:
    """(N, N), symmetric: the part in which a pair is held out, with both its directions."""
    drawn = np.random.default_rng(settings.seed).integers(settings.folds, size=(n, n))
    return np.triu(drawn) + np.triu(drawn, 1).T


def without_economies(stocks: npt.ArrayLike, excluded: Booleans) -> Floats:
    """The same stocks without some economies, such as havens and conduits, as home or as host.

    Args:
        stocks: (T, N, N).
        excluded: (N,).

    Returns:
        (T, N, N), NaN in their rows and columns.
    """
    kept = ~(excluded[:, None] | excluded[None, :])
    return np.where(kept, np.asarray(stocks, dtype=np.float64), np.nan)


def compare_coefficients(full: GravityFit, part: GravityFit, *, critical: float = 1.96) -> pl.DataFrame:
    """Coefficients of two samples side by side, and whether each result outlives the smaller sample.

    Args:
        full: Fit to all economies.
        part: The same model without some of them.
        critical: |estimate / standard error| from which a coefficient counts as different from zero.

    Returns:
        term, estimate, std_error, estimate_without, std_error_without (null where a fit left the term out) and verdict:
        'holds', 'vanishes' (different from zero only in the full sample), 'reverses', 'only without' or 'none' (in
        neither).
    """
    terms = list(dict.fromkeys(full.terms + part.terms))
    sides = [_coefficients(fit, terms) for fit in (full, part)]
    signs = [np.sign(estimate) * (np.abs(estimate) >= critical * error) for estimate, error in sides]
    (estimate, error), (estimate_without, error_without) = sides
    return pl.DataFrame(
        {
            "term": terms,
            "estimate": estimate,
            "std_error": error,
            "estimate_without": estimate_without,
            "std_error_without": error_without,
            "verdict": [_verdict(one, other) for one, other in zip(*signs, strict=True)],
        }
    ).fill_nan(None)


def _coefficients(fit: GravityFit, terms: list[str]) -> tuple[Floats, Floats]:
    pairs = [fit.estimate(term) if term in fit.terms else (np.nan, np.nan) for term in terms]
    estimates, errors = np.array(pairs).T
    return estimates, errors


def _verdict(full: float, part: float) -> str:
    """Of the signs of a coefficient in two samples: 0 where it does not differ from zero, NaN where left out."""
    if not full > 0 and not full < 0:
        return "only without" if part > 0 or part < 0 else "none"
    if full == part:
        return "holds"
    return "reverses" if full == -part else "vanishes"


def vanishing_gaps(full: InvestmentPotential, part: InvestmentPotential) -> Booleans:
    """Pairs that hold less than comparable pairs do, but no longer once some economies are left out.

    Args:
        full: Potential from all economies.
        part: The same without some of them.

    Returns:
        (N, N), False also where one of the two gaps is missing.
    """
    return (full.gap > 0) & (part.gap <= 0)
