"""How close economies are to the world, one row a dimension, one dot an economy."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard import numbers
from dashboard.text import label, say
from dashboard.theme import MUTED, OUTWARD, REGIONS, above, draw

ROW, FRAME = 44, 80
COLOURS = [colour for colour in REGIONS.values() if colour not in (OUTWARD, "#7D8590")]
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross", "star", "hexagon", "triangle-down", "x")


def profile(frame: pl.DataFrame, economy: str, simulated: bool) -> go.Figure:
    """Draw the mean closeness of an economy and its peers to their partners, by dimension.

    Args:
        frame: Rows of ``economy_profile.sql``.
        economy: The economy whose dots are filled and largest; the others are its peers.
        simulated: Whether to mark the picture as simulated.
    """
    dimensions = list(dict.fromkeys(frame["dimension"]))[::-1]
    parts = frame.partition_by("economy", maintain_order=True)
    parts.sort(key=lambda part: part["economy"][0] != economy)
    layout = {
        "yaxis": {
            "tickvals": list(range(len(dimensions))), "showticklabels": False, "range": [-0.6, len(dimensions) - 0.4],
        },
        "annotations": [above(label("dimension", name), place) for place, name in enumerate(dimensions)],
        "xaxis": {"range": [-0.03, 1.03], "tickformat": ".1f", "title": {"text": say("profile.x")}},
    }  # fmt: skip
    dots = [_dots(part, dimensions, number) for number, part in enumerate(parts)]
    return draw(dots, layout, simulated, FRAME + ROW * len(dimensions))


def summary(frame: pl.DataFrame, economy: str) -> str:
    """Describe the figure in words."""
    own = frame.filter(pl.col("economy") == economy)
    values = [
        f"{label('dimension', row['dimension'])} {numbers.index(row['mean_value_index'])}" for row in own.to_dicts()
    ]
    peers = [
        name for code, name in frame.select("economy", "name").unique(maintain_order=True).rows() if code != economy
    ]
    beside = ", ".join(peers) or say("profile.nobody")
    return say(
        "profile.summary", name=own["name"][0] if own.height else economy, values="; ".join(values), peers=beside
    )


def _dots(part: pl.DataFrame, dimensions: list[str], number: int) -> dict[str, Any]:
    colour = OUTWARD if number == 0 else COLOURS[(number - 1) % len(COLOURS)]
    marker = {
        "size": 13 if number == 0 else 10, "color": colour, "symbol": SYMBOLS[number % len(SYMBOLS)],
        "line": {"width": 1, "color": MUTED}, "opacity": 0.9,
    }  # fmt: skip
    texts = [f"{numbers.index(row['mean_value_index'])}, {row['year']}" for row in part.to_dicts()]
    return {
        "type": "scatter", "x": part["mean_value_index"].to_list(), "mode": "markers", "name": part["name"][0],
        "y": [dimensions.index(name) for name in part["dimension"]], "marker": marker, "text": texts,
        "hovertemplate": "%{fullData.name}: %{text}<extra></extra>",
    }  # fmt: skip
