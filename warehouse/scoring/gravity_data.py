"""The gravity panel as arrays, with what its regressors are called."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from warehouse.scoring.frames import Axes
from warehouse.scoring.panel import Booleans, Floats

GEOGRAPHY = ("ln_distance", "contiguous", "common_language", "colony")
AGREEMENTS = ("rta", "bit")
DIMENSIONS = ("representation", "alignment", "security", "institutions", "mobility", "events", "coercion")
"""Tie dimensions with one regressor of the same name; treaties have two, `AGREEMENTS`."""
VARIANTS = {
    "rta": ("rta_depth",),
    "security": ("any_pact",),
    "coercion": ("trade_sanction",),
    "representation": ("representation_mutual",),
}
"""Other indicators of the same tie."""
LATER = {"representation": "representation_later", "mobility": "mobility_later"}
"""Ties as known from a later year only."""
_TIE = re.compile(rf"({'|'.join((*AGREEMENTS, *DIMENSIONS))})(_later|_lead\d+|_lag\d+)?")
_STANDS_FOR = {variant: tie for tie, variants in VARIANTS.items() for variant in variants}


def dimension_of(term: str) -> str | None:
    """The dimension that a regressor, its lead, lag, later value or variant belongs to; None for geography."""
    tie = _TIE.fullmatch(_STANDS_FOR.get(term, term))
    if tie is None:
        return None
    return "treaties" if tie[1] in AGREEMENTS else tie[1]


@dataclass(frozen=True)
class GravityData:
    """Trade and regressors on the same axes.

    Attributes:
        axes: Years and economies.
        trade: (T, N, N), current USD, NaN where missing.
        variables: Name → (T, N, N), NaN where not known.
    """

    axes: Axes
    trade: Floats
    variables: Mapping[str, Floats]

    @classmethod
    def of(cls, panel: pl.DataFrame) -> "GravityData":
        """Read a table with columns exporter, importer, year, trade_usd and any regressors."""
        axes = Axes.of(panel)
        place = {name: k for k, name in enumerate(axes.economies)}
        year = {name: k for k, name in enumerate(axes.years)}
        index = [
            panel[name].replace_strict(codes, return_dtype=pl.Int64).to_numpy()
            for name, codes in (("year", year), ("exporter", place), ("importer", place))
        ]
        arrays = {
            name: _dense(panel[name], axes.shape, index)
            for name in panel.columns
            if name not in ("exporter", "importer", "year")
        }
        return cls(axes, arrays.pop("trade_usd"), arrays)

    def at(self, years: Sequence[int], economies: Booleans | None = None) -> "GravityData":
        """Those of some years, each in the axes, and of some economies (N,)."""
        rows = np.array([self.axes.years.index(year) for year in years])
        chosen = np.arange(len(self.axes.economies)) if economies is None else np.flatnonzero(economies)
        cut = np.ix_(rows, chosen, chosen)
        axes = Axes(tuple(years), tuple(self.axes.economies[k] for k in chosen))
        return GravityData(axes, self.trade[cut], {name: values[cut] for name, values in self.variables.items()})

    def shifted(self, name: str, by: int) -> Floats:
        """A variable `by` calendar years later, (T, N, N); NaN where that year is not in the panel."""
        values = np.full_like(self.trade, np.nan)
        for t, year in enumerate(self.axes.years):
            if year + by in self.axes.years:
                values[t] = self.variables[name][self.axes.years.index(year + by)]
        return values

    def chosen(self, names: Sequence[str]) -> dict[str, Floats]:
        """Some of the variables."""
        return {name: self.variables[name] for name in names}

    def only(self, names: Sequence[str]) -> "GravityData":
        """The same with some of the variables."""
        return GravityData(self.axes, self.trade, self.chosen(names))

    def known_share(self, name: str) -> float:
        """The share of all trade whose cells have a value of a variable that differs between cells; else 0."""
        traded = self.trade > 0
        values = self.variables[name][traded]
        known = ~np.isnan(values)
        if not known.any() or np.ptp(values[known]) == 0:
            return 0.0
        return float(self.trade[traded][known].sum() / self.trade[traded].sum())


def _dense(column: pl.Series, shape: tuple[int, int, int], index: list[np.ndarray]) -> Floats:
    values = np.full(shape, np.nan)
    values[tuple(index)] = column.cast(pl.Float64).to_numpy()
    return values


def periods(years: Sequence[int]) -> list[tuple[int, ...]]:
    """Decades of years; a decade of which fewer than three are there joins the one before, or the one after."""
    parts: list[tuple[int, ...]] = []
    for year in years:
        if parts and (year // 10 == parts[-1][-1] // 10 or len(parts[-1]) < 3):
            parts[-1] += (year,)
        else:
            parts.append((year,))
    if len(parts) > 1 and len(parts[-1]) < 3:
        parts[-2:] = [parts[-2] + parts[-1]]
    return parts
