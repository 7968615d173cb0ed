"""Are chances and intervals as good as they say; who starts to trade; ITC's validation regression."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from warehouse.scoring.backtest import HEADLINE, MINIMUM, Finding, Group, Trial, compare
from warehouse.scoring.bootstrap import Draws, Interval, Statistics, dyadic_draws, interval
from warehouse.scoring.conformal import assign_bins, size_edges
from warehouse.scoring.dyadic import Dyads, Regression, least_squares
from warehouse.scoring.panel import Booleans, Floats
from warehouse.scoring.ranking import roc_area, weighted_ranks
from warehouse.scoring.snapshot import World, outcome, silent_pairs
from warehouse.scoring.starting import fit_start
from warehouse.scoring.timing import HORIZON, known_mean, log_floored

TENTHS = 10


def coverage_findings(case: Trial, draws: Draws, everyone: Group) -> list[Finding]:
    """Share of growth inside its 90 % interval, for all pairs and by tenth of trade size."""
    known, fitted = case.test.known, case.forecaster
    low, high = fitted.spread.bands.interval(fitted.outlook.expected_growth(known), known.log_actual)
    inside = (case.test.outcome.growth >= low) & (case.test.outcome.growth <= high)
    return [
        _share("growth", "interval_coverage", group, inside, draws)
        for group in [everyone, *_tenths("tenth of trade size", known.log_actual)]
    ]


def calibration_findings(case: Trial, draws: Draws) -> list[Finding]:
    """By tenth of the chance foretold: its mean, and the share that did outgrow the importer's median supplier."""
    fitted = case.forecaster
    chance = fitted.chance_to_outgrow(fitted.outlook.expected_growth(case.test.known))
    found = []
    for group in _tenths("tenth of chance", chance):
        found.append(_share("outgrow", "share_foretold", group, chance, draws))
        found.append(_share("outgrow", "share_observed", group, case.outgrew, draws))
    return found


def _tenths(by: str, values: Floats) -> list[Group]:
    bin_of = assign_bins(values, size_edges(values, TENTHS))
    return [Group(by, str(b + 1), bin_of == b) for b in range(int(bin_of.max()) + 1)]


def _share(outcome_name: str, metric: str, group: Group, values: Floats | Booleans, draws: Draws) -> Finding:
    inside = values[group.chosen].astype(np.float64)
    key = (outcome_name, metric, HEADLINE)
    mean = draws.at(group.chosen).evaluate(lambda weights, _: {key: inside @ weights / weights.sum(axis=0)})[key]
    return Finding(*key, "", group.by, group.name, interval(mean, int(group.chosen.sum())))


def start_findings(world: World, case: Trial, draws: int) -> list[Finding]:
    """How well the chance to start orders pairs that did not trade, with and without ties, and its upper bound."""
    then, now = (case.origin - back * HORIZON for back in (1, 0))
    train, test = (silent_pairs(world, origin - case.timing.delay, case.ties) for origin in (then, now))
    traded = outcome(world, then, case.timing, train.dyads).traded_usd
    became = outcome(world, now, case.timing, test.dyads).traded_usd
    told, told_now = np.isfinite(traded), np.isfinite(became)
    known, amount = test.at(told_now), became[told_now]
    if min(told.sum(), told_now.sum()) < MINIMUM or not 0 < (amount > 0).mean() < 1:
        return []
    fits = {
        name: fit_start(train.at(told), traded[told], with_ties=ties)
        for name, ties in ((HEADLINE, True), ("outlook without ties", False))
    }
    scores = {name: fit.probability(known) for name, fit in fits.items()} | {"potential": known.potential_usd}
    weights = dyadic_draws(known.dyads, draws, seed=case.origin)
    started = (amount > 0).astype(np.float64)
    everyone = Group("all pairs without trade", "all", np.ones(len(amount), dtype=bool))
    below = log_floored(amount) <= log_floored(fits[HEADLINE].upper_usd(known)) + 1e-9
    return [
        *compare(weights.evaluate(partial(_start_statistics, scores, started)), everyone),
        _share("start", "below_upper_bound", everyone, below, weights),
        _share("start", "share_foretold", everyone, scores[HEADLINE], weights),
        _share("start", "share_observed", everyone, started, weights),
    ]


def _start_statistics(scores: Mapping[str, Floats], started: Floats, weights: Floats, _: Floats) -> Statistics:
    return {
        ("start", "roc_area", name): roc_area(weighted_ranks(score, weights), started, weights)
        for name, score in scores.items()
    }


def itc_findings(world: World, case: Trial) -> list[Finding]:
    """ITC's validation: growth to the mean of t+1 … t+3 on the share of potential that is unrealised.

    ITC publishes 0.586 (0.003), and 0.615 (0.003) with past growth −0.386 (0.001), on product data. Here: totals, the
    gravity potential, growth of log trade from the base of the origin, past growth of the share; errors related within
    economies.
    """
    known, cell = case.test.known, (case.test.known.dyads.exporter, case.test.known.dyads.importer)
    after, base = (
        known_mean(world.trade[world.calendar.rows(case.origin, span)])[cell] for span in ((1, 3), case.timing.base)
    )
    growth = log_floored(after) - log_floored(base)
    told = np.isfinite(growth)
    unrealised = np.maximum(known.potential_usd - known.actual_usd, 0.0) / known.potential_usd
    one, past = np.ones(len(growth)), known.past_growth
    alone = _regress(np.column_stack([one, unrealised]), growth, known.dyads, told)
    both = _regress(np.column_stack([one, unrealised, past]), growth, known.dyads, told)
    n = int(told.sum())
    return [
        _coefficient("unrealised share", alone, 1, n),
        _coefficient("unrealised share, given past growth", both, 1, n),
        _coefficient("past growth, given unrealised share", both, 2, n),
    ]


def _regress(X: Floats, y: Floats, dyads: Dyads, told: Booleans) -> Regression:
    return least_squares(X[told], y[told], dyads.at(told))


def _coefficient(score: str, regression: Regression, k: int, n: int) -> Finding:
    estimate, spread = float(regression.coefficients[k]), 1.645 * float(regression.std_errors[k])
    value = Interval(estimate, estimate - spread, estimate + spread, n)
    return Finding("growth to t+1 … t+3", "itc_coefficient", score, "", "all pairs", "all", value)
