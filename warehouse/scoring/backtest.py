"""Does the ranking predict? Rolling origins: fits on what was known at an origin, held against the five years after.

Everything a score uses at origin t0, coefficients included, ends by t0. Scores are compared on the same pairs and in
the same bootstrap draws, so that the interval of a difference is that of the difference (methods, section 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from warehouse.scoring.bootstrap import Draws, Interval, Statistics, interval
from warehouse.scoring.dyadic import Integers
from warehouse.scoring.forecast import Forecaster, Lesson, forecaster, lesson
from warehouse.scoring.outlook import Outlook, Premium, fit_outlook
from warehouse.scoring.panel import Booleans, Floats
from warehouse.scoring.ranking import precision_at_top, roc_area, share_caught, spearman, weighted_ranks
from warehouse.scoring.snapshot import World, outgrows
from warehouse.scoring.timing import HORIZON, Timing

HEADLINE = "outlook"
"""The score that the product shows; the others are held against it."""
MILD_LOOK_AHEAD = frozenset({"alignment", "security", "treaties"})
"""Ties compiled or estimated later about earlier years: ideal points on the whole sample, ATOP, DESTA."""
LOOK_AHEAD = frozenset({"representation, later year", "mobility, later year"})
"""Ties known only from a year after the origin: missions of 2022, visas of 2019; left out of the headline."""


@dataclass(frozen=True)
class Trial:
    """One origin under one timing: what could be known, and what happened.

    Attributes:
        origin: t0.
        timing: Its windows.
        test: Pairs that traded in the score window, what was known of them, and what became of them.
        train: Five years before, with all ties.
        all_ties: Dimensions known at both dates, look-ahead included.
        forecaster: Fitted on `train` without look-ahead.
    """

    origin: int
    timing: Timing
    test: Lesson
    train: Lesson
    all_ties: frozenset[str]
    forecaster: Forecaster

    @property
    def ties(self) -> frozenset[str]:
        """Dimensions of the headline."""
        return self.all_ties - LOOK_AHEAD

    @property
    def known_until(self) -> int:
        """The last year that a score knows."""
        return self.origin - self.timing.delay

    def expected(self, *premiums: Premium, ties: frozenset[str] | None = None) -> Floats:
        """E, (n,), by the outlook with some terms of ties and, if given, other dimensions; the chance rises with it."""
        return self.outlook(*premiums, ties=ties).expected_growth(self.test.known)

    def outlook(self, *premiums: Premium, ties: frozenset[str] | None = None) -> Outlook:
        """The outlook fitted with some terms of ties and, if given, other dimensions than the headline's."""
        given = self.train.only(self.ties if ties is None else ties)
        return fit_outlook(given.known, given.outcome.growth, premiums)

    @property
    def outgrew(self) -> Floats:
        """Whether each pair outgrew its importer's median supplier, 1 or 0."""
        return outgrows(self.test.outcome.growth, self.test.known.dyads)


def trial(world: World, origin: int, timing: Timing) -> Trial | None:
    """Set up an origin; None where the years do not reach."""
    test, train, earlier = (lesson(world, origin - back * HORIZON, timing) for back in range(3))
    if test is None or train is None:
        return None
    shared = frozenset(train.known.closeness.dimensions) & frozenset(test.known.closeness.dimensions)
    return Trial(origin, timing, test, train, shared, forecaster(train, earlier, shared - LOOK_AHEAD))


def growth_scores(case: Trial, others: Mapping[str, Floats]) -> dict[str, Floats]:
    """Scores of growth, higher is better, (n,) each: the headline, its parts, and what it is held against.

    Args:
        case: The origin.
        others: Scores made elsewhere; one that is not known for every pair is left out.
    """
    known = case.test.known
    scores = {
        HEADLINE: case.forecaster.outlook.expected_growth(known),
        "outlook with ties of the pair only": case.expected("pair"),
        "outlook with ties of the economies only": case.expected("economy"),
        "outlook without ties": case.expected(),
        "outlook, closeness also changing speed": case.expected("pair", "economy", "speed"),
        "outlook without mild look-ahead": case.expected("pair", "economy", ties=case.ties - MILD_LOOK_AHEAD),
        "outlook with look-ahead": case.expected("pair", "economy", ties=case.all_ties),
        "persistence": known.log_share,
        "past growth": known.past_growth,
        "trade intensity": -known.log_intensity,
        "gravity gap": known.gap,
    }
    return scores | {name: score for name, score in others.items() if np.isfinite(score).all()}


