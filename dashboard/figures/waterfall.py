"""The terms that add up to how easy trade between two economies is."""

from itertools import accumulate
from math import exp
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import label, say
from dashboard.theme import INK, INWARD, MUTED, OUTWARD, above, draw

ROW, FRAME = 44, 80
HALF = 0.25  # of the height of a bar, in rows; its name stands above it


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
    spread = {
        "array": (frame["high_log"] - frame["value_log"]).fill_null(0).to_list(),
        "arrayminus": (frame["value_log"] - frame["low_log"]).fill_null(0).to_list(),
        "color": INK, "thickness": 1.4, "width": 4,
    }  # fmt: skip
    points = {
        "type": "scatter", "x": [*ends, ends[-1]], "y": list(range(len(names))), "mode": "markers", "error_x": spread,
        "marker": {"size": 1, "color": MUTED}, "hoverinfo": "skip",
    }  # fmt: skip
    bars = [_bar(row, end - value, end) for row, (value, end) in enumerate(zip(values, ends, strict=True))]
    total = _bar(len(ends), 0, ends[-1]) | {"fillcolor": MUTED}
    layout = {
        "shapes": [*bars, total, *map(_joint, range(len(ends)), ends)],
        "annotations": [above(name, row - HALF) for row, name in enumerate(names)],
        # Names beside the rows are for paper, which has the width and not the height: assets/print.js shows them.
        "yaxis": {
            "tickvals": list(range(len(names))), "ticktext": names, "showticklabels": False, "showgrid": False,
            "range": [len(names) - 0.6, -0.85],
        },
        "showlegend": False, "margin": {"r": 60},
        "xaxis": {"title": {"text": say("waterfall.x")}, "tickformat": ".1f"},
    }  # fmt: skip
    return draw([points], layout, simulated, FRAME + ROW * len(names))


def summary(frame: pl.DataFrame) -> str:
    """Describe the figure in words."""
    terms = [f"{label('component', row['component'])} {_times(row['value_log'])}" for row in frame.to_dicts()]
    total = sum(frame["value_log"].to_list())
    return say("waterfall.summary", terms="; ".join(terms), total=_times(total))


def _bar(row: int, start: float, end: float) -> dict[str, Any]:
    """Return the bar of a row in the colour of its direction; Plotly's own waterfall is not in its bundle with maps."""
    colour = OUTWARD if end >= start else INWARD
    box = {"x0": start, "x1": end, "y0": row - HALF, "y1": row + HALF}
    return {"type": "rect", "layer": "between", "fillcolor": colour, "line": {"width": 0}} | box


def _joint(row: int, end: float) -> dict[str, Any]:
    """Return the line from the end of a bar to the next."""
    ends = {"x0": end, "x1": end, "y0": row + HALF, "y1": row + 1 - HALF}
    return {"type": "line", "layer": "between", "line": {"color": MUTED, "width": 1}} | ends


def _times(value: float) -> str:
    """Return what a logarithm multiplies trade by."""
    return f"×{numbers.SPACE}{numbers.decimal(exp(value))}"
