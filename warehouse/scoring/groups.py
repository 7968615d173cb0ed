"""Groups of pairs: by size of the flow, by income of both sides, by region of the exporter."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from warehouse.scoring.backtest import Group
from warehouse.scoring.panel import Floats
from warehouse.scoring.snapshot import Known

SIZES = {
    "below 1 m USD": (0.0, 1e6),
    "1 to 10 m USD": (1e6, 1e7),
    "10 to 100 m USD": (1e7, 1e8),
    "100 m USD and more": (1e8, np.inf),
}
TERCILES = ("low", "middle", "high")


def everyone(known: Known) -> Group:
    """All pairs."""
    return Group("all pairs", "all", np.ones(len(known.actual_usd), dtype=bool))


def groups(known: Known, regions: Sequence[object], gdp_per_head: Floats) -> list[Group]:
    """Groups of n pairs, everyone first.

    Args:
        known: Of the pairs.
        regions: (N,), of the economies.
        gdp_per_head: (N,), NaN where not known; such economies belong to no income tercile.
    """
    usd = known.actual_usd
    size = [Group("size of the flow", name, (usd >= low) & (usd < high)) for name, (low, high) in SIZES.items()]
    tercile = terciles(gdp_per_head)
    exporter, importer = tercile[known.dyads.exporter], tercile[known.dyads.importer]
    income = [
        Group(
            "income per head, exporter to importer",
            f"{TERCILES[a]} to {TERCILES[b]}",
            (exporter == a) & (importer == b),
        )
        for a in range(3)
        for b in range(3)
    ]
    of_exporter = np.array([str(region or "") for region in regions])[known.dyads.exporter]
    region = [
        Group("region of the exporter", str(name), of_exporter == name) for name in np.unique(of_exporter) if name
    ]
    return [everyone(known), *size, *income, *region]


def terciles(values: Floats) -> npt.NDArray[np.int64]:
    """0, 1 or 2 by thirds of what is known, (N,); −1 where not known."""
    known = ~np.isnan(values)
    if not known.any():
        return np.full(len(values), -1)
    edges = np.quantile(values[known], [1 / 3, 2 / 3])
    return np.where(known, np.searchsorted(edges, values, side="right"), -1)
