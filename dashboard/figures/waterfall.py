"""The terms that add up to how easy trade between two economies is."""

from itertools import accumulate

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import label, say
from dashboard.theme import INWARD, MUTED, OUTWARD, draw

ROW, FRAME = 40, 80


def waterfall(frame: pl.DataFrame, simulated: bool) -> go.Figure:
    """Draw each term where the one before ends, and their sum below.

    Args:
        frame: ``component``, ``value_log`` and its interval ``low_log``, ``high_log``; deviations from the mean pair.
        simulated: Whether to mark the picture as simulated.
    """
    values = frame["value_log"].to_list()
    ends = list(accumulate(values))
    terms = [*(label("component", name) for name in frame["component"]), say("waterfall.sum")]
    names = [f"{name}, {_times(value)}" for name, value in zip(terms, [*values, ends[-1]], strict=True)]
    bars = {
        "type": "waterfall", "orientation": "h", "y": names, "x": [*values, 0], "hoverinfo": "skip",
        "measure": ["relative"] * len(values) + ["total"], "totals": {"marker": {"color": MUTED}},
        "increasing": {"marker": {"color": OUTWARD}}, "decreasing": {"marker": {"color": INWARD}},
        "connector": {"line": {"color": MUTED, "width": 1}},
    }  # fmt: skip
    spread = {
        "array": (frame["high_log"] - frame["value_log"]).fill_null(0).to_list(),
        "arrayminus": (frame["value_log"] - frame["low_log"]).fill_null(0).to_list(),
        "color": MUTED, "thickness": 1.4, "width": 4,
    }  # fmt: skip
    bounds = {
        "type": "scatter", "x": ends, "y": names[:-1], "mode": "markers", "marker": {"size": 1, "color": MUTED},
        "error_x": spread, "hoverinfo": "skip",
    }  # fmt: skip
    layout = {
        "yaxis": {"autorange": "reversed", "showgrid": False}, "showlegend": False, "margin": {"r": 60},
        "xaxis": {"title": {"text": say("waterfall.x")}, "tickformat": ".1f"},
    }  # fmt: skip
    return draw([bars, bounds], layout, simulated, FRAME + ROW * len(names))


def summary(frame: pl.DataFrame) -> str:
    """Describe the figure in words."""
    terms = [f"{label('component', row['component'])} {_times(row['value_log'])}" for row in frame.to_dicts()]
    total = sum(frame["value_log"].to_list())
    return say("waterfall.summary", terms="; ".join(terms), total=_times(total))


def _times(value: float) -> str:
    """Return what a logarithm multiplies trade by."""
    return f"×{numbers.SPACE}{2.718281828459045**value:.2f}"
