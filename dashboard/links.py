"""Addresses within the application, which may be served below a path of its own."""

from typing import Any

import dash

from dashboard.text import ENGLISH, language


def at(path: str) -> str:
    """Return an address of the application, ``/pair/DEU/VNM``, as a link from wherever it is served.

    The link leads to a page in the language of the page it stands on.
    """
    relative: Any = dash.get_relative_path
    return str(relative(_spoken(path)))


def pair(exporter: str, importer: str, product: str | None = None) -> str:
    """Return the address of a pair, which keeps the chosen product group."""
    return at(f"/pair/{exporter}/{importer}{f'?product={product}' if product else ''}")


def plain(path: str) -> str:
    """Return an address that is the same in every language, such as that of a file."""
    relative: Any = dash.get_relative_path
    return str(relative(path))


def within(pathname: str) -> str:
    """Return the address in the application that a link from wherever it is served leads to."""
    strip: Any = dash.strip_relative_path
    return f"/{strip(pathname) or ''}"


def _spoken(path: str) -> str:
    if language() == ENGLISH or "lang=" in path:
        return path
    address, _, query = path.partition("?")
    return f"{address}?{query}&lang={language()}" if query else f"{address}?lang={language()}"
