"""Pages with results in them: answers under the queries of the how-to, the data dictionary, the contract of ``mart``.

``python -m tests.docs.pages`` (``make docs``) writes them from a simulated world that its arguments fix; the tests say
when a page is no longer what the code returns.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from entente import refresh as conductor
from etl.simulate import Arguments, write_mirror
from tests.docs import scenarios
from warehouse.paths import REPOSITORY, Paths

ARGUMENTS = Arguments(economies=30, products=10)
QUERY_PAGE = REPOSITORY / "docs" / "how-to" / "query.md"
DICTIONARY = REPOSITORY / "docs" / "reference" / "tables.md"
CONTRACT = REPOSITORY / "docs" / "reference" / "mart-columns.txt"
CHANGELOG = REPOSITORY / "CHANGELOG.md"
ANSWERED = re.compile(r"```sql\n(.*?)```\n\n<!-- answer -->\n.*?<!-- /answer -->", re.DOTALL)


def simulated(root: Path) -> Paths:
    """Simulate and publish the world whose numbers the pages show."""
    paths = Paths(root / "data")
    assert conductor.main(paths, mirror=str(write_mirror(root / "mirror", ARGUMENTS))) == conductor.EXIT_FRESH
    return paths


def with_answers(page: str, con: duckdb.DuckDBPyConnection) -> str:
    """Return the page with what each query returns beneath it."""
    return ANSWERED.sub(
        lambda block: f"```sql\n{block[1]}```\n\n<!-- answer -->\n{answer(con, block[1])}\n<!-- /answer -->", page
    )


def answer(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Return the rows of a query as a Markdown table."""
    cursor = con.execute(sql)
    names = [column[0] for column in cursor.description or []]
    rows = [[_cell(value) for value in row] for row in cursor.fetchall()]
    return "\n".join(f"| {' | '.join(row)} |" for row in [names, ["---"] * len(names), *rows])


def _cell(value: Any) -> str:
    """Three significant digits: more would show how a sum was ordered."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{float(f'{value:.3g}'):,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return str(value).replace("|", "\\|")


def dictionary(con: duckdb.DuckDBPyConnection) -> str:
    """Return the data dictionary: what each table is, and each column once, for one name has one meaning."""
    return "\n".join(["# Tables and columns", "", *_preface(), *_tables(con), *_columns(con)]) + "\n"


def _preface() -> list[str]:
    return [
        "Written by `make docs` from the comments in the published file; `meta.column` has the same, table by table.",
        "A column has the same meaning wherever its name occurs. `mart` is a contract (see the changelog), `core` and",
        "`ref` are documented and stable in meaning, `score` holds estimates, `meta` describes the build.",
        "",
    ]


def _tables(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    for schema in ("mart", "core", "score", "ref", "meta"):
        yield from (f"## `{schema}`", "")
        rows = con.execute(
            "select t.table_name, t.comment, string_agg(column_name, ', ' order by column_index)"
            " from duckdb_tables() as t join duckdb_columns() as c using (schema_name, table_name)"
            " where schema_name = ? group by all order by all",
            [schema],
        ).fetchall()
        for name, comment, columns in rows:
            yield from (f"**{schema}.{name}** {comment}", "", f"`{columns}`", "")


def _columns(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    rows = con.execute(
        "select column_name, string_agg(distinct lower(data_type), ' or ' order by lower(data_type)),"
        " any_value(description) from meta.column group by column_name order by column_name"
    ).fetchall()
    yield from ("## Columns", "", "| column | type | meaning |", "|---|---|---|")
    yield from (f"| `{name}` | {kind} | {_cell(text)} |" for name, kind, text in rows)


def contract(con: duckdb.DuckDBPyConnection) -> str:
    """Return the columns of ``mart`` with their types, one a line."""
    rows = con.execute(
        "select table_name, column_name, data_type from meta.column where table_name like 'mart.%' order by all"
    ).fetchall()
    return "".join(f"{table}.{column} {kind}\n" for table, column, kind in rows)


def unannounced(before: str, after: str, changelog: str) -> list[str]:
    """Return the columns that changed though no line of the changelog names them."""
    changed = set(before.splitlines()) ^ set(after.splitlines())
    names = {line.split(" ")[0].removeprefix("mart.").split(".", 1)[1] for line in changed}
    return sorted(name for name in names if f"`{name}`" not in changelog)


def main() -> int:
    """Write every page anew; the contract only if the changelog names what changed."""
    with tempfile.TemporaryDirectory() as folder:
        paths = simulated(Path(folder))
        scenarios.PAGE.write_text(scenarios.with_answers(scenarios.PAGE.read_text(), paths, Path(folder)))
        with closing(duckdb.connect(str(paths.current.resolve()), read_only=True)) as con:
            QUERY_PAGE.write_text(with_answers(QUERY_PAGE.read_text(), con))
            DICTIONARY.write_text(dictionary(con))
            after = contract(con)
    silent = unannounced(CONTRACT.read_text(), after, CHANGELOG.read_text())
    if silent:
        print(f"{CONTRACT} not written: changed columns need a CHANGELOG line: {', '.join(silent)}")
        return 1
    CONTRACT.write_text(after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
