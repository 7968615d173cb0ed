"""The page on methods: filled from a build, and the committed one from a real build and the template as it is."""

import re
from pathlib import Path

import duckdb
import pytest

from warehouse.document import NOTHING, NUMBER, PAGE, TABLE, TEMPLATE, DocumentError, document, fill

ROWS = {
    "select 1": (["x"], [(0.12345,)]),
    "select 2": (["x"], [(None,)]),
    "select 3": (["name", "estimate", "n"], [("a", -0.5, 12000), ("b", None, 3)]),
    "select 4": (["x"], []),
}


def asked(query: str) -> tuple[list[str], list[tuple]]:
    return ROWS[query.strip()]


def test_numbers_stand_where_the_template_asks_for_them() -> None:
    text = fill("It is {{.2f| select 1}} or {{share|select 1}}, else {{.2f| select 2}}.", asked)
    assert text == "It is 0.12 or 12.3 %, else not known."


def test_a_block_becomes_a_table() -> None:
    lines = fill("Before\n\n{{table\nselect 3\n}}\n\nafter", asked).splitlines()
    assert lines[2:6] == [
        "| name | estimate | n |",
        "| --- | ---: | ---: |",
        "| a | −0.500 | 12,000 |",
        "| b | — | 3 |",
    ]
    assert NOTHING in fill("{{table\nselect 4\n}}", asked)


def test_the_committed_page_is_whole_real_and_of_this_template() -> None:
    page, template = PAGE.read_text(encoding="utf-8"), TEMPLATE.read_text(encoding="utf-8")
    for gap in (r"\{\{", r"\}\}", "not known", re.escape(NOTHING), "Simulated data", r"\bnan\b"):
        assert not re.search(gap, page), gap
    at = 0
    for words in NUMBER.sub("\0", TABLE.sub("\0", template)).split("\0"):
        found = page.find(words, at)
        assert found >= 0, f"write the page anew (python -m warehouse document); it lacks {words!r}"
        at = found + len(words)


def test_a_simulated_build_never_replaces_the_page_of_the_repository(tmp_path: Path) -> None:
    path = tmp_path / "simulated.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create schema meta")
        con.execute("create table meta.build as select true as simulated")
    before = PAGE.read_text(encoding="utf-8")
    with pytest.raises(DocumentError, match="--out"):
        document(path, PAGE)
    assert PAGE.read_text(encoding="utf-8") == before


def test_without_a_published_file_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="make etl"):
        document(tmp_path / "nothing.duckdb", tmp_path / "page.md")
