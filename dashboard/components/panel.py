"""A figure or table together with what a reader may do with it: download its rows, see its SQL, cite its sources."""

from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component
from plotly.graph_objects import Figure

from dashboard.cache import read
from dashboard.components.aria import aria
from dashboard.components.status import is_simulated
from dashboard.state import Selection
from dashboard.text import say
from warehouse.read import Answer, parameters_of

PANELS: dict[str, "Panel"] = {}
GRAPH: Any = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "png", "scale": 2, "filename": "entente"},
    "responsive": True,
}


@dataclass(frozen=True)
class Panel:
    """One figure or table of a page; its rows come from one named query.

    Attributes:
        page: Section of the text catalogue, and prefix of the id.
        name: Key of its title there.
        query: Named query behind it.
    """

    page: str
    name: str
    query: str

    def __post_init__(self) -> None:
        PANELS[self.id] = self

    @property
    def id(self) -> str:
        """Return the id of the component that shows it."""
        return f"{self.page}-{self.name}"

    @property
    def title(self) -> str:
        """Return its heading."""
        return say(f"{self.page}.{self.name}")

    def answer(self, selection: Selection) -> Answer:
        """Return its rows and SQL for a selection."""
        return read(self.query, selection)

    def query_string(self, selection: Selection) -> str:
        """Return the part of the selection its rows depend on, for an address."""
        return selection.query(name for name in vars(selection) if name in parameters_of(self.query))

    def card(self, selection: Selection, content: Component | list[Component], note: str = "") -> Component:
        """Return the panel: heading, content, and the row of actions."""
        heading = f"{self.id}-title"
        mark = [html.Span(say("panel.simulated"), className="mark")] if is_simulated() else []
        section = html.Section(
            [
                html.Div([html.H2(self.title, id=heading), *mark], className="panel-head"),
                html.P(note, className="panel-note") if note else None,
                html.Div(content),
                self._actions(selection),
            ],
            className="panel",
        )
        return aria(section, labelledby=heading)

    def _actions(self, selection: Selection) -> Component:
        href = f"/download/{self.id}.csv?{self.query_string(selection)}"
        hint = say("panel.download_hint")
        buttons = [
            html.Button(say(f"panel.{name}"), id={"action": name, "panel": self.id}, n_clicks=0, className="action")
            for name in ("sql", "cite")
        ]
        download = html.A(say("panel.download"), href=href, download="", title=hint, className="action")
        return html.Div([download, *buttons], className="actions")


def graph(identifier: str, figure: Figure, summary: str) -> Component:
    """Return a figure with its description for those who do not see it."""
    described = f"{identifier}-summary"
    picture = dcc.Graph(id=identifier, figure=figure, config=GRAPH, style={"height": f"{figure.layout.height}px"})
    return aria(html.Div([dmc.VisuallyHidden(summary, id=described), picture], role="figure"), describedby=described)
