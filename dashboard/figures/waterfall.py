"""The terms that add up to how easy trade between two economies is."""

from itertools import accumulate

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import label, say
from dashboard.theme import INWARD, MUTED, OUTWARD, finish

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
    figure = go.Figure(
        go.Waterfall(
            orientation="h", y=names, x=[*values, 0], measure=["relative"] * len(values) + ["total"],
            increasing={"marker": {"color": OUTWARD}}, decreasing={"marker": {"color": INWARD}},
            totals={"marker": {"color": MUTED}}, connector={"line": {"color": MUTED, "width": 1}},
            hoverinfo="skip",
        )
    )  # fmt: skip
    spread = {
        "array": (frame["high_log"] - frame["value_log"]).fill_null(0),
        "arrayminus": (frame["value_log"] - frame["low_log"]).fill_null(0),
        "color": MUTED, "thickness": 1.4, "width": 4,
    }  # fmt: skip
    figure.add_scatter(
        x=ends, y=names[:-1], mode="markers", marker={"size": 1, "color": MUTED}, error_x=spread, hoverinfo="skip"
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(title_text=say("waterfall.x"), tickformat=".1f")
    figure.update_layout(showlegend=False, margin={"r": 60})
    return finish(figure, simulated, FRAME + ROW * len(names))


def summary(frame: pl.DataFrame) -> str:
    """Describe the figure in words."""
    terms = [f"{label('component', row['component'])} {_times(row['value_log'])}" for row in frame.to_dicts()]
    total = sum(frame["value_log"].to_list())
    return say("waterfall.summary", terms="; ".join(terms), total=_times(total))


def _times(value: float) -> str:
    """Return what a logarithm multiplies trade by."""
    return f"×{numbers.SPACE}{2.718281828459045**value:.2f}"
