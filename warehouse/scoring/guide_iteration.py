"""The iteration published with the WTO/UNCTAD Advanced Guide to Trade Policy Analysis (Yotov et al. 2016, chapter 2).

Kept to reproduce the guide's tables; the product uses `equilibrium.solve`. GEPPML (Anderson, Larch & Yotov 2018)
estimates gravity by Poisson with trade costs given, reads prices off the exporter effects, revalues trade at these
prices, and repeats. With costs given, Poisson's first-order conditions are adding-up conditions, so each estimation is
a biproportional scaling of costs to the margins of trade.
"""

from dataclasses import dataclass

import numpy as np

from warehouse.scoring.market_clearing import Markets, clear
from warehouse.scoring.panel import Floats

MOST_ESTIMATIONS = 1000


@dataclass(frozen=True)
class GuideTable:
    """What the guide tabulates, (N,), per cent of the *counterfactual*: (baseline − counterfactual) / counterfactual.

    Attributes:
        exports_conditional: Exports, output and expenditure fixed.
        exports_full: Exports, prices endogenous.
        price: (1 − p̂) · 100.
        inward_resistance: Of P.
        real_gdp: Output over P.
        estimations: How many were made after the conditional one.
    """

    exports_conditional: Floats
    exports_full: Floats
    price: Floats
    inward_resistance: Floats
    real_gdp: Floats
    estimations: int


@dataclass(frozen=True)
class _Estimate:
    """Gravity with given costs, and the multilateral resistances P^{1−σ} and Π^{1−σ} that its effects imply."""

    fitted: Floats
    exporter: Floats
    output: Floats
    reference_expenditure: float
    inward: Floats
    outward: Floats


def iterate(
    trade: Floats, costs: Floats, counterfactual: Floats, *, sigma: float, reference: int, tolerance: float = 0.01
) -> GuideTable:
    """Run the published iteration.

    Args:
        trade: (N, N) with domestic sales.
        costs: (N, N), t^{1−σ} in the baseline.
        counterfactual: (N, N), t^{1−σ} afterwards.
        sigma: Elasticity of substitution.
        reference: Index of the economy whose importer effect is zero.
        tolerance: The guide stops at 0.01. What is compared is the *signed* largest change, from one estimation to the
            next, of the price changes, and the standard deviation of these changes.

    Raises:
        ArithmeticError: The tolerance is not met within 1000 estimations.
    """
    expenditure, output = trade.sum(axis=0), trade.sum(axis=1)
    imbalance = expenditure / output
    baseline = _estimate(costs, trade, reference, expenditure)
    conditional = last = _estimate(counterfactual, trade, reference, expenditure)
    price, before = _price_change(conditional, baseline, sigma), np.zeros_like(output)
    outward = inward = np.ones_like(output)
    for estimations in range(1, MOST_ESTIMATIONS + 1):
        revalued = last.fitted * price[:, None] * price / (outward[:, None] * inward)
        latest = _estimate(counterfactual, revalued, reference, imbalance * revalued.sum(axis=1))
        change, before = price - before, price
        price = _price_change(latest, last, sigma)
        outward, inward = latest.outward / last.outward, latest.inward / last.inward
        last = latest
        if abs(change.max()) <= tolerance and change.std() <= tolerance:
            steps = _Steps(baseline, conditional, last, estimations)
            return _table(trade, counterfactual, steps, sigma)
    raise ArithmeticError(f"the guide's iteration does not settle to {tolerance}; it can drift: use a larger tolerance")


@dataclass(frozen=True)
class _Steps:
    baseline: _Estimate
    conditional: _Estimate
    last: _Estimate
    estimations: int


def _estimate(costs: Floats, trade: Floats, reference: int, expenditure: Floats) -> _Estimate:
    """Scale costs to the margins of trade; expenditure is what resistances are computed from."""
    output = trade.sum(axis=1)
    markets = Markets(costs, np.ones_like(costs), output, trade.sum(axis=0), theta=0.0)
    point, _ = clear(markets, np.log(output))
    importer = point.spending / point.index
    exporter = np.exp(point.v) * importer[reference]
    importer = importer / importer[reference]
    spent = float(expenditure[reference])
    inward, outward = expenditure / (importer * spent), output * spent / exporter
    return _Estimate(markets.flows(point), exporter, output, spent, inward, outward)


def _price_change(after: _Estimate, before: _Estimate, sigma: float) -> Floats:
    effects = (after.exporter / before.exporter) / (after.reference_expenditure / before.reference_expenditure)
    change: Floats = effects ** (1 / (1 - sigma))
    return change


def _table(trade: Floats, counterfactual: Floats, steps: _Steps, sigma: float) -> GuideTable:
    baseline, last = steps.baseline, steps.last
    price = _price_change(last, baseline, sigma)
    output = price * trade.sum(axis=1)
    expenditure = price * trade.sum(axis=0)
    outward = output * last.reference_expenditure / last.exporter
    full = counterfactual * output[:, None] * expenditure / (outward[:, None] * last.inward)
    resistance, resistance_before = (estimate.inward ** (1 / (1 - sigma)) for estimate in (last, baseline))
    return GuideTable(
        exports_conditional=_per_cent(_exports(baseline.fitted), _exports(steps.conditional.fitted)),
        exports_full=_per_cent(_exports(baseline.fitted), _exports(full)),
        price=100 * (1 - price),
        inward_resistance=_per_cent(resistance_before, resistance),
        real_gdp=_per_cent(trade.sum(axis=1) / resistance_before, output / resistance),
        estimations=steps.estimations,
    )


def _exports(trade: Floats) -> Floats:
    exports: Floats = trade.sum(axis=1) - np.diagonal(trade)
    return exports


def _per_cent(baseline: Floats, counterfactual: Floats) -> Floats:
    return 100 * (baseline - counterfactual) / counterfactual
