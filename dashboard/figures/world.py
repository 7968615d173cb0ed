"""A world map in an equal-area projection: outlines by colour, small economies as points that can be hit."""

import math
from collections.abc import Collection
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import say
from dashboard.theme import GRID, MUTED, PAPER, SEQUENTIAL, draw, steps

HEIGHT = 460
SCALE = 280  # pixels; as wide as fits a narrow screen
RIM = 6  # pixels; half a point, for those at the edge of the map
LOWEST = 6  # powers of ten: a million and less have the palest colour


def world(frame: pl.DataFrame, geometry: str, outlined: Collection[str], simulated: bool) -> go.Figure:
    """Draw an amount by economy, on a logarithmic scale of colour.

    Args:
        frame: Columns ``economy`` (ISO3), ``name``, ``latitude`` and ``longitude`` of its capital, ``value_usd``,
            ``hover`` and ``href``, where a click leads.
        geometry: Address of the outlines.
        outlined: Economies large enough to be hit on their outline; the others are points at their capital.
        simulated: Whether to mark the picture as simulated.
    """
    frame = frame.filter(pl.col("value_usd") > 0)
    frame = frame.with_columns(power=pl.col("value_usd").log10().clip(LOWEST))
    top = math.ceil(max(frame["power"].to_list(), default=LOWEST + 1))
    ticks = {float(tick): numbers.tick(10.0**tick) for tick in range(LOWEST, top + 1)}
    return coloured(frame, geometry, outlined, scale(SEQUENTIAL, ticks), simulated)


def scale(colours: list[str], ticks: dict[float, str]) -> dict[str, Any]:
    """Return an axis of colour from the first tick to the last, with its bar below the map."""
    return {
        "colorscale": steps(colours), "cmin": min(ticks), "cmax": max(ticks),
        "colorbar": {
            "orientation": "h", "y": -0.02, "yanchor": "top", "thickness": 10, "outlinewidth": 0,
            "lenmode": "pixels", "len": SCALE, "tickvals": list(ticks), "ticktext": list(ticks.values()),
            "tickangle": 0, "tickfont": {"size": 12, "color": MUTED},
        },
    }  # fmt: skip


def coloured(
    frame: pl.DataFrame, geometry: str, outlined: Collection[str], coloraxis: dict[str, Any], simulated: bool
) -> go.Figure:
    """Draw economies in the colour of ``power``; otherwise as `world`."""
    large = pl.col("economy").is_in(list(outlined))
    layout = {
        "geo": {
            "projection": {"type": "equal earth"}, "visible": False, "bgcolor": PAPER,
            "lataxis": {"range": [-57, 84]},
        },
        "coloraxis": coloraxis, "dragmode": False, "showlegend": False, "margin": {"l": RIM, "r": RIM, "t": 0, "b": 36},
    }  # fmt: skip
    empty = set(outlined).difference(frame.drop_nulls("power")["economy"])
    layers = [_ground(geometry, empty), _outlines(frame, geometry), _points(frame.filter(~large))]
    return draw(layers, layout, simulated, HEIGHT)


def summary(frame: pl.DataFrame, title: str) -> str:
    """Describe the map in words."""
    ranked = frame.sort("value_usd", descending=True).head(5).to_dicts()
    largest = [f"{row['name']} ({numbers.money(row['value_usd'])})" for row in ranked]
    count = frame.filter(pl.col("value_usd") > 0).height
    return say("world.summary", title=title, count=count, names=", ".join(largest) or say("quadrant.nobody"))


def _ground(geometry: str, empty: Collection[str]) -> dict[str, Any]:
    """Draw the outlines without an amount in the colour of no data."""
    codes = sorted(empty)
    return {
        "type": "choropleth", "geojson": geometry, "locations": codes, "z": [0] * len(codes), "showscale": False,
        "colorscale": [[0, GRID], [1, GRID]], "marker": {"line": {"width": 0.5, "color": PAPER}}, "hoverinfo": "skip",
    }  # fmt: skip


def _outlines(frame: pl.DataFrame, geometry: str) -> dict[str, Any]:
    return _common(frame) | {
        "type": "choropleth", "geojson": geometry, "locations": frame["economy"].to_list(),
        "z": frame["power"].to_list(), "marker": {"line": {"width": 0.5, "color": PAPER}}, "coloraxis": "coloraxis",
    }  # fmt: skip


def _points(frame: pl.DataFrame) -> dict[str, Any]:
    colour = {"color": frame["power"].to_list(), "coloraxis": "coloraxis"}
    return _common(frame) | {
        "type": "scattergeo", "lon": frame["longitude"].to_list(), "lat": frame["latitude"].to_list(),
        "mode": "markers", "marker": {"size": 9, "line": {"width": 1, "color": MUTED}} | colour,
    }  # fmt: skip


def _common(frame: pl.DataFrame) -> dict[str, Any]:
    texts = {"text": frame["hover"].to_list(), "customdata": frame["href"].to_list()}
    return texts | {"hovertemplate": "%{text}<extra></extra>"}
