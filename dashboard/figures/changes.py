"""What a scenario changes: draws around each estimate, and winners and losers on the map."""

import math
from collections.abc import Collection

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.figures.intervals import intervals
from dashboard.figures.world import coloured, scale
from dashboard.text import say
from dashboard.theme import DIVERGING, MUTED

SMALLEST = -4  # power of ten of the per cent from which a change has a colour
LEAST_TOP = -2


def draws(estimates: pl.DataFrame, drawn: pl.DataFrame, axis: str, simulated: bool) -> go.Figure:
    """Draw estimates with their intervals, and each draw as a thin stroke behind them.

    Args:
        estimates: ``label``, ``estimate``, ``low`` and ``high``, per cent.
        drawn: ``label`` and ``value``, per cent; one row a draw.
        axis: Title of the horizontal axis.
        simulated: Whether to mark the picture as simulated.
    """
    places = dict(zip(estimates["label"], range(estimates.height, 0, -1), strict=True))
    strokes = {
        "type": "scatter", "x": drawn["value"].to_list(), "mode": "markers", "hoverinfo": "skip", "opacity": 0.35,
        "y": drawn["label"].replace_strict(places, return_dtype=pl.Int64).to_list(),
        "marker": {"symbol": "line-ns-open", "size": 11, "color": MUTED, "line": {"width": 1}},
    }  # fmt: skip
    return intervals(estimates, axis, simulated, ticks=",", behind=[strokes])


def gains(frame: pl.DataFrame, geometry: str, outlined: Collection[str], simulated: bool) -> go.Figure:
    """Draw changes in per cent by economy: gains and losses in two colours, on a logarithmic scale of size.

    Args:
        frame: ``economy``, ``name``, ``latitude``, ``longitude``, ``change_pct``, ``hover`` and ``href``.
        geometry: Address of the outlines.
        outlined: Economies large enough to be hit on their outline.
        simulated: Whether to mark the picture as simulated.
    """
    change = pl.col("change_pct")
    above = (change.abs().clip(10.0**SMALLEST).log10() - SMALLEST) * change.sign()
    frame = frame.filter(change.is_finite()).with_columns(power=above)
    top = max(math.ceil(frame["power"].abs().max() or 0), LEAST_TOP - SMALLEST)  # type: ignore[arg-type]
    return coloured(frame, geometry, outlined, scale(DIVERGING, _ticks(top)), simulated)


def summary(frame: pl.DataFrame, title: str) -> str:
    """Describe the map in words."""
    ranked = frame.filter(pl.col("change_pct").is_finite()).sort("change_pct", descending=True)
    ends = [ranked.filter(pl.col("change_pct") > 0).head(3), ranked.filter(pl.col("change_pct") < 0).reverse().head(3)]
    most, least = (
        ", ".join(f"{row['name']} ({numbers.change(1 + row['change_pct'] / 100)})" for row in end.to_dicts())
        or say("quadrant.nobody")
        for end in ends
    )
    return say("what_if.map_summary", title=title, count=ranked.height, most=most, least=least)


def _ticks(top: int) -> dict[float, str]:
    shown = [step for step in range(-top, top + 1) if abs(step) == top or (not step % 2 and abs(step) < top - 1)]
    return {float(step): _tick(step) for step in shown}


def _tick(step: int) -> str:
    power = SMALLEST + abs(step)
    size = numbers.decimal(math.copysign(10.0**power, step), max(-power, 0)) if step else "0"
    return say("number.percent", number=f"+{size}" if step > 0 else size)
