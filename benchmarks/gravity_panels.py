"""Panels for the gravity benchmark: simulated worlds at full size, and the panel of the Advanced Guide."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from warehouse.scoring.frames import Axes
from warehouse.scoring.panel import Floats


@dataclass(frozen=True)
class Case:
    """A panel (T, N, N), its regressors, and which pair effects are asked for."""

    trade: Floats
    regressors: dict[str, Floats]
    pair_effects: str

    def long(self) -> pd.DataFrame:
        """One row per cell, as the other packages want it."""
        countries = self.trade.shape[1]
        t, i, j = np.nonzero(~np.isnan(self.trade))
        unordered = np.minimum(i, j) * countries + np.maximum(i, j)
        effects = {"exporter_year": t * countries + i, "importer_year": t * countries + j, "cluster": unordered}
        effects["pair"] = i * countries + j if self.pair_effects == "directed" else unordered
        regressors = {name: values[t, i, j] for name, values in self.regressors.items()}
        return pd.DataFrame({"trade": self.trade[t, i, j]} | effects | regressors)


def simulated(years: int, countries: int, *, domestic: bool, seed: int = 1) -> Case:
    """A structural gravity world: sizes that drift, distance, lasting pair differences, agreements, many zeros."""
    rng = np.random.default_rng(seed)
    shape = (years, countries, countries)
    exporter, importer = rng.normal(0, 2, countries) + rng.normal(0, 0.08, (2, years, countries)).cumsum(axis=1)
    position = rng.uniform(-1, 1, (countries, 2))
    log_distance = np.log(0.05 + np.hypot(*(position[:, None] - position).transpose(2, 0, 1)))
    lasting = rng.normal(0, 1, shape[1:]) - log_distance
    agreed = rng.integers(-years // 2, 3 * years, shape[1:])
    agreement = (np.arange(years)[:, None, None] >= np.minimum(agreed, agreed.T)).astype(float)
    drift = rng.normal(0, 0.3, shape).cumsum(axis=0)
    alignment = (drift + drift.swapaxes(1, 2)) / 2
    home = np.arange(countries)
    agreement[:, home, home] = alignment[:, home, home] = 0
    log_mean = exporter[:, :, None] + importer[:, None, :] + lasting + 0.3 * agreement + 0.05 * alignment
    trade = np.exp(log_mean) * rng.gamma(1.5, 1 / 1.5, shape)
    trade[rng.random(shape) > trade / (trade + np.quantile(trade, 0.35))] = 0.0
    trade[:, home, home] = np.nan
    if domestic:
        size = (np.nansum(trade, axis=1) + np.nansum(trade, axis=2)) / 2
        share = rng.normal(1, 0.7, countries) + rng.normal(0, 0.05, (years, countries)).cumsum(axis=0)
        trade[:, home, home] = size * np.exp(share)
    return Case(trade, {"agreement": agreement, "alignment": alignment}, "directed")


def guide() -> Case | None:
    """The panel of the Advanced Guide (ENTENTE_GOLDEN) with agreements and their lags; None where it is not at hand."""
    folder = os.environ.get("ENTENTE_GOLDEN")
    if not folder:
        return None
    years = (1986, 1990, 1994, 1998, 2002, 2006)
    frame = pl.read_csv(Path(folder) / "agtpa_applications.csv.gz").filter(pl.col("year").is_in(years))
    axes = Axes.of(frame)
    regressors = {name: axes.dense(frame, name) for name in ("rta", "rta_lag4", "rta_lag8", "rta_lag12")}
    return Case(axes.dense(frame, "trade"), regressors, "symmetric")
