"""In which language a request is answered, and the names of economies in it."""

from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import polars as pl
from babel import Locale
from flask import Response, after_this_request, request

from dashboard.text import ENGLISH, LANGUAGES, SPOKEN


def choose() -> None:
    """Take the language from the address of the page: ``?lang=fr``. Without one, or with an unknown one, English."""
    asked = request.args.get("lang") or _of_page(_search() or urlsplit(request.referrer or "").query)
    SPOKEN.set(asked if asked in LANGUAGES else ENGLISH)
    after_this_request(_forget)


def _forget(response: Response) -> Response:
    SPOKEN.set(ENGLISH)
    return response


def translated(frame: pl.DataFrame, economies: pl.DataFrame, language: str) -> pl.DataFrame:
    """Return rows with names of economies in a language: ``<role>_name`` by ``<role>``, ``name`` by ``economy``.

    Args:
        frame: Rows of any query.
        economies: ``economy`` and ``iso2`` of each economy.
        language: Code of the language.
    """
    names = _names(language)
    known = dict(economies.select("economy", pl.col("iso2").replace_strict(names, default=None)).drop_nulls().rows())
    columns = {column: _role(column) for column in frame.columns if _role(column) in frame.columns}
    return frame.with_columns(
        pl.coalesce(pl.col(role).replace_strict(known, default=None, return_dtype=pl.String), pl.col(column)).alias(
            column
        )
        for column, role in columns.items()
    )


def _role(column: str) -> str:
    return "economy" if column == "name" else column.removesuffix("_name") if column.endswith("_name") else ""


@cache
def _names(language: str) -> dict[str, str]:
    return dict(Locale(language).territories.items())


def _search() -> str:
    """The query of the page a callback is called from, which every callback of a page sends along."""
    body: Any = request.get_json(silent=True) if request.method == "POST" else None
    sent = [*body.get("inputs", []), *body.get("state", [])] if isinstance(body, dict) else []
    found = (entry.get("value") for entry in sent if _is_search(entry))
    return str(next(found, None) or "")


def _is_search(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("id") == "_pages_location" and entry.get("property") == "search"


def _of_page(query: str) -> str:
    return parse_qs(query.removeprefix("?")).get("lang", [ENGLISH])[0]
