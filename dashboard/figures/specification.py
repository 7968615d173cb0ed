"""The specification curve of a tie: its coefficient under every way to estimate, from the smallest to the largest."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import label, say
from dashboard.theme import INWARD, OUTWARD, draw, level

HEIGHT = 230
COLOURS = {"between": OUTWARD, "within": INWARD}


def curve(frame: pl.DataFrame, simulated: bool) -> go.Figure:
    """Draw the coefficients of one tie in order of size, between and within pairs in colours of their own.

    Args:
        frame: ``specification``, ``estimate``, ``low``, ``high`` and ``way`` (the choices in words) of one tie.
        simulated: Whether to mark the picture as simulated.
    """
    ordered = frame.sort("estimate").with_row_index("place")
    layout = {
        "xaxis": {"showticklabels": False, "showgrid": False}, "yaxis": {"tickformat": ".1f", "nticks": 5},
        "showlegend": False, "shapes": [level(0)],
    }  # fmt: skip
    dots = [_dots(ordered.filter(specification=kind), colour) for kind, colour in COLOURS.items()]
    return draw(dots, layout, simulated, HEIGHT)


def summary(frame: pl.DataFrame) -> list[str]:
    """Describe the spread in words, between and within pairs apart."""
    parts = {kind: frame.filter(specification=kind) for kind in COLOURS}
    return [f"{label('specification', kind)}: {_spread(part)}" for kind, part in parts.items() if part.height]


def _spread(frame: pl.DataFrame) -> str:
    estimate = pl.col("estimate")
    values = frame.select(lowest=estimate.min(), middle=estimate.median(), highest=estimate.max())
    counts = frame.select(above=(pl.col("low") > 0).sum(), below=(pl.col("high") < 0).sum(), count=pl.len())
    return say(
        "evidence.spread",
        **{name: numbers.decimal(value) for name, value in values.row(0, named=True).items()},
        **{name: numbers.count(value) for name, value in counts.row(0, named=True).items()},
    )


def _dots(frame: pl.DataFrame, colour: str) -> dict[str, Any]:
    spread = {
        "array": (frame["high"] - frame["estimate"]).to_list(),
        "arrayminus": (frame["estimate"] - frame["low"]).to_list(),
        "color": colour, "thickness": 0.8, "width": 0,
    }  # fmt: skip
    return {
        "type": "scatter", "x": frame["place"].to_list(), "y": frame["estimate"].to_list(), "mode": "markers",
        "marker": {"size": 4, "color": colour}, "error_y": spread, "text": frame["way"].to_list(),
        "hovertemplate": "%{y:.2f} · %{text}<extra></extra>",
    }  # fmt: skip
