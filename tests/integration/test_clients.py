"""The published file in the hands of others: the older command-line client, and a prompt that only reads."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from entente.refresh import EXIT_FRESH
from entente.refresh import main as refresh
from warehouse.paths import REPOSITORY, Paths


def ask(paths: Paths, question: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ENTENTE_DATA": str(paths.root)}
    command = [sys.executable, "-m", "warehouse", "sql"]
    options = {"cwd": REPOSITORY, "env": environment, "input": question, "capture_output": True, "text": True}
    return subprocess.run(command, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_an_older_client_reads_tables_comments_and_macros(refreshed: Paths) -> None:
    question = """.mode csv
select version();
select count(*) from mart.opportunity;
select count(*) from mart.suppliers('DEU', 2014);
select comment from duckdb_columns() where table_name = 'opportunity' and column_name = 'untapped_usd';"""
    answer = ask(refreshed, question)
    assert answer.stderr == ""
    assert "v1.5" in answer.stdout
    assert "132" in answer.stdout
    assert "max(potential - actual, 0), current US dollars" in answer.stdout


def test_the_prompt_cannot_write(refreshed: Paths) -> None:
    answer = ask(refreshed, "drop table mart.opportunity;")
    assert "read-only" in answer.stderr
    assert "132" in ask(refreshed, "select count(*) from mart.opportunity;").stdout


def test_without_a_build_the_command_to_run_is_named(tmp_path: Path) -> None:
    answer = ask(Paths(tmp_path), "select 1;")
    assert answer.returncode == 1
    assert "make etl" in answer.stdout


def test_clients_keep_what_they_opened_while_two_refreshes_run(data: Paths, worlds: list[Path]) -> None:
    question = "select cast(sum(trade_usd) as bigint) from mart.country_pair"
    with command_line(data) as prompt, duckdb.connect(str(data.current.resolve()), read_only=True) as con:
        asked: dict[str, Callable[[], int]] = {
            "command line": lambda: prompt(question),
            "python": lambda: con.sql(question).fetchall()[0][0],
            "polars": lambda: pl.read_database(question, con).item(),
        }
        before = {client: ask_it() for client, ask_it in asked.items()}
        assert len(set(before.values())) == 1
        for world in reversed(worlds):
            assert refresh(data, mirror=str(world)) == EXIT_FRESH
            assert {client: ask_it() for client, ask_it in asked.items()} == before
            with command_line(data) as fresh:
                assert (fresh(question) == before["python"]) == (world == worlds[0])


@contextmanager
def command_line(paths: Paths) -> Iterator[Callable[[str], int]]:
    """A DuckDB 1.5 prompt that stays open."""
    command = [Path(sys.executable).with_name("duckdb"), "-readonly", "-csv", "-noheader", paths.current]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        typed, printed = process.stdin, process.stdout

        def answer(question: str) -> int:
            typed.write(f"{question};\n")
            typed.flush()
            return int(printed.readline())

        yield answer
        typed.close()
