"""The published file in the hands of others: the older command-line client, and a prompt that only reads."""

import os
import subprocess
import sys
from pathlib import Path

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
