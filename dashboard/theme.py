"""One typeface, one restrained palette, light and dark: for the shell (Mantine) and for figures (Plotly).

Figures are drawn in the light colours below. In the dark scheme ``assets/entente.css`` maps each of them to its dark
counterpart, so a figure needs no redrawing and a downloaded picture always prints on white.
"""

from functools import cache
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from dashboard import numbers
from dashboard.text import say

pio.templates.default = "none"  # the look is laid over figures by ``dressed``
FONT = "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
INK = "rgb(31, 41, 51)"
MUTED = "rgb(91, 102, 117)"
GRID = "rgb(226, 231, 236)"
PAPER = "rgb(255, 255, 255)"

# Okabe & Ito (2008), slightly darkened where needed for a contrast of 3 on white; the dark scheme has lighter ones.
OUTWARD = "#0072B2"
INWARD = "#D55E00"
REGIONS = {
    "East Asia": "#0072B2",
    "Europe": "#C98500",
    "Latin America": "#009E73",
    "Middle East": "#D55E00",
    "North America": "#7D8590",
    "South Asia": "#BF6096",
    "Sub-Saharan": "#3A9BD9",
}
OTHER = "#8A6D5B"
# One hue, from pale to dark, with even steps of lightness.
SEQUENTIAL = ["#dcebf5", "#b5d4e9", "#84b8da", "#4f97c4", "#2377ab", "#0c63a0", "#08508a"]
# From losses over none to gains, in the colours of inward and outward.
DIVERGING = ["#a34800", "#D55E00", "#eda56e", "#e2e7ec", "#84b8da", "#0072B2", "#08508a"]

MANTINE: dict[str, Any] = {
    "fontFamily": FONT,
    "headings": {"fontFamily": FONT, "fontWeight": "650"},
    "primaryColor": "petrol",
    "primaryShade": {"light": 8, "dark": 5},
    "defaultRadius": "sm",
    "colors": {
        "petrol": [
            "#eaf4fa", "#d5e6f0", "#a9cde2", "#79b3d4", "#539dc8", "#3b90c1", "#2c89be", "#1d76a8", "#0f6797", "#005885"
        ],
        "dark": [
            "#d7dce2", "#b6bec8", "#96a0ad", "#5d6672", "#3a424d", "#2d343e", "#232932", "#181d24", "#12161c", "#0c0f13"
        ],
    },
}  # fmt: skip


def region_colour(region: str | None) -> str:
    """Return the colour of a World Bank region; the Bank renames regions, so the first words decide."""
    return REGIONS.get(region_key(region) or "", OTHER)


def region_name(region: str | None) -> str:
    """Return a region's name short enough for a legend."""
    key = region_key(region)
    return say(f"region.{key}") if key else region or say("region.none")


def region_key(region: str | None) -> str | None:
    """Return the words by which a region is known here."""
    return next((start for start in REGIONS if (region or "").startswith(start)), None)


@cache
def _look(separators: str) -> dict[str, Any]:
    """Plotly checks a template anew for every figure that is given one; this one is checked once and laid over all."""
    axis = {
        "gridcolor": GRID, "gridwidth": 1, "zeroline": False, "linecolor": GRID, "ticks": "", "automargin": True,
        "title": {"font": {"size": 13, "color": MUTED}, "standoff": 8}, "tickfont": {"size": 12, "color": MUTED},
    }  # fmt: skip
    look = go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": INK},
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "margin": {"l": 8, "r": 12, "t": 12, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "legend": {
                "orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12},
                "itemsizing": "constant",
            },
            "hoverlabel": {"bgcolor": PAPER, "bordercolor": GRID, "font": {"family": FONT, "size": 13, "color": INK}},
            "hovermode": "closest",
            "separators": separators,
        }
    )  # fmt: skip
    return dict(look.to_plotly_json())


def dressed(figure: go.Figure) -> dict[str, Any]:
    """Return a figure in the look all share, as what a browser draws; its frame decides on its height.

    What Plotly holds is read as it is: its ``to_dict`` copies every point first, and nobody changes one here.
    """
    layout = {name: value for name, value in figure._layout.items() if name != "height"}
    return {"data": figure._data, "layout": layout | {"template": _look(numbers.separators())}}


def steps(colours: list[str]) -> list[tuple[float, str]]:
    """Return a scale of colours at even steps from 0 to 1."""
    return [(place / (len(colours) - 1), colour) for place, colour in enumerate(colours)]


def level(value: float, axis: str = "y") -> dict[str, Any]:
    """Return a dotted line through the whole picture at a value of an axis."""
    other = "x" if axis == "y" else "y"
    ends = {f"{axis}0": value, f"{axis}1": value, f"{other}0": 0, f"{other}1": 1, f"{other}ref": f"{other} domain"}
    return {"type": "line", "line": {"color": MUTED, "width": 1, "dash": "dot"}} | ends


def year_step(first: int, last: int) -> int:
    """Return the years between two ticks of an axis."""
    return next((step for step in (1, 2, 5) if last - first <= 6 * step), 10)


def above(name: str, place: float | str) -> dict[str, Any]:
    """Return the name of a row above it: beside the rows, long names would leave a narrow screen no width."""
    at = {"x": 0, "xref": "paper", "xanchor": "left", "y": place, "yanchor": "bottom", "yshift": 5}
    # Aligned by its start, a name stays there when the typeface arrives after Plotly has measured it in another one.
    return at | {"text": name, "showarrow": False, "align": "left", "font": {"size": 12, "color": MUTED}}


def draw(traces: list[dict[str, Any]], layout: dict[str, Any], simulated: bool, height: int) -> go.Figure:
    """Return the figure of traces and a layout, marked where its data are simulated; see ``dressed``.

    Plotly would check each property anew for each reader, which takes longer than all else on a page; the tests let it
    check the figures of every page instead.
    """
    notes = [*layout.get("annotations", []), *([_mark(height)] if simulated else [])]
    return go.Figure({"data": traces, "layout": layout | {"annotations": notes, "height": height}}, _validate=False)


def _mark(height: int) -> dict[str, Any]:
    return {
        "name": "simulated", "text": say("notice.mark"), "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper",
        "showarrow": False, "textangle": -14, "opacity": 0.15,
        "font": {"size": 34 if height > 400 else 24, "color": MUTED},
    }  # fmt: skip
