"""A figure or table together with what a reader may do with it: download its rows, see its SQL, cite its sources."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
import polars as pl
from dash import dcc, html
from dash.development.base_component import Component
from plotly.graph_objects import Figure

from dashboard.cache import read, reader
from dashboard.components.aria import aria
from dashboard.components.states import empty
from dashboard.components.status import is_simulated
from dashboard.links import at
from dashboard.state import Selection
from dashboard.text import say
from dashboard.theme import dressed
from warehouse.read import AbsentError, Answer, parameters_of

PANELS: dict[str, "Panel"] = {}
Content = Component | list[Component]
FORMATS = {"csv": "CSV", "parquet": "Parquet"}
PICTURES = {"png": "PNG", "svg": "SVG"}
GRAPH: Any = {
    "displaylogo": False,
    "displayModeBar": False,
    "responsive": True,
}


@dataclass(frozen=True)
class Panel:
    """One figure or table of a page; its rows come from one named query.

    Attributes:
        page: Section of the text catalogue, and prefix of the id.
        name: Key of its title there.
        query: Named query behind it.
        picture: Whether figures can be saved from it.
    """

    page: str
    name: str
    query: str
    picture: bool = False

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

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields of the selection its rows depend on."""
        return parameters_of(self.query)

    def query_string(self, selection: Selection) -> str:
        """Return the part of the selection its rows depend on, for an address."""
        return selection.query(name for name in vars(selection) if name in self.fields)

    def section(
        self, selection: Selection, draw: Callable[[pl.DataFrame], Content], note: str = "", nothing: str = ""
    ) -> Component:
        """Return the panel with what ``draw`` makes of its rows, or saying what is missing."""
        try:
            frame = self.answer(selection).frame
        except AbsentError as error:
            return self._framed(empty(say("panel.absent"), say("panel.absent_help", what=error.what)))
        if frame.is_empty():
            return self._framed(empty(say("panel.nothing"), nothing or say("panel.nothing_help")))
        return self.card(selection, draw(frame), note)

    def card(self, selection: Selection, content: Content, note: str = "") -> Component:
        """Return the panel: heading, content, and the row of actions."""
        about = html.P(note, className="panel-note") if note else None
        return self._framed(about, html.Div(content), self._actions(selection))

    def _framed(self, *content: Component | None) -> Component:
        heading = f"{self.id}-title"
        mark = [html.Span(say("panel.simulated"), className="mark")] if is_simulated() else []
        head = html.Div([html.H2(self.title, id=heading), *mark], className="panel-head")
        return aria(html.Section([head, *content], className="panel", id=f"{self.id}-panel"), labelledby=heading)

    def _actions(self, selection: Selection) -> Component:
        query = self.query_string(selection)
        downloads: list[Component] = [
            html.A(
                name, href=at(f"/download/{self.id}.{ending}?{query}"), download="", title=say(f"panel.{ending}_hint")
            )
            for ending, name in FORMATS.items()
        ]
        pictures = [_picture(ending, name) for ending, name in PICTURES.items()] if self.picture else []
        buttons = [
            html.Button(say(f"panel.{name}"), id={"action": name, "panel": self.id}, n_clicks=0, className="action")
            for name in ("sql", "cite")
        ]
        groups = [_group("download", downloads), *([_group("picture", pictures)] if pictures else [])]
        return html.Div([*groups, *buttons], className="actions")


def _group(name: str, members: list[Component]) -> Component:
    """Return a few ways to do one thing: ``Download data: CSV Parquet``."""
    label = say(f"panel.{name}")
    ways = [html.Span(say("panel.ways", name=label)), *members]
    return aria(html.Span(ways, className="action-group", role="group"), label=label)


def _picture(ending: str, name: str) -> Component:
    button = html.Button(name, className="action", title=say("panel.picture_hint"))
    setattr(button, "data-picture", ending)  # assets/picture.js saves the figures of the panel
    return button


def read_ahead(panels: Sequence[Panel], selection: Selection) -> None:
    """Read the rows of a page's panels side by side, before the page is written from top to bottom."""
    reader().read_ahead([panel.query for panel in panels], selection)


def side_by_side(cells: Sequence[Component]) -> Component:
    """Lay two contents beside each other where there is room."""
    row: Component = dmc.SimpleGrid(list(cells), cols={"base": 1, "md": 2}, spacing="lg")
    return row


def graph(identifier: str, figure: Figure, summary: str) -> Component:
    """Return a figure with its description for those who do not see it."""
    described = f"{identifier}-summary"
    frame = {"height": f"{figure.layout.height}px"}
    picture = dcc.Graph(id=identifier, figure=dressed(figure), config=GRAPH, style=frame)
    return aria(html.Div([dmc.VisuallyHidden(summary, id=described), picture], role="figure"), describedby=described)
