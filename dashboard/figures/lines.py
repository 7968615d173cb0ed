"""A few lines over years, each named where it ends."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import say
from dashboard.theme import INK, draw, year_step

HEIGHT = 300
LETTERS = 16  # pixels between two names above each other


def lines(
    frame: pl.DataFrame, series: Sequence[tuple[str, str, str]], simulated: bool, ticks: str = "", falling: bool = False
) -> go.Figure:
    """Draw columns of a frame over ``year``.

    Args:
        frame: ``year`` and the columns drawn.
        series: Column, name and colour of each line; a colour that ends in ``dash`` is drawn dashed.
        simulated: Whether to mark the picture as simulated.
        ticks: Format of the vertical axis.
        falling: Whether small values stand at the top, as for ranks.
    """
    frame = frame.sort("year")
    drawn = [entry for entry in series if frame[entry[0]].count()]
    ends = [frame.filter(pl.col(column).is_not_null()).select("year", column).row(-1) for column, *_ in drawn]
    names = [
        {"x": year, "y": value, "text": name, "showarrow": False, "xanchor": "left", "xshift": 6,
         "yshift": -shift if falling else shift,
         "font": {"size": 12, "color": colour.removesuffix(" dash") if len(series) > 1 else INK}}
        for (_, name, colour), (year, value), shift in zip(drawn, ends, _apart(frame, drawn, ends), strict=True)
    ]  # fmt: skip
    first, last = int(frame["year"][0]), int(frame["year"][-1])
    layout = {
        "xaxis": {"dtick": year_step(first, last), "showgrid": False, "range": [first - 0.5, last + 0.5]},
        "yaxis": {"tickformat": ticks, "autorange": "reversed" if falling else True},
        "annotations": names, "showlegend": False, "hovermode": "x unified", "margin": {"r": 90},
    }  # fmt: skip
    return draw([_line(frame, *entry, ticks=ticks) for entry in series], layout, simulated, HEIGHT)


def summary(frame: pl.DataFrame, series: Sequence[tuple[str, str, str]], digits: int = 2) -> str:
    """Describe the figure in words: first and last value of each line."""
    parts = []
    for column, name, _ in series:
        known = frame.sort("year").filter(pl.col(column).is_not_null())
        if known.height:
            ends = [known.row(place, named=True) for place in (0, -1)]
            values = [numbers.decimal(row[column], digits) for row in ends]
            parts.append(
                say(
                    "lines.summary",
                    name=name,
                    first=ends[0]["year"],
                    start=values[0],
                    last=ends[1]["year"],
                    end=values[1],
                )
            )
    return "; ".join(parts)


def _apart(frame: pl.DataFrame, drawn: Sequence[tuple[str, str, str]], ends: list[tuple[int, float]]) -> list[float]:
    """Return by how many pixels to move the names of two lines that end close to each other."""
    if len(drawn) != 2:
        return [0.0] * len(drawn)
    values = frame.select(column for column, *_ in drawn).to_numpy()
    (_, first), (_, last) = ends
    gap = (first - last) / (float(np.nanmax(values) - np.nanmin(values)) or 1.0) * HEIGHT
    push = max(LETTERS - abs(gap), 0.0) / 2
    return [push, -push] if gap >= 0 else [-push, push]


def _line(frame: pl.DataFrame, column: str, name: str, colour: str, ticks: str) -> dict[str, Any]:
    tint, dashed = colour.removesuffix(" dash"), colour.endswith(" dash")
    return {
        "type": "scatter", "x": frame["year"].to_list(), "y": frame[column].to_list(), "mode": "lines", "name": name,
        "line": {"color": tint, "width": 2.2, "dash": "dash" if dashed else "solid"}, "connectgaps": False,
        "hovertemplate": f"{name}: %{{y:{ticks}}}<extra></extra>",
    }  # fmt: skip
