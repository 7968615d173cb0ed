"""Which numbers what-ifs rest on: a coefficient for each tie, how well it is established, and trade to start from.

A tie is first looked for within pairs (G2): by the Wald test of its regressors at 1 %, with at least fifty pairs that
switch. Where that finds nothing, between pairs (G1). Coefficients are those of the model that the badge speaks of.

Treaties and sanctions are known for every pair and share one fit, whose fitted trade is the baseline. A tie that is not
known for every pair has a fit of its own beside them, on the cells where it is known; its coefficients are drawn
independently of theirs.
"""

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2

from warehouse.scoring.fit import GravityFit
from warehouse.scoring.gravity import CollinearWarning, fit_ppml
from warehouse.scoring.panel import Floats, ImpossiblePanelError
from warehouse.scoring.scenario_state import Tie
from warehouse.scoring.scenario_terms import Badge, Term

KNOWN_FOR_ALL: tuple[Tie, ...] = ("rta", "bit", "sanction")
"""A pair that no source lists has none of these."""

UNTESTED: dict[str, Term] = {
    "rta": Term("rta", "either", "no evidence"),
    "bit": Term("bit", "either", "no evidence"),
    "sanction": Term("sanction", "either", "no evidence"),
    "alignment": Term("alignment", "exporter", "no evidence"),
    "tariff": Term("tariff", "importer", "no evidence", as_log=True),
    "mission_exporter": Term("mission", "exporter", "no evidence"),
    "mission_importer": Term("mission", "importer", "no evidence"),
}
"""The regressors, before anything is known of their effects."""

TIES = tuple(dict.fromkeys(term.tie for term in UNTESTED.values()))

SIGNIFICANCE, LEAST_SWITCHING = 0.01, 50
BETWEEN_YEARS = 3
SHARED, BETWEEN = "what_if_within", "what_if_between"


@dataclass(frozen=True)
class TermEvidence:
    """Where a coefficient comes from.

    Attributes:
        term: How the regressor follows from its tie, and the badge.
        model_id: The fit it is taken from.
        p_value: Of the Wald test that all regressors of the tie have no effect, in that fit.
        switching: Unordered pairs whose tie changes while they trade; 0 where it is not known in more than one year.
    """

    term: Term
    model_id: str
    p_value: float
    switching: int


@dataclass(frozen=True)
class ScenarioEstimates:
    """What a what-if draws from; `uncertainty.Estimates`.

    Attributes:
        evidence: Regressor → where its coefficient comes from.
        estimates: (K,).
        covariance: (K, K); zero between coefficients of different fits.
        fits: Model → fit.
        trade: (T, N, N), fitted trade of the shared fit, also where trade is missing; NaN where effects are unknown.
    """

    evidence: dict[str, TermEvidence]
    estimates: Floats
    covariance: Floats
    fits: dict[str, GravityFit]
    trade: Floats

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the K regressors."""
        return tuple(self.evidence)


@dataclass(frozen=True)
class _Found:
    """A tie in a fit."""

    model_id: str
    fit: GravityFit
    names: tuple[str, ...]
    switching: int

    @property
    def p_value(self) -> float:
        at = [self.fit.terms.index(name) for name in self.names]
        estimates = self.fit.estimates[at]
        statistic = estimates @ np.linalg.pinv(self.fit.covariance[np.ix_(at, at)]) @ estimates
        return float(chi2.sf(statistic, len(at)))


def estimate(
    trade: Floats, dated: Mapping[Tie, Floats], shown: Mapping[Tie, Floats], geography: Mapping[str, npt.ArrayLike]
) -> ScenarioEstimates:
    """Estimate what can be, within pairs before between them.

    Args:
        trade: (T, N, N), NaN where missing.
        dated: Tie → (T, N, N), actor by partner, NaN where not known; no NaN for those of `KNOWN_FOR_ALL`.
        shown: Likewise, with values known only from a later year: no pair can be seen to change these.
        geography: Regressors of the between model, (N, N).

    Raises:
        ImpossiblePanelError: No trade to fit.
    """
    within, between = _regressors(dated), _regressors(shown)
    shared = {name: values for name, values in within.items() if UNTESTED[name].tie in KNOWN_FOR_ALL}
    fits = {SHARED: _fit(trade, shared, "directed") or fit_ppml(trade, {}, pair_effects="directed")}
    for tie in [tie for tie in TIES if tie in dated and tie not in KNOWN_FOR_ALL]:
        own = {name: values for name, values in within.items() if UNTESTED[name].tie == tie}
        if found := _fit(trade, shared | own, "directed"):
            fits[_own(tie)] = found
    recent = {name: values[-BETWEEN_YEARS:] for name, values in between.items()}
    if found := _fit(trade[-BETWEEN_YEARS:], {**geography, **recent}, None):
        fits[BETWEEN] = found
    evidence = {name: found for tie in TIES if tie in shown for name, found in _evidence(tie, within, fits)}
    estimates = np.array([fits[chosen.model_id].estimate(name)[0] for name, chosen in evidence.items()])
    return ScenarioEstimates(evidence, estimates, _covariance(evidence, fits), fits, fits[SHARED].predict(shared))


def _regressors(ties: Mapping[Tie, Floats]) -> dict[str, Floats]:
    return {
        name: np.stack([term.value(of_year) for of_year in ties[term.tie]])
        for name, term in UNTESTED.items()
        if term.tie in ties
    }


def _own(tie: Tie) -> str:
    return SHARED if tie in KNOWN_FOR_ALL else f"{SHARED}_{tie}"


def _fit(
    trade: Floats, regressors: Mapping[str, npt.ArrayLike], pair_effects: Literal["directed"] | None
) -> GravityFit | None:
    """The fit, or None where trade or regressors do not allow one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CollinearWarning)  # what is left out has no coefficient, and says so by that
        try:
            return fit_ppml(trade, regressors, pair_effects=pair_effects)
        except ImpossiblePanelError:
            return None


