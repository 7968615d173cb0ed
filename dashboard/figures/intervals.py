"""Estimates with their intervals, one line each: a dot, a bar, a name."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import say
from dashboard.theme import OUTWARD, above, draw, level

ROW, FRAME = 32, 90


def intervals(
    frame: pl.DataFrame, axis: str, simulated: bool, reference: float | None = 0.0, ticks: str = ".2f", *,
    behind: Sequence[dict[str, Any]] = (),
) -> go.Figure:  # fmt: skip
    """Draw estimates from top to bottom in the order of the rows.

    Args:
        frame: ``label``, ``estimate``, ``low`` and ``high`` (null where there is no interval) and, where dots differ
            in colour, ``colour``.
        axis: Title of the horizontal axis.
        simulated: Whether to mark the picture as simulated.
        reference: Value at which nothing happens, marked by a line.
        ticks: Format of the axis.
        behind: Traces to draw first.
    """
    if "colour" not in frame.columns:
        frame = frame.with_columns(colour=pl.lit(OUTWARD))
    up = (pl.col("high") - pl.col("estimate")).fill_null(0)
    down = (pl.col("estimate") - pl.col("low")).fill_null(0)
    frame = frame.with_columns(up=up, down=down, place=pl.int_range(frame.height, 0, -1))
    parts = frame.partition_by("colour", maintain_order=True)
    layout = {
        "yaxis": {"showticklabels": False, "showgrid": False, "range": [0.4, frame.height + 0.9]},
        "annotations": [above(*row) for row in frame.select("label", "place").iter_rows()],
        "xaxis": {"title": {"text": axis}, "tickformat": ticks}, "showlegend": False,
        "shapes": [] if reference is None else [level(reference, "x")],
    }  # fmt: skip
    return draw([*behind, *(_dots(part, ticks) for part in parts)], layout, simulated, FRAME + ROW * frame.height)


def summary(frame: pl.DataFrame, name: str, reference: float = 0.0) -> str:
    """Describe the figure in words: its ends, and how many intervals leave the line out."""
    ordered = frame.sort("estimate", descending=True)
    clear = frame.filter((pl.col("low") > reference) | (pl.col("high") < reference)).height
    first, last = ordered.row(0, named=True), ordered.row(-1, named=True)
    ends = {"high": numbers.decimal(first["estimate"]), "low": numbers.decimal(last["estimate"])}
    line = numbers.decimal(reference, 1 if reference else 0)
    return say(
        "intervals.summary", name=name, count=frame.height, clear=clear, line=line, first=first["label"],
        last=last["label"], **ends,
    )  # fmt: skip


def _dots(part: pl.DataFrame, ticks: str) -> dict[str, Any]:
    colour = part["colour"][0]
    spread = {"array": part["up"].to_list(), "arrayminus": part["down"].to_list()}
    return {
        "type": "scatter", "x": part["estimate"].to_list(), "y": part["place"].to_list(), "mode": "markers",
        "marker": {"size": 8, "color": colour}, "text": part["label"].to_list(),
        "error_x": {"color": colour, "thickness": 1.6, "width": 0} | spread,
        "hovertemplate": f"%{{text}}: %{{x:{ticks}}}<extra></extra>",
    }  # fmt: skip
