"""The dense gravity panel: arrays checked once, so that the estimators can trust them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
PairKind = Literal["directed", "symmetric", "domestic"]
"""Which ordered pairs share an effect: none, the two directions, or only i = j (one effect per country)."""


class ImpossiblePanelError(ValueError):
    """The data cannot be estimated at all; the message names the remedy."""


@dataclass(frozen=True)
class Panel:
    """Trade and regressors on the cells (year, exporter, importer).

    Attributes:
        trade: (T, N, N), the value of trade; 0 outside the sample.
        sample: (T, N, N), the cells that are estimated on.
        terms: Names of the regressors.
        regressors: (K, T, N, N), less `means`; finite, but without meaning outside the sample.
        means: (K,), of the regressors as given.
    """

    trade: Floats
    sample: Booleans
    terms: tuple[str, ...]
    regressors: Floats
    means: Floats

    def restricted(self, sample: Booleans) -> "Panel":
        """The same panel on fewer cells; the trade of the others becomes 0."""
        return replace(self, sample=sample, trade=np.where(sample, self.trade, 0.0))

    def without(self, terms: set[str]) -> "Panel":
        """The same panel without some regressors."""
        kept = [k for k, term in enumerate(self.terms) if term not in terms]
        names = tuple(self.terms[k] for k in kept)
        return replace(self, terms=names, regressors=self.regressors[kept], means=self.means[kept])


def read_panel(trade: npt.ArrayLike, regressors: Mapping[str, npt.ArrayLike]) -> tuple[Panel, int]:
    """Check shapes and values; keep the cells where trade and every regressor are known.

    Args:
        trade: (T, N, N), exporter on axis 1, importer on axis 2, NaN where missing.
        regressors: Name → (T, N, N), or (N, N) for what does not change over time; NaN where missing.

    Returns:
        The panel, and how many cells with trade were left out because a regressor is missing.

    Raises:
        ImpossiblePanelError: Shapes that differ, negative or infinite trade, a regressor that is infinite where trade
            is known, no positive flow.
    """
    values = np.asarray(trade, dtype=np.float64)
    if values.ndim != 3 or values.shape[1] != values.shape[2]:
        raise ImpossiblePanelError(
            f"trade has shape {values.shape}; give (years, countries, countries), exporters on axis 1"
        )
    if np.isinf(values).any():
        raise ImpossiblePanelError("trade is infinite in some cells; set them to NaN if they are unknown")
    if (values < 0).any():
        raise ImpossiblePanelError(
            f"trade is negative in {int((values < 0).sum())} cells; set codes for missing values to NaN"
        )
    known = ~np.isnan(values)
    stacked = _stack(regressors, known)
    sample = known & ~np.isnan(stacked).any(axis=0)
    if not (values[sample] > 0).any():
        raise ImpossiblePanelError(
            "no cell has positive trade and every regressor; check the year range and missing regressors"
        )
    stacked = np.where(sample, stacked, 0.0)
    means = stacked.sum(axis=(1, 2, 3)) / sample.sum()
    stacked -= means[:, None, None, None]
    panel = Panel(values, sample, tuple(regressors), stacked, means)
    return panel.restricted(sample), int(known.sum() - sample.sum())


def _stack(regressors: Mapping[str, npt.ArrayLike], known: Booleans) -> Floats:
    shape = known.shape
    stacked = np.empty((len(regressors), *shape))
    for k, (name, given) in enumerate(regressors.items()):
        values = np.asarray(given, dtype=np.float64)
        if values.shape not in (shape, shape[1:]):
            raise ImpossiblePanelError(
                f"regressor {name!r} has shape {values.shape}; give {shape} as trade has, or {shape[1:]}"
            )
        infinite = int((np.isinf(values) & known).sum())
        if infinite:
            raise ImpossiblePanelError(
                f"regressor {name!r} is infinite in {infinite} cells with trade; a logarithm of zero? Set them to NaN "
                "or recode"
            )
        stacked[k] = values
    return stacked
