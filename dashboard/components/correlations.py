"""How each tie goes with each measure of market access: rank correlations with their intervals."""

from typing import Any

import polars as pl
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.components import tables
from dashboard.text import label, say

KINDS = {"raw": "raw", "partial": "partial", "effects": "partial_effects", "within": "within"}
COLUMNS = ("access", "pairs", *KINDS, "reason")


def correlations(frame: pl.DataFrame) -> Component:
    """Return the correlations as a table.

    Args:
        frame: Rows of ``evidence_correlation.sql``.
    """
    headers = {"tie": say("evidence.tie")} | {name: say(f"evidence.correlation_{name}") for name in COLUMNS}
    return tables.plain(headers, [_row(row) for row in frame.to_dicts()], ("pairs", *KINDS))


def _row(row: dict[str, Any]) -> dict[str, str]:
    known = label("dimension", row["dimension"])
    later = row["tie_timing"] == "from a later year"
    return {
        "tie": f"{known} ({label('status', row['tie_timing'])})" if later else known,
        "access": label("access", row["access_measure"]),
        "pairs": numbers.count(row["compared_pair_count"]),
        **{name: _with_interval(row, f"{column}_rho") for name, column in KINDS.items()},
        "reason": label("empty_reason", row["empty_reason"]) if row["empty_reason"] else "",
    }


def _with_interval(row: dict[str, Any], name: str) -> str:
    if row[name] is None:
        return numbers.DASH
    effect, low, high = (row.get(f"{name}{end}") for end in ("", "_low", "_high"))
    if low is None:
        return numbers.decimal(effect)
    return say(
        "evidence.our_growth", effect=numbers.decimal(effect), low=numbers.decimal(low), high=numbers.decimal(high)
    )
