"""Which years each source covers, and how many economies in each."""

import plotly.graph_objects as go
import polars as pl

from dashboard.text import say
from dashboard.theme import SEQUENTIAL, draw, steps, year_step

ROW, FRAME = 30, 120
FIRST = 1950


def coverage(frame: pl.DataFrame, simulated: bool) -> go.Figure:
    """Draw a row a source, a column a year, the colour the number of economies; what is not covered stays empty.

    Args:
        frame: Rows of ``data_coverage.sql``.
        simulated: Whether to mark the picture as simulated.
    """
    shown = frame.filter(pl.col("year") >= FIRST)
    wide = shown.pivot(on="year", index="title", values="economy_count", sort_columns=False)
    years = sorted(int(name) for name in wide.columns if name != "title")
    sources = wide["title"].to_list()[::-1]
    cells = wide.select(str(year) for year in years).rows()[::-1]
    heat = {
        "type": "heatmap", "x": years, "y": [_short(title) for title in sources], "z": cells,
        "colorscale": steps(SEQUENTIAL), "xgap": 1, "ygap": 3, "zmin": 0, "zmax": 220, "colorbar": {
            "thickness": 10, "outlinewidth": 0, "title": {"text": say("coverage.economies"), "side": "top"},
            "orientation": "h", "y": -0.08, "yanchor": "top", "len": 0.6,
        },
        "hovertemplate": "%{y}, %{x}: %{z}<extra></extra>", "hoverongaps": False,
    }  # fmt: skip
    layout = {
        "xaxis": {"showgrid": False, "dtick": year_step(years[0], years[-1])},
        "yaxis": {"showgrid": False, "tickfont": {"size": 11}},
    }
    return draw([heat], layout, simulated, FRAME + ROW * len(sources))


def summary(frame: pl.DataFrame) -> str:
    """Describe the figure in words."""
    spans = frame.group_by("title").agg(first=pl.col("year").min(), last=pl.col("year").max()).sort("title")
    return "; ".join(say("coverage.span", **row) for row in spans.to_dicts())


def _short(title: str, most: int = 44) -> str:
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"
