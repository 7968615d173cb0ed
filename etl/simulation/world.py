"""What a simulated world is made of: documented arrays, and the random streams they are drawn from.

Axes are always in the order T (years), N (exporter i, sender, origin), N (importer j, receiver, destination).
"""

from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Years = npt.NDArray[np.int64]


class WorldError(ValueError):
    """The world asked for cannot be made; the message says what to change."""


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the random stream of one step, independent of every other step's.

    Args:
        seed: The world's seed, a non-negative integer.
        name: The step's name, for instance ``ties.alignment``.
    """
    return np.random.default_rng([seed, crc32(name.encode())])


@dataclass(frozen=True)
class Geography:
    """What does not change with time. All arrays are (N, N) and symmetric; flags are False on the diagonal."""

    distance_capital_km: Floats
    """Great-circle distance between capitals; within an economy, a distance typical of its area."""
    distance_weighted_km: Floats
    """Distance between people rather than capitals; NaN where cities are not known."""
    contiguous: Flags
    common_language: Flags
    common_ethnic_language: Flags
    colony: Flags
    """One was ever the coloniser of the other."""
    colony_since_1945: Flags
    common_coloniser: Flags

    @property
    def distance_km(self) -> Floats:
        """Distance that trade follows: weighted where known, between capitals elsewhere (km)."""
        return np.where(np.isnan(self.distance_weighted_km), self.distance_capital_km, self.distance_weighted_km)

    def terms(self) -> dict[str, Floats]:
        """Return the regressors geography adds to the gravity equation, (N, N) each."""
        return {
            "log_distance": np.log(self.distance_km),
            "contiguous": self.contiguous.astype(float),
            "common_language": self.common_language.astype(float),
            "colony": self.colony.astype(float),
        }


@dataclass(frozen=True)
class Setting:
    """The world before anyone meets or trades: what a tie may depend on."""

    seed: int
    years: Years
    """(T,) Consecutive calendar years."""
    economies: pl.DataFrame
    """N rows of the economy seed (iso3, name, wb_code, capital and its position, …), in the order of every N axis."""
    cow_code: Years
    """(T, N) Correlates of War code in force; 0 where there is none."""
    present: Flags
    """(T, N) The economy exists in that year."""
    gdp_usd: Floats
    """(T, N) Gross domestic product, current US dollars; NaN where not present."""
    population: Floats
    """(T, N) Persons; NaN where not present."""
    geography: Geography


@dataclass(frozen=True)
class Tie:
    """One tie: what trade responds to, how strongly, and the dated facts a source can publish."""

    regressor: Floats
    """(T, N, N) The z of the gravity equation; larger is closer."""
    coefficient: float
    """β: the change in log expected exports for one unit of the regressor."""
    facts: dict[str, pl.DataFrame]
    """Dated facts by name, keyed by ISO3, from which the regressor follows."""


@dataclass(frozen=True)
class World(Setting):
    """Everything that happened, and the truth behind it.

    ``X_ijt = exp(π_it + χ_jt + β'z_ijt) η_ijt`` with ``E[η | z] = 1`` (METHODS.md, section 3); π and χ solve the
    multilateral resistance system of Anderson & van Wincoop (2003) given output and expenditure.
    """

    ties: dict[str, Floats]
    """(T, N, N) by name: the tie's regressor."""
    facts: dict[str, pl.DataFrame]
    """What sources publish about the ties, by name of the fact (``mission``, ``ideal_point``)."""
    coefficients: dict[str, float]
    """True β by term: ``log_distance``, ``contiguous``, ``common_language``, ``colony`` and each tie."""
    expected_usd: Floats
    """(T, N, N) E[X | z], current US dollars; domestic sales on the diagonal; NaN where either is not present."""
    export_usd: Floats
    """(T, N, N) Goods exports of i to j as published: whole millions of US dollars, zeros included.

    NaN on the diagonal, where either economy is not present, and where the importer did not report.
    """

    product_count: int = 0
    """HS products that exports are split by (``etl.simulation.products``); 0 for a world without."""

    @property
    def iso3(self) -> list[str]:
        """ISO 3166-1 alpha-3 codes in the order of every N axis."""
        return self.economies["iso3"].to_list()

    def terms(self) -> dict[str, Floats]:
        """Return every regressor of the gravity equation, (T, N, N) or (N, N), by the names of ``coefficients``."""
        return self.geography.terms() | self.ties


def sum_of_terms(coefficients: dict[str, float], terms: dict[str, Floats]) -> Floats:
    """Return β'z, (T, N, N), of terms that are (N, N) or (T, N, N)."""
    return np.asarray(sum(coefficients[name] * z for name, z in terms.items()))