def _covariance(evidence: Mapping[str, TermEvidence], fits: Mapping[str, GravityFit]) -> Floats:
    result = np.zeros((len(evidence), len(evidence)))
    for row, (term, chosen) in enumerate(evidence.items()):
        fit = fits[chosen.model_id]
        for column, (other, beside) in enumerate(evidence.items()):
            if beside.model_id == chosen.model_id:
                result[row, column] = fit.covariance[fit.terms.index(term), fit.terms.index(other)]
    return result


def _evidence(
    tie: Tie, dated: Mapping[str, Floats], fits: Mapping[str, GravityFit]
) -> Iterator[tuple[str, TermEvidence]]:
    names = tuple(name for name, term in UNTESTED.items() if term.tie == tie)
    within, between = (_found(model_id, fits, names, dated) for model_id in (_own(tie), BETWEEN))
    chosen, badge = _choose(within, between)
    if chosen:
        for name in names:
            term = replace(UNTESTED[name], badge=badge)
            yield name, TermEvidence(term, chosen.model_id, chosen.p_value, within.switching if within else 0)


def _found(
    model_id: str, fits: Mapping[str, GravityFit], names: tuple[str, ...], dated: Mapping[str, Floats]
) -> _Found | None:
    """The tie in a fit, None where it was not or could not be estimated."""
    fit = fits.get(model_id)
    if fit is None or not set(names) <= set(fit.terms):
        return None
    switching = 0 if model_id == BETWEEN else _switching([dated[name] for name in names], fit)
    return _Found(model_id, fit, names, switching)


def _switching(regressors: list[Floats], fit: GravityFit) -> int:
    traded = fit.fitted > 0
    changes = np.zeros(traded.shape[1:], dtype=bool)
    for values in regressors:
        highest = np.where(traded, values, -np.inf).max(axis=0)
        changes |= highest > np.where(traded, values, np.inf).min(axis=0)
    return int(np.triu(changes | changes.T).sum())


def _choose(within: _Found | None, between: _Found | None) -> tuple[_Found | None, Badge]:
    """The model whose coefficients are taken, and what may be claimed for them."""
    switches = within is not None and within.switching >= LEAST_SWITCHING
    if within and switches and within.p_value < SIGNIFICANCE:
        return within, "within-pair"
    if between and between.p_value < SIGNIFICANCE:
        return between, "association"
    return (within if switches else between or within), "no evidence"
