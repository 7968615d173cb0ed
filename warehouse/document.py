"""``python -m warehouse document``: fill ``docs/explanation/methods.md.in`` with the numbers of the published build.

The template is Markdown with SELECTs where numbers belong:

- ``{{form| select …}}`` becomes one number, written as `explain_text.filled` writes it: ``.3f``, ``share``, …;
- a block between lines ``{{table`` and ``}}`` becomes a table with the column names of its SELECT.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from warehouse.explain_text import filled
from warehouse.paths import REPOSITORY, Paths
from warehouse.read import READ_ONLY

EXIT_REFUSED = 2
TEMPLATE = REPOSITORY / "docs" / "explanation" / "methods.md.in"
PAGE = REPOSITORY / "docs" / "explanation" / "methods.md"
TABLE = re.compile(r"^\{\{table\n(.*?)^\}\}$", re.DOTALL | re.MULTILINE)
NUMBER = re.compile(r"\{\{([^|{}]*)\|(.*?)\}\}", re.DOTALL)
NOTHING = "(none in this build)"


class DocumentError(Exception):
    """The page cannot be filled; the message names the remedy."""


def main(paths: Paths, out: str | None) -> int:
    """Write the page; return 2, with a line that says why, where it cannot be."""
    page = Path(out) if out else PAGE
    try:
        document(paths.current, page)
    except (DocumentError, duckdb.Error) as error:
        print(f"document: {error}", file=sys.stderr)
        return EXIT_REFUSED
    print(f"written: {page}")
    return 0


def document(published: Path, out: Path) -> None:
    """Fill the template from a published file.

    Raises:
        DocumentError: Nothing is published, or numbers of a simulated world would replace the repository's page.
    """
    if not published.exists():
        raise DocumentError(f"no published file at {published}; make one with: make etl")
    with duckdb.connect(str(published.resolve()), read_only=True, config=dict(READ_ONLY)) as con:
        simulated = con.execute("select simulated from meta.build").fetchall()[0][0]
        if simulated and out.resolve() == PAGE:
            raise DocumentError("the build is simulated, and the page of the repository tells real numbers; use --out")
        page = fill(TEMPLATE.read_text(encoding="utf-8"), lambda query: _ask(con, query))
    note = "> **Simulated data**: real economies, invented values.\n\n" if simulated else ""
    out.write_text(note + page, encoding="utf-8")


def fill(template: str, ask: Callable[[str], tuple[list[str], list[tuple[Any, ...]]]]) -> str:
    """Replace every SELECT of a template by what it returns.

    Args:
        template: As the module describes.
        ask: Takes a SELECT and returns names of columns and rows.
    """
    with_tables = TABLE.sub(lambda found: _table(*ask(found[1])), template)
    return NUMBER.sub(lambda found: _number(found[1].strip(), ask(found[2])[1]), with_tables)


def _number(form: str, rows: list[tuple[Any, ...]]) -> str:
    value = rows[0][0] if rows else None
    return filled(f"{{value:{form}}}", {"value": value})


def _table(names: list[str], rows: list[tuple[Any, ...]]) -> str:
    if not rows:
        return NOTHING
    aligned = ["---:" if isinstance(value, int | float) else "---" for value in rows[0]]
    lines = [names, aligned, *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: Any) -> str:
    form = ".3f" if isinstance(value, float) else "," if isinstance(value, int) else ""
    return "—" if value is None else filled(f"{{value:{form}}}", {"value": value})


def _ask(con: duckdb.DuckDBPyConnection, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    answer = con.execute(query)
    return [column[0] for column in answer.description or []], answer.fetchall()
