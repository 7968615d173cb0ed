"""The pages say what the code does."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from tests.docs import pages
from warehouse.paths import Paths


@pytest.fixture(scope="module")
def con(shown: Paths) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect(str(shown.current.resolve()), read_only=True)) as opened:
        yield opened


def test_every_query_of_the_cookbook_returns_what_the_page_prints(con: duckdb.DuckDBPyConnection) -> None:
    page = pages.QUERY_PAGE.read_text()
    assert pages.with_answers(page, con).splitlines() == page.splitlines(), "make docs writes the page anew"


def test_the_cookbook_has_fifteen_questions_and_every_one_an_answer_with_rows() -> None:
    page = pages.QUERY_PAGE.read_text()
    answers = re.findall(r"<!-- answer -->\n(.*?)<!-- /answer -->", page, re.DOTALL)
    assert len(answers) >= 15
    assert len(answers) == len(pages.ANSWERED.findall(page))
    assert all(len(table.splitlines()) >= 3 for table in answers), "a header, a rule and a row"


def test_three_questions_of_users_take_less_than_five_lines() -> None:
    marked = re.findall(r"\(under five lines\)\n.*?```sql\n(.*?)```", pages.QUERY_PAGE.read_text(), re.DOTALL)
    assert len(marked) >= 3
    assert max(len(query.splitlines()) for query in marked) < 5


def test_the_data_dictionary_is_current(con: duckdb.DuckDBPyConnection) -> None:
    written = pages.DICTIONARY.read_text().splitlines()
    assert pages.dictionary(con).splitlines() == written, "make docs writes the data dictionary anew"


def test_the_columns_of_mart_are_the_contract(con: duckdb.DuckDBPyConnection) -> None:
    promised = pages.CONTRACT.read_text().splitlines()
    assert pages.contract(con).splitlines() == promised, "changed columns need a CHANGELOG line, then make docs"


def test_a_changed_column_that_the_changelog_does_not_name_is_found() -> None:
    before, after = "mart.a.x INTEGER\n", "mart.a.x DOUBLE\nmart.a.y DOUBLE\n"
    assert pages.unannounced(before, after, "- `y` is new") == ["x"]
    assert pages.unannounced(before, before, "") == []


def test_the_python_of_the_how_to_runs(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    ((path,),) = con.execute("select path from duckdb_databases() where not internal").fetchall()
    blocks = re.findall(r"```python\n(.*?)```", pages.QUERY_PAGE.read_text(), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block.replace("data/entente.duckdb", path), "query.md", "exec"), {})
