"""The rows behind a panel as a file of its own: ``/download/<panel>.csv?<selection>``, or ``.parquet``."""

import io
from collections.abc import Callable

import polars as pl
from flask import Blueprint, Response, request

from dashboard.cache import read
from dashboard.components.panel import PANELS
from dashboard.components.status import build
from dashboard.page import known
from dashboard.state import Selection, SelectionError
from dashboard.text import say
from warehouse.read import AbsentError, NotPublishedError

downloads = Blueprint("downloads", __name__)
FORMULA = r"^[=+\-@\t\r]"  # a spreadsheet would run a text that begins so


@downloads.get("/download/<panel_id>.<any(csv, parquet):ending>")
def download(panel_id: str, ending: str) -> Response:
    """Return the rows of a panel; rows whose source may not be passed on are left out, and the file says so."""
    panel = PANELS.get(panel_id)
    if panel is None:
        return Response(say("error.not_found"), 404, mimetype="text/plain")
    try:
        selection = Selection.parse(request.query_string.decode("ascii", "replace"), sorted(panel.fields))
        selection.check(known())
        content = WRITERS[ending](panel.answer(selection).frame)
    except SelectionError as error:
        return Response(str(error), 400, mimetype="text/plain")
    except AbsentError as error:
        return Response(say("panel.absent_help", what=error.what), 404, mimetype="text/plain")
    except NotPublishedError:
        return Response(say("error.not_published_help"), 503, mimetype="text/plain")
    name = f"{_file_name(panel_id, panel.query_string(selection))}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=TYPES[ending], headers=headers)


def as_csv(frame: pl.DataFrame) -> str:
    """Return the rows as CSV, each with the build it comes from and whether its values are simulated."""
    kept, withheld = _redistributable(frame)
    text = pl.selectors.string()
    kept = kept.with_columns(pl.when(text.str.contains(FORMULA)).then(pl.lit("'") + text).otherwise(text).name.keep())
    return "".join(f"# {line}\n" for line in withheld) + _stamped(kept).write_csv()


def as_parquet(frame: pl.DataFrame) -> bytes:
    """Return the same rows as Parquet, what is left out named in the file's metadata."""
    kept, withheld = _redistributable(frame)
    file = io.BytesIO()
    _stamped(kept).write_parquet(file, metadata={"withheld": "\n".join(withheld)})
    return file.getvalue()


WRITERS: dict[str, Callable[[pl.DataFrame], str | bytes]] = {"csv": as_csv, "parquet": as_parquet}
TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def _stamped(frame: pl.DataFrame) -> pl.DataFrame:
    row = build()
    return frame.with_columns(build_id=pl.lit(row["build_id"]), simulated=pl.lit(row["simulated"]))


def _redistributable(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Leave out rows of sources that may not be passed on, blank values that name such a source, and say so."""
    closed = dict(read("sources").frame.filter(~pl.col("redistributable")).select("source_id", "title").iter_rows())
    lines: list[str] = []
    for column in (name for name in frame.columns if name.endswith("source_id")):
        of = column.removesuffix("source_id")
        hidden = pl.col(column).is_in(list(closed)).fill_null(False)
        counts = sorted((closed[key], count) for key, count in frame.filter(hidden).group_by(column).len().rows())
        said = "withheld_values" if of else "withheld"
        lines += [say(f"panel.{said}", count=count, title=title) for title, count in counts]
        frame = (
            frame.with_columns(pl.when(~hidden).then(_values(frame, of)).name.keep()) if of else frame.filter(~hidden)
        )
    return frame, lines


def _values(frame: pl.DataFrame, of: str) -> pl.Expr:
    """Return the numbers whose source a column such as ``trade_source_id`` names: here those called ``trade_…``."""
    return pl.col([name for name, kind in frame.schema.items() if name.startswith(of) and kind.is_numeric()])


def _file_name(panel_id: str, query: str) -> str:
    chosen = "".join(letter if letter.isalnum() else "-" for letter in query)
    mark = "-simulated" if build()["simulated"] else ""
    return f"entente-{panel_id}{'-' + chosen if chosen else ''}{mark}"
