"""Coefficients of a tie before and after it changes."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import say
from dashboard.theme import INWARD, OUTWARD, draw, level

HEIGHT = 230


def timing(frame: pl.DataFrame, simulated: bool) -> go.Figure:
    """Draw the coefficients of one tie by years since it changed; those before the change have a colour of their own.

    Args:
        frame: ``offset_years``, ``estimate``, ``low`` and ``high`` of one tie.
        simulated: Whether to mark the picture as simulated.
    """
    lead = pl.col("offset_years") < 0
    offsets = frame["offset_years"].to_list()
    layout = {
        "xaxis": {
            "tickvals": offsets, "ticktext": [f"{offset:+d}" if offset else "0" for offset in offsets],
            "title": {"text": say("evidence.offset_axis")}, "range": [min(offsets) - 1.5, max(offsets) + 1.5],
            "showgrid": False,
        },
        "yaxis": {"tickformat": ".1f", "nticks": 5}, "showlegend": False, "shapes": [level(0)],
    }  # fmt: skip
    dots = [_dots(frame.filter(lead), INWARD), _dots(frame.filter(~lead), OUTWARD)]
    return draw(dots, layout, simulated, HEIGHT)


def summary(frame: pl.DataFrame, name: str) -> str:
    """Describe the figure in words."""
    values = [
        say(
            "evidence.at_offset", offset=f"{row['offset_years']:+d}", estimate=numbers.decimal(row["estimate"]),
            low=numbers.decimal(row["low"]), high=numbers.decimal(row["high"]),
        )
        for row in frame.to_dicts()
    ]  # fmt: skip
    return f"{name}: {'; '.join(values)}"


def _dots(frame: pl.DataFrame, colour: str) -> dict[str, Any]:
    spread = {
        "array": (frame["high"] - frame["estimate"]).to_list(),
        "arrayminus": (frame["estimate"] - frame["low"]).to_list(),
        "color": colour, "thickness": 1.6, "width": 0,
    }  # fmt: skip
    return {
        "type": "scatter", "x": frame["offset_years"].to_list(), "y": frame["estimate"].to_list(), "mode": "markers",
        "marker": {"size": 8, "color": colour}, "error_y": spread, "hovertemplate": "%{y:.2f}<extra></extra>",
    }  # fmt: skip