def dollar_scores(case: Trial) -> dict[str, Floats]:
    """Scores of gains in dollars, (n,) each."""
    known, fitted = case.test.known, case.forecaster
    without = case.expected()
    gains = fitted.spread.gains(known, fitted.outlook.expected_growth(known))
    return {
        HEADLINE: gains["median"],
        "outlook without ties": known.actual_usd * np.expm1(without),
        "mean gain": gains["mean"],
        "current size": known.actual_usd,
        "untapped": known.potential_usd - known.actual_usd,
    }


@dataclass(frozen=True)
class Group:
    """Some of the pairs of a trial, (n,)."""

    by: str
    name: str
    chosen: Booleans


@dataclass(frozen=True)
class Finding:
    """One number of the back-test.

    Attributes:
        outcome: What was to be foreseen.
        metric: How well it was.
        score: By what.
        against: The score whose value was subtracted; empty for a level.
        by, group: Which pairs.
        value: The number, with its interval.
    """

    outcome: str
    metric: str
    score: str
    against: str
    by: str
    group: str
    value: Interval


SIDE_COMPARISONS = {
    "outlook without ties": ("outlook with ties of the pair only", "outlook with ties of the economies only"),
    "gravity gap with ties inside": ("gravity gap",),
}
"""Score → the scores held against it besides the headline: what ties of one kind add, and add inside the potential."""


def compare(statistics: Statistics, group: Group) -> list[Finding]:
    """Levels of each statistic, and the lead over each score of the headline and of some others, in the same draws.

    Args:
        statistics: By outcome, metric and score, (R,) each: one number for each draw.
        group: The pairs they were computed on.
    """
    n = int(group.chosen.sum())
    found = []
    for (outcome, metric, score), values in statistics.items():
        found.append(Finding(outcome, metric, score, "", group.by, group.name, interval(values, n)))
        for leader in (HEADLINE, *SIDE_COMPARISONS.get(score, ())):
            first = statistics.get((outcome, metric, leader))
            if first is not None and score != leader:
                lead = interval(first - values, n)
                found.append(Finding(outcome, metric, leader, score, group.by, group.name, lead))
    return found


def growth_findings(case: Trial, scores: Mapping[str, Floats], draws: Draws, groups: list[Group]) -> list[Finding]:
    """How well scores order growth, and who outgrows the importer's median supplier, in each group of pairs."""
    growth, happened = case.test.outcome.growth, case.outgrew
    found: list[Finding] = []
    for group in groups:
        inside = group.chosen
        if inside.sum() < MINIMUM or np.ptp(happened[inside]) == 0:
            continue
        given = {name: score[inside] for name, score in scores.items()}
        statistics = partial(_growth_statistics, given, growth[inside], happened[inside])
        found += compare(draws.at(inside).evaluate(statistics), group)
    return found


def _growth_statistics(
    scores: Mapping[str, Floats], growth: Floats, happened: Floats, weights: Floats, _: Floats
) -> Statistics:
    outcome_ranks = weighted_ranks(growth, weights)
    statistics = {}
    for name, score in scores.items():
        ranks = weighted_ranks(score, weights)
        statistics["growth", "spearman", name] = spearman(ranks, outcome_ranks, weights)
        statistics["outgrow", "roc_area", name] = roc_area(ranks, happened, weights)
        statistics["outgrow", "precision_top_decile", name] = precision_at_top(ranks, happened, weights)
    return statistics


MINIMUM = 100
"""Pairs that a group must have to be told about."""


def dollar_findings(case: Trial, draws: Draws, everyone: Group) -> list[Finding]:
    """How well scores find gains in dollars: share of the attainable top-ten gain caught, net of losses, and order."""
    exporter = case.test.known.dyads.exporter
    statistics = partial(_dollar_statistics, dollar_scores(case), case.test.outcome.gain_usd, exporter)
    return compare(draws.evaluate(statistics), everyone)


def _dollar_statistics(
    scores: Mapping[str, Floats], gain: Floats, exporter: Integers, weights: Floats, economies: Floats
) -> Statistics:
    gain_ranks = weighted_ranks(gain, weights)
    statistics = {}
    for name, score in scores.items():
        for metric, counted in (("top_10_share_caught", np.maximum(gain, 0.0)), ("top_10_share_net", gain)):
            caught = share_caught(score, counted, exporter, weights=weights, economies=economies)
            statistics["gain", metric, name] = caught
        statistics["gain", "spearman", name] = spearman(weighted_ranks(score, weights), gain_ranks, weights)
    return statistics
