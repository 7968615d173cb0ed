"""Tables: long ones ask the server for the rows in view, sorted there over all rows; short ones are plain."""

from collections.abc import Callable, Collection
from typing import Any

import dash_ag_grid as dag
import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboard import numbers

ROW, HEADER, VISIBLE = 40, 48, 14
THEME = (
    "themeQuartz.withParams({backgroundColor: 'var(--mantine-color-body)',"
    " foregroundColor: 'var(--mantine-color-text)',"
    " fontFamily: 'inherit', fontSize: 14, headerFontSize: 13, headerBackgroundColor: 'var(--surface)',"
    " borderColor: 'var(--line)', rowBorder: {color: 'var(--line)'}, columnBorder: false, wrapperBorder: false,"
    " rowHoverColor: 'var(--surface)', accentColor: 'var(--mantine-primary-color-filled)', cellHorizontalPadding: 12})"
)


def grid(identifier: str, columns: list[dict[str, Any]], rows: int) -> Component:
    """Return a table that fetches rows as the reader scrolls.

    Args:
        identifier: Id of the component; a callback answers its ``getRowsRequest`` with ``window``.
        columns: AG Grid column definitions.
        rows: Number of rows in all, for its height.
    """
    table: Component = dag.AgGrid(
        id=identifier, columnDefs=columns, rowModelType="infinite", columnSize=None,
        defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True, "suppressMovable": True},
        dashGridOptions={
            "theme": {"function": THEME}, "rowHeight": ROW, "headerHeight": HEADER, "cacheBlockSize": 100,
            "maxBlocksInCache": 20, "infiniteInitialRowCount": rows, "rowBuffer": 2, "suppressCellFocus": False,
            "animateRows": False, "enableCellTextSelection": True, "tabToNextCell": {"function": "leave()"},
            "tabToNextHeader": {"function": "leave()"},
        },
        style={"height": HEADER + ROW * min(max(rows, 1), VISIBLE) + 18, "width": "100%"},
    )  # fmt: skip
    return table


def column(field: str, header: str, width: int, **more: Any) -> dict[str, Any]:
    """Return the definition of a column of text."""
    return {"field": field, "headerName": header, "width": width, "wrapHeaderText": True, **more}


def number(field: str, header: str, width: int, **more: Any) -> dict[str, Any]:
    """Return the definition of a column of numbers: right-aligned, largest first when sorted."""
    return column(field, header, width, type="rightAligned", sortingOrder=["desc", "asc", None], **more)


def window(
    frame: pl.DataFrame, request: dict[str, Any], row: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    """Return the rows a table asks for, sorted over all rows, each turned into texts by ``row``."""
    order = [entry for entry in request.get("sortModel") or [] if entry["colId"] in frame.columns]
    start, end = int(request["startRow"]), int(request["endRow"])
    shown = frame[_places(frame, order)[start:end]] if order else frame[start:end]
    return {"rowData": [row(found) for found in shown.to_dicts()], "rowCount": frame.height}


def _places(frame: pl.DataFrame, order: list[dict[str, str]]) -> pl.Series:
    """Return the places of the rows in an order: sorting the rows themselves would move every column of each."""
    falling = [entry["sort"] == "desc" for entry in order]
    columns = [entry["colId"] for entry in order]
    places = pl.arg_sort_by(columns, descending=falling, nulls_last=True, maintain_order=True)
    return frame.select(places).to_series()


def facts(rows: list[tuple[str, str]]) -> Component:
    """Return a short table of names and values."""
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in rows], className="facts")


def plain(headers: dict[str, str], rows: list[dict[str, Any]], numeric: Collection[str] = ()) -> Component:
    """Return a short table, all rows in the page, that a keyboard can scroll sideways.

    Args:
        headers: What stands above each column, by its key.
        rows: Texts or components by key.
        numeric: Keys of columns of numbers, which stand to the right.
    """
    style = {key: "number" if key in numeric else "" for key in headers}
    head = html.Tr([html.Th(text, className=style[key], scope="col") for key, text in headers.items()])
    body = [html.Tr([html.Td(row.get(key), className=style[key]) for key in headers]) for row in rows]
    return html.Div(html.Table([html.Thead(head), html.Tbody(body)], className="plain"), className="scroll", tabIndex=0)


def as_published(frame: pl.DataFrame, most: int = 60) -> Component:
    """Return any rows as they are, each number written as its column's name says; the first ``most`` of them."""
    headers = {name: name.replace("_", " ") for name in frame.columns}
    numeric = [name for name, kind in frame.schema.items() if kind.is_numeric()]
    rows = [{name: numbers.by_name(name, value) for name, value in row.items()} for row in frame.head(most).to_dicts()]
    return plain(headers, rows, numeric)
