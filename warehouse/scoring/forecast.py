"""Fits and forecasts at one date, from nothing but what was known then."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from warehouse.scoring.dyadic import Dyads, Regression, logistic, logistic_regression
from warehouse.scoring.outlook import Outlook, Spread, fit_outlook, spread
from warehouse.scoring.panel import Booleans, Floats
from warehouse.scoring.snapshot import Known, Outcome, World, outcome, outgrows, trading_pairs
from warehouse.scoring.timing import HORIZON, Timing

ENOUGH = 600
"""Pairs a lesson needs: thirty for each coefficient of the longest outlook, in either half."""


@dataclass(frozen=True)
class Lesson:
    """Pairs of which both is known: what was known of them, and what became of them.

    Attributes:
        known: Of n pairs, at the end of what the score of an origin may know.
        outcome: Five years later; growth is finite.
    """

    known: Known
    outcome: Outcome

    def only(self, dimensions: Collection[str]) -> "Lesson":
        """The same with closeness of some dimensions."""
        return replace(self, known=self.known.only(dimensions))

    def at(self, chosen: Booleans) -> "Lesson":
        """That of some pairs."""
        return Lesson(self.known.at(chosen), Outcome(*(values[chosen] for values in vars(self.outcome).values())))


def lesson(world: World, origin: int, timing: Timing, ties: Collection[str] | None = None) -> Lesson | None:
    """The pairs that traded in the score window of an origin and their growth; None where years or pairs are too few.

    Args:
        world: The arrays.
        origin: A year.
        timing: Which windows.
        ties: Dimensions to use; None for all.
    """
    if not all(world.calendar.has(origin, span) for span in (timing.score, timing.base, timing.outcome)):
        return None
    known = trading_pairs(world, origin - timing.delay, ties)
    became = outcome(world, origin, timing, known.dyads)
    told = np.isfinite(became.growth)
    return Lesson(known, became).at(told) if told.sum() >= ENOUGH else None


@dataclass(frozen=True)
class Forecaster:
    """The outlook as it could be fitted at a date, and how it fared where it had not been fitted.

    Attributes:
        outlook: The equation, from the five years before.
        odds: Logistic regression of outgrowing the importer's median supplier on a constant and E.
        spread: How far outcomes lie from E.
        basis: What odds and spread were measured on, in words.
    """

    outlook: Outlook
    odds: Regression
    spread: Spread
    basis: str

    def chance_to_outgrow(self, expected: Floats) -> Floats:
        """Chance of growing more than the importer's median supplier, by E, (n,)."""
        constant, slope = self.odds.coefficients
        return logistic(constant + slope * expected)


def forecaster(train: Lesson, earlier: Lesson | None, ties: Collection[str]) -> Forecaster:
    """Fit the outlook on one lesson; measure chances and spread where the fit has not seen the outcome.

    Args:
        train: The five years before.
        earlier: The five years before those: its fit is held against `train`. Without it, each half of the pairs of
            `train` is held against a fit to the other.
        ties: Dimensions known at both dates, that of `train` and that of the forecast.
    """
    given = train.only(ties)
    known, growth = given.known, given.outcome.growth
    if earlier is None:
        expected, basis = _across_halves(given), "pairs that the fit had not seen"
    else:
        shared = set(earlier.known.closeness.dimensions) & set(known.closeness.dimensions)
        fit = fit_outlook(earlier.known.only(shared), earlier.outcome.growth)
        expected, basis = fit.expected_growth(known), "years that the fit had not seen"
    X = np.column_stack([np.ones(len(expected)), expected])
    odds = logistic_regression(X, outgrows(growth, known.dyads), known.dyads)
    return Forecaster(fit_outlook(known, growth), odds, spread(known, growth, expected), basis)


def _across_halves(given: Lesson) -> Floats:
    """E of each pair by a fit to the other half; both directions of a pair are in one half."""
    first = _half(given.known.dyads)
    expected = np.empty(len(first))
    for half in (first, ~first):
        part = given.at(~half)
        fit = fit_outlook(part.known, part.outcome.growth)
        expected[half] = fit.expected_growth(given.known.at(half))
    return expected


def _half(dyads: Dyads) -> Booleans:
    number = dyads.pairs()
    chosen: Booleans = np.random.default_rng(0).random(int(number.max(initial=-1)) + 1) < 0.5
    return chosen[number]


@dataclass(frozen=True)
class Latest:
    """The forecast of the last year of a world.

    Attributes:
        known: Pairs that trade, at the end of the last year.
        train: What the forecaster was fitted on, with the ties it uses.
        forecaster: Fitted by then.
    """

    known: Known
    train: Lesson
    forecaster: Forecaster


def latest(world: World, timing: Timing) -> Latest | None:
    """What is known at the end of the last year, and the forecaster that can be fitted by then.

    None where the years do not reach back to the growth of the five years before and what was known ahead of it, or
    pairs were too few.
    """
    now = world.years[-1]
    known = trading_pairs(world, now)
    train, earlier = (lesson(world, now - back * HORIZON, timing) for back in (1, 2))
    if train is None:
        return None
    shared = set(train.known.closeness.dimensions) & set(known.closeness.dimensions)
    return Latest(known, train.only(shared), forecaster(train, earlier, shared))
