"""Coefficients of a tie before and after it changes."""

from typing import Any

import numpy as np
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
    step = _step(frame)
    layout = {
        "xaxis": {
            "tickvals": offsets, "ticktext": [_offset(offset) for offset in offsets],
            "title": {"text": say("evidence.offset_axis")}, "range": [min(offsets) - 1.5, max(offsets) + 1.5],
            "showgrid": False,
        },
        "yaxis": {"tickformat": ".2f" if step < 0.1 else ".1f", "dtick": step}, "showlegend": False,
        "shapes": [level(0)],
    }  # fmt: skip
    dots = [_dots(frame.filter(lead), INWARD), _dots(frame.filter(~lead), OUTWARD)]
    return draw(dots, layout, simulated, HEIGHT)


def summary(frame: pl.DataFrame, name: str) -> str:
    """Describe the figure in words."""
    values = [
        say(
            "evidence.at_offset", offset=_offset(row["offset_years"]), estimate=numbers.decimal(row["estimate"]),
            low=numbers.decimal(row["low"]), high=numbers.decimal(row["high"]),
        )
        for row in frame.to_dicts()
    ]  # fmt: skip
    return f"{name}: {'; '.join(values)}"


def _offset(years: int) -> str:
    return f"{years:+d}".replace("-", numbers.MINUS) if years else "0"


def _step(frame: pl.DataFrame) -> float:
    """Return the distance of ticks at which at most five fit, in steps that their digits can tell apart."""
    values = frame.select("low", "high", "estimate").to_numpy()
    span = max(float(np.nanmax(values)), 0.0) - min(float(np.nanmin(values)), 0.0)
    return next((step for step in (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0) if span <= 5 * step), 10.0)


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
