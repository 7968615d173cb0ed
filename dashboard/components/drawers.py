"""The drawer that shows the SQL behind a panel, or how to cite it."""

from datetime import datetime
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Input, Output, State, callback, ctx, html, no_update
from dash.development.base_component import Component

from dashboard.cache import read
from dashboard.components.panel import PANELS, Panel
from dashboard.components.status import build
from dashboard.page import selection_at
from dashboard.state import Selection
from dashboard.text import say

DRAWER = "shell-drawer"


def drawer() -> Component:
    """Return the closed drawer; there is one for all panels."""
    return dmc.Drawer(id=DRAWER, position="right", size="xl", padding="lg", opened=False)


@callback(
    Output(DRAWER, "opened"), Output(DRAWER, "title"), Output(DRAWER, "children"),
    Input({"action": ALL, "panel": ALL}, "n_clicks"),
    State("_pages_location", "pathname"), State("_pages_location", "search"),
    prevent_initial_call=True,
)  # fmt: skip
def show(clicks: list[int], pathname: str, search: str) -> tuple[Any, Any, Any]:
    """Open the drawer for the button that was pressed."""
    if not ctx.triggered_id or not any(clicks):  # buttons that have just been drawn
        return no_update, no_update, no_update
    panel, action = PANELS[ctx.triggered_id["panel"]], ctx.triggered_id["action"]
    content = {"sql": sql, "cite": cite}[action](panel, selection_at(pathname, search))
    return True, say(f"panel.{action}_title", panel=panel.title), content


def sql(panel: Panel, selection: Selection) -> list[Component]:
    """Return the query that was run, and the file it runs in."""
    text = f"{panel.answer(selection).sql};"
    return [dmc.Text(say("panel.sql_help"), size="sm"), html.Code(f"{build()['build_id']}.duckdb"), *_copyable(text, DRAWER + "-sql")]


def cite(panel: Panel, selection: Selection) -> list[Component]:
    """Return the sources behind a panel, each with version, licence and BibTeX."""
    rows = sources_of(panel, selection)
    entries = [row["bibtex"] for row in rows if row["bibtex"]] + [_build_entry()]
    return [
        dmc.Text(say("panel.cite_help"), size="sm"),
        html.Ul([html.Li(_source(row)) for row in rows] + [html.Li(say("panel.build_citation", build=build()["build_id"]))]),
        *_copyable("\n\n".join(entries), DRAWER + "-bibtex"),
    ]  # fmt: skip


def sources_of(panel: Panel, selection: Selection) -> list[dict[str, Any]]:
    """Return the sources a panel's rows name, or all where the rows come from several at once."""
    frame = panel.answer(selection).frame
    rows = read("sources").frame.to_dicts()
    named = set(frame["source_id"]) if "source_id" in frame.columns and frame.height else None
    return [row for row in rows if named is None or row["source_id"] in named]


def _source(row: dict[str, Any]) -> list[Component | str]:
    about = [row["producer"], say("panel.version", version=row["version"]), say("panel.licence", licence=row["licence"])]
    return [
        html.A(row["title"], href=row["page"], target="_blank", rel="noopener noreferrer", className="link"),
        f". {'; '.join(about)}.",
    ]


def _build_entry() -> str:
    row = build()
    made: datetime = row["built_at"]
    return f"@misc{{{row['build_id']},\n  title = {{{say('app.name')}: {say('app.tagline')}}},\n  version = {{{row['build_id']}}},\n  year = {{{made.year}}}\n}}"


def _copyable(text: str, identifier: str) -> list[Component]:
    return [
        dmc.CopyButton(say("panel.copy"), value=text, copiedChildren=say("panel.copied"), size="xs", variant="light", my="sm"),
        html.Pre(text, id=identifier, className="code", tabIndex=0),
    ]  # fmt: skip
