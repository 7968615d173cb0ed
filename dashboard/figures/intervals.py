"""Estimates with their intervals, one line each: a dot, a bar, a name."""

import plotly.graph_objects as go
import polars as pl

from dashboard.text import say
from dashboard.theme import MUTED, OUTWARD, finish

ROW, FRAME = 26, 90


def intervals(
    frame: pl.DataFrame, axis: str, simulated: bool, reference: float | None = 0.0, ticks: str = ".2f"
) -> go.Figure:
    """Draw estimates from top to bottom in the order of the rows.

    Args:
        frame: ``label``, ``estimate``, ``low`` and ``high`` (null where there is no interval) and, where dots differ
            in colour, ``colour``.
        axis: Title of the horizontal axis.
        simulated: Whether to mark the picture as simulated.
        reference: Value at which nothing happens, marked by a line.
        ticks: Format of the axis.
    """
    if "colour" not in frame.columns:
        frame = frame.with_columns(colour=pl.lit(OUTWARD))
    up = (pl.col("high") - pl.col("estimate")).fill_null(0)
    down = (pl.col("estimate") - pl.col("low")).fill_null(0)
    frame = frame.with_columns(up=up, down=down, place=pl.int_range(frame.height, 0, -1))
    parts = frame.partition_by("colour", maintain_order=True)
    figure = go.Figure([_dots(part, ticks) for part in parts])
    if reference is not None:
        figure.add_vline(x=reference, line={"color": MUTED, "width": 1, "dash": "dot"})
    figure.update_yaxes(
        tickvals=frame["place"], ticktext=frame["label"], showgrid=False, range=[0.3, frame.height + 0.7],
        tickfont={"size": 12},
    )  # fmt: skip
    figure.update_xaxes(title_text=axis, tickformat=ticks)
    figure.update_layout(showlegend=False)
    return finish(figure, simulated, FRAME + ROW * frame.height)


def summary(frame: pl.DataFrame, name: str, reference: float = 0.0) -> str:
    """Describe the figure in words: its ends, and how many intervals leave the line out."""
    ordered = frame.sort("estimate", descending=True)
    clear = frame.filter((pl.col("low") > reference) | (pl.col("high") < reference)).height
    first, last = ordered.row(0, named=True), ordered.row(-1, named=True)
    return say(
        "intervals.summary", name=name, count=frame.height, clear=clear, line=f"{reference:g}", first=first["label"],
        high=f"{first['estimate']:.2f}", last=last["label"], low=f"{last['estimate']:.2f}",
    )  # fmt: skip


def _dots(part: pl.DataFrame, ticks: str) -> go.Scatter:
    colour = part["colour"][0]
    return go.Scatter(
        x=part["estimate"], y=part["place"], mode="markers", marker={"size": 8, "color": colour},
        error_x={
            "array": part["up"], "arrayminus": part["down"], "color": colour, "thickness": 1.6, "width": 0,
        },
        text=part["label"], hovertemplate=f"%{{text}}: %{{x:{ticks}}}<extra></extra>",
    )  # fmt: skip
