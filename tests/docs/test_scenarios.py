"""The how-to on what-ifs: its commands print what it says, its refusals are said, its query has rows."""

import re
from pathlib import Path

import duckdb

from tests.docs import scenarios
from warehouse.paths import Paths
from warehouse.scoring.scenario import ACTIONS


def test_every_command_prints_what_the_page_shows(shown: Paths, tmp_path: Path) -> None:
    page = scenarios.PAGE.read_text()
    assert len(scenarios.ASKED.findall(page)) == 2
    written = scenarios.with_answers(page, shown, tmp_path).splitlines()
    assert written == page.splitlines(), "make docs writes the page anew"


def test_every_action_is_named() -> None:
    page = scenarios.PAGE.read_text()
    assert {action for action in ACTIONS if f"`{action}`" not in page} == set()


def test_the_query_for_the_next_tie_has_an_answer(shown: Paths) -> None:
    (query,) = re.findall(r"```sql\n(.*?)```", scenarios.PAGE.read_text(), re.DOTALL)
    with duckdb.connect(str(shown.current.resolve()), read_only=True) as con:
        rows = con.execute(query).fetchall()
    assert rows
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
