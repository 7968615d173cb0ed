"""The outlook of a pair: how its share of the importer's imports is expected to grow in five years (methods 4).

E[Δ ln s] = a + b · gap + c · ln x + d · past growth + tie premium. Past growth is split in its exporter's, importer's
and pair's part, each with its coefficient; the premium is a coefficient on how close the pair is plus one on how well
connected its economies are (`closeness`). Fitted by Huber regression, so that E is about a median. Premiums are shrunk
towards zero by how little they differ from it.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from warehouse.scoring.conformal import ConformalBands, assign_bins, conformal_bands, size_edges
from warehouse.scoring.dyadic import Regression, huber_regression
from warehouse.scoring.panel import Floats
from warehouse.scoring.snapshot import Known

Premium = Literal["pair", "economy", "speed"]
"""A term of ties: closeness of the pair, of its economies, or closeness of the pair times its gap."""
BASE_TERMS = ("gap", "log_actual", "past_growth_exporter", "past_growth_importer", "past_growth_pair")
PREMIUMS: tuple[Premium, ...] = ("pair", "economy")


@dataclass(frozen=True)
class Scale:
    """Means and standard deviations of the base terms where the equation was fitted."""

    centre: Floats
    deviation: Floats

    @classmethod
    def of(cls, known: Known) -> "Scale":
        """Those of a sample; a term that does not vary gets the coefficient 0."""
        terms = _terms(known)
        deviation = terms.std(axis=0)
        return cls(terms.mean(axis=0), np.where(deviation > 0, deviation, np.inf))

    def apply(self, known: Known) -> Floats:
        """The base terms in standard deviations, (n, 5)."""
        scaled: Floats = (_terms(known) - self.centre) / self.deviation
        return scaled


def _terms(known: Known) -> Floats:
    return np.column_stack([known.gap, known.log_actual, known.past_parts])


@dataclass(frozen=True)
class Outlook:
    """The fitted equation.

    Attributes:
        terms: Names of the K regressors after the constant.
        dimensions: Ties that closeness is made of.
        scale: Of the base terms.
        growth: Huber regression of Δ ln s: constant, then the terms.
        n_obs: Pairs fitted on.
    """

    terms: tuple[str, ...]
    dimensions: tuple[str, ...]
    scale: Scale
    growth: Regression
    n_obs: int

    def design(self, known: Known) -> Floats:
        """(n, 1 + K), the constant and the terms."""
        given = known.only(self.dimensions)
        scaled = self.scale.apply(given)
        ties = {"pair": given.closeness.pair, "economy": given.closeness.economy}
        ties["speed"] = ties["pair"] * scaled[:, 0]
        return np.column_stack([np.ones(len(scaled)), scaled, *(ties[term] for term in self.terms[len(BASE_TERMS) :])])

    def expected_growth(self, known: Known) -> Floats:
        """E, (n,), about the median of Δ ln s over five years."""
        expected: Floats = self.design(known) @ self.shrunk
        return expected

    def premium(self, known: Known, parts: tuple[str, ...] = PREMIUMS) -> Floats:
        """What closeness adds to E, in logs, (n,); of all parts or of one."""
        X, chosen = self.design(known), self._columns(parts)
        added: Floats = X[:, chosen] @ self.shrunk[chosen]
        return added

    def premium_interval(self, known: Known, z: float = 1.645) -> tuple[Floats, Floats]:
        """Bounds of the premium before shrinkage, (n,) each; 90 % by default, errors related within economies."""
        X, chosen = self.design(known), self._columns(PREMIUMS)
        centre = X[:, chosen] @ self.growth.coefficients[chosen]
        variance = np.einsum("nk,kl,nl->n", X[:, chosen], self.growth.covariance[np.ix_(chosen, chosen)], X[:, chosen])
        spread = z * np.sqrt(np.maximum(variance, 0.0))
        return centre - spread, centre + spread

    @property
    def shrunk(self) -> Floats:
        """Coefficients as used, (1 + K,): those of premiums times max(0, 1 − variance / estimate²).

        Empirical Bayes with a prior N(0, τ²) for each premium, τ² by moments (positive-part James–Stein).
        """
        factors = np.ones(len(self.growth.coefficients))
        for k in range(1 + len(BASE_TERMS), len(factors)):
            square = self.growth.coefficients[k] ** 2
            factors[k] = max(0.0, 1.0 - self.growth.covariance[k, k] / square) if square > 0 else 0.0
        return factors * self.growth.coefficients

    def _columns(self, parts: tuple[str, ...]) -> list[int]:
        return [1 + k for k, term in enumerate(self.terms) if term in parts]


def fit_outlook(known: Known, growth: Floats, premiums: tuple[Premium, ...] = PREMIUMS) -> Outlook:
    """Fit the equation to pairs of which growth is known.

    Args:
        known: What was known of n pairs when growth had not happened.
        growth: (n,), change of the log share, finite.
        premiums: Terms of ties; none without ties.

    Raises:
        ValueError: Fewer pairs than thirty times the coefficients.
    """
    dimensions = known.closeness.dimensions
    terms = BASE_TERMS + (premiums if dimensions else ())
    if len(growth) < 30 * (1 + len(terms)):
        raise ValueError(f"{len(growth)} pairs are too few for {1 + len(terms)} coefficients; use a larger world")
    nothing = Regression(np.zeros(1 + len(terms)), np.zeros((1 + len(terms),) * 2))
    draft = Outlook(terms, dimensions, Scale.of(known), nothing, len(growth))
    return replace(draft, growth=huber_regression(draft.design(known), growth, known.dyads))


@dataclass(frozen=True)
class Spread:
    """How far outcomes lie from E, by size bin, on years the fit has not seen.

    Attributes:
        bands: Split-conformal bands of Δ ln s − E by ln x.
        smearing: (B,), mean of exp(Δ ln s − E) in each bin, weighted by x e^E: from the median to the mean (Duan 1983;
            unweighted, the smallest pairs of a bin would decide).
    """

    bands: ConformalBands
    smearing: Floats

    def gains(self, known: Known, expected: Floats) -> dict[str, Floats]:
        """Gains in US dollars at constant market size: x (e^E − 1), its interval, and the mean.

        Returns:
            median, low, high and mean, (n,) each.
        """
        low, high = self.bands.interval(expected, known.log_actual)
        mean = np.exp(expected) * self.smearing[assign_bins(known.log_actual, self.bands.edges)]
        factors = {"median": np.exp(expected), "low": np.exp(low), "high": np.exp(high), "mean": mean}
        return {name: known.actual_usd * (factor - 1) for name, factor in factors.items()}


def spread(known: Known, growth: Floats, expected: Floats, *, bins: int = 10, coverage: float = 0.9) -> Spread:
    """Measure how far growth lies from what was expected of it.

    Args:
        known: Of n pairs.
        growth: (n,), what it was.
        expected: (n,), E by a fit that has not seen this growth.
        bins: Of equally many pairs, by ln x.
        coverage: Share of outcomes that the interval is to hold.
    """
    residuals, sizes = growth - expected, known.log_actual
    edges = size_edges(sizes, bins)
    bin_of, bins_made = assign_bins(sizes, edges), len(edges) + 1
    reached, foreseen = (known.actual_usd * np.exp(change) for change in (growth, expected))
    smearing = np.bincount(bin_of, reached, bins_made) / np.bincount(bin_of, foreseen, bins_made)
    return Spread(conformal_bands(residuals, sizes, edges, coverage=coverage), smearing)
