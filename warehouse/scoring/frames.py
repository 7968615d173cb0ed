"""Between tables of pairs and dense (T, N, N) arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Axes:
    """What the axes of a (T, N, N) array stand for: T years, and N economies as exporters and as importers."""

    years: tuple[int, ...]
    economies: tuple[str, ...]

    @classmethod
    def of(cls, trade: pl.DataFrame) -> "Axes":
        """Return every year and every economy of a table with columns exporter, importer, year, sorted."""
        names = pl.concat([trade["exporter"], trade["importer"].alias("exporter")]).unique().sort()
        return cls(tuple(trade["year"].unique().sort().to_list()), tuple(names.to_list()))

    @property
    def shape(self) -> tuple[int, int, int]:
        """(T, N, N)."""
        return len(self.years), len(self.economies), len(self.economies)

    def dense(self, frame: pl.DataFrame, value: str) -> Floats:
        """Spread the column ``value`` over the axes.

        Args:
            frame: columns exporter, importer, ``value`` and, unless it is the same in every year, year. Rows with an
                economy or a year outside the axes are left out.
            value: a number or truth value; null becomes NaN.

        Returns:
            (T, N, N), or (N, N) without a year column; NaN where the table has no row.
        """
        at = {name: k for k, name in enumerate(self.economies)}
        keys: list[tuple[str, Mapping[str, int] | Mapping[int, int]]] = [("exporter", at), ("importer", at)]
        if "year" in frame.columns:
            keys.insert(0, ("year", {year: k for k, year in enumerate(self.years)}))
        index = frame.select(
            *(pl.col(name).replace_strict(codes, default=None, return_dtype=pl.Int64) for name, codes in keys),
            pl.col(value).cast(pl.Float64),
        ).drop_nulls([name for name, _ in keys])
        out = np.full(self.shape[3 - len(keys) :], np.nan)
        out[tuple(index[name].to_numpy() for name, _ in keys)] = index[value].to_numpy()
        return out

    def long(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> pl.DataFrame:
        """Return one row per exporter, importer and year off the diagonal, a column per (T, N, N) array; NaN → null."""
        years, exporters, importers = np.indices(self.shape).reshape(3, -1)
        abroad = exporters != importers
        names = pl.Series(self.economies)
        columns = {name: _column(array.reshape(-1)[abroad]) for name, array in arrays.items()}
        return pl.DataFrame(
            {
                "exporter": names.gather(exporters[abroad]),
                "importer": names.gather(importers[abroad]),
                "year": pl.Series(self.years).cast(pl.Int32).gather(years[abroad]),
                **columns,
            }
        )


def _column(values: npt.NDArray[np.generic]) -> pl.Series:
    return pl.Series(values).fill_nan(None) if values.dtype.kind == "f" else pl.Series(values)


def standard_gravity(gravity: pl.DataFrame, axes: Axes) -> dict[str, Floats]:
    """Return the geography of a gravity equation as (N, N) regressors: log distance, border, language, colony.

    Args:
        gravity: columns exporter, importer, distance_km, contiguous, common_language, colony.
        axes: of the panel.
    """
    dummies: Sequence[str] = ("contiguous", "common_language", "colony")
    return {"ln_distance": np.log(axes.dense(gravity, "distance_km"))} | {
        name: axes.dense(gravity, name) for name in dummies
    }
