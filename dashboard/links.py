"""Addresses within the application, which may be served below a path of its own."""

from typing import Any

import dash


def at(path: str) -> str:
    """Return an address of the application, ``/pair/DEU/VNM``, as a link from wherever it is served."""
    relative: Any = dash.get_relative_path
    return str(relative(path))


def within(pathname: str) -> str:
    """Return the address in the application that a link from wherever it is served leads to."""
    strip: Any = dash.strip_relative_path
    return f"/{strip(pathname) or ''}"
