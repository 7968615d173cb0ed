"""The drawer that shows the SQL behind a panel, or how to cite it."""

from datetime import datetime
from typing import Any

import dash_mantine_components as dmc
import polars as pl
from dash import ALL, Input, Output, callback, ctx, html, no_update
from dash.development.base_component import Component

from dashboard.cache import read
from dashboard.components.panel import PANELS, Panel
from dashboard.components.status import build, edition
from dashboard.page import HERE, selection_at
from dashboard.state import Selection
from dashboard.text import say, translated
from warehouse.read import TABLE

DRAWER = "shell-drawer"


def drawer() -> Component:
    """Return the closed drawer; there is one for all panels."""
    close = {"aria-label": say("panel.close")}
    closed: Component = dmc.Drawer(
        id=DRAWER, position="right", size="xl", padding="lg", opened=False, closeButtonProps=close
    )
    return closed


@callback(
    output={name: Output(DRAWER, name) for name in ("opened", "title", "children")},
    inputs={"clicks": Input({"action": ALL, "panel": ALL}, "n_clicks")},
    state={"here": HERE},
    prevent_initial_call=True,
)
def show(clicks: list[int], here: dict[str, str]) -> dict[str, Any]:
    """Open the drawer for the button that was pressed."""
    if not any(clicks):  # the buttons have just been drawn
        return dict.fromkeys(("opened", "title", "children"), no_update)
    panel, action = PANELS[ctx.triggered_id["panel"]], ctx.triggered_id["action"]
    content = {"sql": sql, "cite": cite}[action](panel, selection_at(**here))
    return {"opened": True, "title": say(f"panel.{action}_title", panel=panel.title), "children": content}


def sql(panel: Panel, selection: Selection) -> list[Component]:
    """Return the query that was run, and the file it runs in."""
    text = f"{panel.answer(selection).sql};"
    file = html.Code(f"{build()['build_id']}.duckdb")
    return [html.P([say("panel.sql_help"), " ", file]), *_copyable(text, f"{DRAWER}-sql")]


def cite(panel: Panel, selection: Selection) -> list[Component]:
    """Return the sources behind a panel, each with version, licence and BibTeX."""
    rows = sources_of(panel, selection)
    entries = [row["bibtex"] for row in rows if row["bibtex"]] + [_build_entry()]
    items = [*map(_source, rows), say("panel.build_citation", build=build()["build_id"])]
    listed = html.Ul([html.Li(item) for item in items])
    return [html.P(say("panel.cite_help")), listed, *_copyable("\n\n".join(entries), f"{DRAWER}-bibtex")]


def sources_of(panel: Panel, selection: Selection) -> list[dict[str, Any]]:
    """Return the sources a panel's rows name or, where they name none, those its tables are made from."""
    answer = panel.answer(selection)
    if "source_id" in answer.frame.columns:
        used = set(answer.frame["source_id"])
    else:
        tables = TABLE.findall(answer.sql)
        used = set(read("table_sources").frame.filter(pl.col("table_name").is_in(tables))["source_id"])
    return [row for row in read("sources").frame.to_dicts() if row["source_id"] in used]


def _source(row: dict[str, Any]) -> list[Component | str]:
    title = edition(row["title"], row["version"])
    about = [row["producer"], say("panel.licence", licence=translated("licence", row["licence"]))]
    return [
        html.A(title, href=row["page"], target="_blank", rel="noopener noreferrer", className="link"),
        f". {'; '.join(about)}.",
    ]


def _build_entry() -> str:
    row = build()
    made: datetime = row["built_at"]
    fields = {"title": f"{say('app.name')}: {say('app.tagline')}", "version": row["build_id"], "year": made.year}
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items()]
    return "@misc{" + ",\n".join([row["build_id"], *lines]) + "\n}"


def _copyable(text: str, identifier: str) -> list[Component]:
    return [
        dmc.CopyButton(say("panel.copy"), value=text, copiedChildren=say("panel.copied"), size="xs", variant="light"),
        html.Pre(text, id=identifier, className="code", tabIndex=0),
    ]  # fmt: skip
