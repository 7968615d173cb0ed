"""How close a pair is, apart from how well connected its two economies are.

Each tie dimension is split into the part that belongs to the pair (demeaned by both economies) and the part that
belongs to the economies; both are put in standard deviations across pairs and averaged over dimensions with equal
weights. One average stands for a prior under which all dimensions have the same premium: on the early origins it
predicted better than separate coefficients, ridge, or empirical Bayes towards zero or towards a common mean.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from warehouse.scoring.effects import Projection, components
from warehouse.scoring.panel import Booleans, Floats


@dataclass(frozen=True)
class Closeness:
    """Closeness of n pairs.

    Attributes:
        dimensions: Names of the K dimensions that were known.
        pair_parts: (K, n), this pair's own, in standard deviations; 0 where not known.
        economy_parts: (K, n), its economies', likewise.
    """

    dimensions: tuple[str, ...]
    pair_parts: Floats
    economy_parts: Floats

    def only(self, dimensions: Collection[str]) -> "Closeness":
        """The same, of some dimensions."""
        kept = [k for k, name in enumerate(self.dimensions) if name in dimensions]
        return Closeness(tuple(self.dimensions[k] for k in kept), self.pair_parts[kept], self.economy_parts[kept])

    def at(self, chosen: Booleans) -> "Closeness":
        """That of some pairs."""
        return Closeness(self.dimensions, self.pair_parts[:, chosen], self.economy_parts[:, chosen])

    @property
    def pair(self) -> Floats:
        """(n,), mean over dimensions."""
        mean: Floats = self.pair_parts.sum(axis=0) / max(len(self.dimensions), 1)
        return mean

    @property
    def economy(self) -> Floats:
        """(n,), mean over dimensions."""
        mean: Floats = self.economy_parts.sum(axis=0) / max(len(self.dimensions), 1)
        return mean


def closeness(ties: Mapping[str, Floats], sample: Booleans) -> Closeness:
    """Split and standardise ties over the pairs of a sample.

    Args:
        ties: Dimension → (N, N), larger is closer, NaN where not known. A dimension known for no pair, or the same for
            all, is left out.
        sample: (N, N), the pairs to compare.

    Returns:
        For the n pairs of the sample, in the order of ``np.nonzero(sample)``.
    """
    usable = {name: values for name, values in ties.items() if _varies(values[sample])}
    parts = [_parts(values, sample) for values in usable.values()]
    empty = np.empty((0, int(sample.sum())))
    pair, economy = (np.array([part[k] for part in parts]) if parts else empty for k in (0, 1))
    return Closeness(tuple(usable), pair, economy)


def _varies(values: Floats) -> bool:
    known = values[~np.isnan(values)]
    return len(known) > 0 and bool(np.ptp(known) > 0)


def _parts(values: Floats, sample: Booleans) -> tuple[Floats, Floats]:
    known = sample & ~np.isnan(values)
    exporter, importer, pair = split_by_economy(values, known)
    return _in_deviations(pair, known)[sample], _in_deviations(exporter + importer, known)[sample]


def split_by_economy(values: Floats, known: Booleans) -> tuple[Floats, Floats, Floats]:
    """Split values into what belongs to the exporter, to the importer and to the pair, by least squares.

    Args:
        values: (N, N).
        known: (N, N), the cells to use.

    Returns:
        Exporter's, importer's and pair's part, (N, N) each, with mean 0 over the cells used and 0 in the others; with
        the mean of all they add up to the values.
    """
    if not known.any():
        return (np.zeros(values.shape),) * 3
    weights = known[None].astype(np.float64)
    centred = np.where(known, values - values[known].mean(), 0.0)
    effects = Projection(weights, components(known[None])[1], None).effects(centred[None, None], 0.0)
    exporter = np.broadcast_to(effects.exporter[0, 0][:, None], values.shape)
    importer = np.broadcast_to(effects.importer[0, 0][None, :], values.shape)
    first, second = (np.where(known, part - part[known].mean(), 0.0) for part in (exporter, importer))
    return first, second, centred - first - second


def _in_deviations(part: Floats, known: Booleans) -> Floats:
    """Divide by the standard deviation over known pairs; 0 elsewhere, and where only rounding is left."""
    deviation = float(part[known].std())
    return np.where(known, part / deviation, 0.0) if deviation > 1e-9 else np.zeros_like(part)
