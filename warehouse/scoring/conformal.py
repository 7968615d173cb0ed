"""Split-conformal prediction intervals by size bin (Vovk 2012, Mondrian form; Lei, G'Sell et al. 2018)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from warehouse.scoring.panel import Booleans, Floats

Sides = Literal["both", "lower", "upper"]


@dataclass(frozen=True)
class ConformalBands:
    """Residual quantiles by size bin; add them to a prediction to get its interval.

    Attributes:
        edges: (B − 1,), inner edges of the bins, increasing; a size equal to an edge belongs to the bin above it.
        lower: (B,), in the unit of the residuals; −inf where the bin is too small for the coverage.
        upper: (B,), likewise, inf.
        counts: (B,), residuals in each bin.
        coverage: Share of new outcomes that the interval is to hold, in each bin.
    """

    edges: Floats
    lower: Floats
    upper: Floats
    counts: npt.NDArray[np.int64]
    coverage: float

    def interval(self, predictions: npt.ArrayLike, sizes: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Lower and upper bound for each prediction.

        Args:
            predictions: Any shape, in the unit of the residuals; NaN gives NaN.
            sizes: The same shape, the quantity the bins were made of.
        """
        centre, bin_of = np.asarray(predictions, dtype=np.float64), assign_bins(sizes, self.edges)
        return centre + self.lower[bin_of], centre + self.upper[bin_of]


def size_edges(sizes: npt.ArrayLike, bins: int) -> Floats:
    """Inner edges (at most bins − 1) that put equally many sizes into each bin; fewer where sizes tie, none left empty.

    Take the sizes from what is known before the outcome, such as the prediction: bins by outcome void the guarantee.
    """
    given = np.asarray(sizes, dtype=np.float64)
    quantiles = np.unique(np.quantile(given, np.arange(1, bins) / bins))
    edges: Floats = quantiles[quantiles > given.min()]
    return edges


def assign_bins(sizes: npt.ArrayLike, edges: Floats) -> npt.NDArray[np.int64]:
    """Bin of each size, 0 to B − 1; NaN falls into the last."""
    return np.searchsorted(edges, np.asarray(sizes, dtype=np.float64), side="right")


def conformal_bands(
    residuals: npt.ArrayLike,
    sizes: npt.ArrayLike,
    edges: Floats,
    *,
    coverage: float = 0.9,
    sides: Sides = "both",
) -> ConformalBands:
    """Quantiles of held-out residuals by bin, with the finite-sample correction.

    With n residuals in a bin and α = 1 − coverage, the bounds are the ⌊(n + 1) α/2⌋-th smallest and the
    ⌈(n + 1)(1 − α/2)⌉-th smallest; one-sided bounds take α whole. If the residuals of a bin and a new one are
    exchangeable, the interval holds the new outcome at least this often, whatever the model (Lei et al. 2018,
    theorem 2.2). Residuals of the observations a model was fitted on are not exchangeable with new ones.

    Args:
        residuals: (n,), outcome − prediction on observations the fit has not seen.
        sizes: (n,), see `size_edges`.
        edges: (B − 1,), inner edges of the bins.
        coverage: Between 0 and 1.
        sides: 'both', or one bound only, the other being infinite.

    Raises:
        ValueError: Missing residuals or sizes, or a coverage outside (0, 1).
    """
    errors, given = np.asarray(residuals, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    if np.isnan(errors).any() or np.isnan(given).any():
        raise ValueError("missing residuals or sizes; leave out observations without an outcome or a prediction")
    if not 0 < coverage < 1:
        raise ValueError(f"coverage {coverage} is not between 0 and 1")
    bin_of = assign_bins(given, edges)
    grouped = [np.sort(errors[bin_of == b]) for b in range(len(edges) + 1)]
    tail = (1 - coverage) / (2 if sides == "both" else 1)
    unbounded = np.full(len(grouped), np.inf)
    return ConformalBands(
        edges=edges,
        lower=-unbounded if sides == "upper" else np.array([-_upper(-group[::-1], tail) for group in grouped]),
        upper=unbounded if sides == "lower" else np.array([_upper(group, tail) for group in grouped]),
        counts=np.array([len(group) for group in grouped]),
        coverage=coverage,
    )


def _upper(increasing: Floats, tail: float) -> float:
    """The ⌈(n + 1)(1 − tail)⌉-th smallest; inf where there are too few."""
    rank = int(np.ceil((len(increasing) + 1) * (1 - tail) - 1e-9))
    return float(increasing[rank - 1]) if rank <= len(increasing) else np.inf


def coverage_reached(
    outcomes: npt.ArrayLike, interval: tuple[Floats, Floats], sizes: npt.ArrayLike, edges: Floats
) -> Floats:
    """Share of outcomes within their intervals, by bin.

    Args:
        outcomes: (n,).
        interval: Lower and upper bound, (n,) each.
        sizes: (n,).
        edges: (B − 1,), inner edges of the bins.

    Returns:
        (B,); NaN for an empty bin.
    """
    values, bin_of = np.asarray(outcomes, dtype=np.float64), assign_bins(sizes, edges)
    held: Booleans = (values >= interval[0]) & (values <= interval[1])
    counts = np.bincount(bin_of, minlength=len(edges) + 1)
    shares: Floats = np.bincount(bin_of, held, len(edges) + 1) / np.where(counts > 0, counts, np.nan)
    return shares
