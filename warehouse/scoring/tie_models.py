"""The gravity models with ties: between pairs (G1), within pairs (G2), and before and after (G3); methods, section 3.

Ties known for nearly all trade share one model of each kind. A tie known for less has models of its own beside them, on
the cells where it is known; one known only from a later year has G1 alone.
"""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from warehouse.scoring.estimators import Estimator, PairEffects, fit_by
from warehouse.scoring.evidence import Badge, Finding, Specification, badge, switching_pairs
from warehouse.scoring.gravity import CollinearWarning, GravityFit, LogLinearFit
from warehouse.scoring.gravity_data import AGREEMENTS, DIMENSIONS, GEOGRAPHY, LATER, GravityData
from warehouse.scoring.panel import Floats, ImpossiblePanelError

SHARED_FROM = 0.8
"""Share of all trade for which a tie must be known to enter the shared model."""
STEP = 4
"""Years between leads, current value and lags."""
LAGS = (STEP, 2 * STEP)
FEWEST_YEARS = 5
"""Years that G3 must keep; fewer lags rather than fewer years."""


@dataclass(frozen=True)
class TieModel:
    """One gravity model.

    Attributes:
        model_id: Its name.
        specification: Between, within or timing.
        ties: The regressors that the model speaks for.
        data: Of its years.
        regressors: Name → (T, N, N).
        lags: Of the ties, in years, negative.
        estimator: How it is estimated.
        pair_effects: Of which kind, unless it is between pairs.
    """

    model_id: str
    specification: Specification
    ties: tuple[str, ...]
    data: GravityData
    regressors: Mapping[str, Floats]
    lags: tuple[int, ...] = ()
    estimator: Estimator = "PPML"
    pair_effects: PairEffects = "directed"


@dataclass(frozen=True)
class Estimated:
    """A model with its fit.

    Attributes:
        model: The model.
        fit: Its fit, standard errors by jackknife.
        bias: (K,), of three-way PPML; zero of other estimates.
        switching: Regressor → unordered pairs that change it in the cells estimated on.
    """

    model: TieModel
    fit: GravityFit | LogLinearFit
    bias: Floats
    switching: Mapping[str, int]

    def finding(self, term: str) -> Finding | None:
        """One coefficient; None where it was left out."""
        if term not in self.fit.terms:
            return None
        k = self.fit.terms.index(term)
        numbers = (self.fit.estimates[k], self.fit.std_errors[k], self.fit.effective_clusters[k], self.bias[k])
        return Finding(*map(float, numbers))


def tie_models(data: GravityData) -> list[TieModel]:
    """Every model that the data allow; which terms can be estimated shows in the fit."""
    shared, apart = ties_by_coverage(data)
    models = [TieModel("g1_geography_rta", "between", (), data, data.chosen((*GEOGRAPHY, "rta")))]
    models += _family("", data, shared, shared)
    for name in apart:
        models += _family(f"_{name}", where_known(data, name), (*shared, name), (name,))
    for later in later_ties(data):
        known = where_known(data, later)
        regressors = known.chosen((*GEOGRAPHY, *shared, later))
        models.append(TieModel(f"g1_{later}", "between", (later,), known, regressors))
    return models


def ties_by_coverage(data: GravityData) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ties that share a model, and those known for too little trade to."""
    shares = {name: data.known_share(name) for name in DIMENSIONS}
    shared = (*AGREEMENTS, *(name for name, share in shares.items() if share >= SHARED_FROM))
    return shared, tuple(name for name, share in shares.items() if 0 < share < SHARED_FROM)


def later_ties(data: GravityData) -> list[str]:
    """What stands for the ties that are known from a later year only."""
    return [later for name, later in LATER.items() if data.known_share(name) == 0 < data.known_share(later)]


def where_known(data: GravityData, name: str) -> GravityData:
    """The years in which a variable is known."""
    return data.at([year for year, values in zip(data.axes.years, data.variables[name], strict=True)
                    if not np.isnan(values).all()])  # fmt: skip


def _family(suffix: str, data: GravityData, names: Sequence[str], ties: tuple[str, ...]) -> list[TieModel]:
    """G1, G2 and, where there are years enough, G3."""
    own = data.chosen(names)
    models = [
        TieModel(f"g1{suffix}", "between", ties, data, data.chosen(GEOGRAPHY) | own),
        TieModel(f"g2{suffix}", "within", ties, data, own),
    ]
    if (shifts := _shifts(data.axes.years)) is None:
        return models
    years = [year for year in data.axes.years if all(year + by in data.axes.years for by in shifts)]
    moved = {term_at(name, by): data.shifted(name, by) for by in shifts for name in ties}
    regressors = GravityData(data.axes, data.trade, own | moved).at(years)
    return [*models, TieModel(f"g3{suffix}", "timing", ties, data.at(years), regressors.variables, shifts[1:])]


def _shifts(years: tuple[int, ...]) -> tuple[int, ...] | None:
    """The lead and the lags, in years, that leave years enough."""
    for lags in (LAGS, LAGS[:1]):
        shifts = (STEP, *(-lag for lag in lags))
        if sum(all(year + by in years for by in shifts) for year in years) >= FEWEST_YEARS:
            return shifts
    return None


def term_at(tie: str, by: int) -> str:
    """The regressor that is a tie's value `by` years later."""
    return f"{tie}_lead{by}" if by > 0 else f"{tie}_lag{-by}" if by else tie


def estimate(models: Iterable[TieModel], workers: int = 2) -> list[Estimated]:
    """Fit every model that can be, on several threads; results do not depend on how many."""
    with warnings.catch_warnings(), ThreadPoolExecutor(workers) as pool:
        warnings.simplefilter("ignore", CollinearWarning)  # recorded in the fit
        return [found for found in pool.map(_estimate, models) if found]


def _estimate(model: TieModel) -> Estimated | None:
    try:
        return estimated(model)
    except ImpossiblePanelError:
        return None


def estimated(model: TieModel) -> Estimated:
    """Fit a model.

    Raises:
        ImpossiblePanelError: Data that cannot be estimated on.
    """
    pair_effects = model.pair_effects if model.specification != "between" else None
    fit, bias = fit_by(model.estimator, model.data.trade, model.regressors, pair_effects)
    switching = {term: switching_pairs(model.regressors[term], fit.cells) for term in fit.terms}
    return Estimated(model, fit, bias, switching)


def badges(found: Iterable[Estimated]) -> dict[str, Badge]:
    """Tie → badge, from the models that speak for it."""
    by_tie: dict[str, dict[Specification, Estimated]] = {}
    for one in found:
        for tie in one.model.ties:
            by_tie.setdefault(tie, {})[one.model.specification] = one
    return {tie: _badge(tie, by) for tie, by in by_tie.items()}


def _badge(tie: str, by: Mapping[Specification, Estimated]) -> Badge:
    between, within, timing = (by.get(name) for name in ("between", "within", "timing"))
    return badge(
        between.finding(tie) if between else None,
        within.finding(tie) if within else None,
        timing.finding(term_at(tie, STEP)) if timing else None,
        within.switching.get(tie, 0) if within else 0,
    )
