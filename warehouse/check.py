"""Checks on the published tables: each file of ``warehouse/checks/`` is a SELECT that returns offending rows."""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb
from pydantic import BaseModel, ConfigDict, ValidationError

from warehouse.build import comment_on
from warehouse.model import ModelError, Table
from warehouse.paths import CHECKS

EXAMPLES = 5  # offending rows kept in meta.check_result

RESULT = Table(
    "meta.check_result",
    "Every check of this build and what it found.",
    ("check_name",),
    {
        "check_name": "Name of the rule: the check's file name",
        "severity": "error stops publication; warning is reported",
        "rule": "What must hold",
        "remedy": "What to do about offending rows",
        "row_count": "Rows",
        "examples": "Some offending rows, JSON",
    },
)


class Header(BaseModel):
    """What the leading comment of a check says."""

    model_config = ConfigDict(extra="forbid")
    rule: str
    severity: Literal["error", "warning"]
    remedy: str


@dataclass(frozen=True)
class Check:
    """A rule about the data; ``severity`` *error* stops publication, *warning* is reported."""

    name: str
    rule: str
    severity: str
    remedy: str
    text: str


@dataclass(frozen=True)
class CheckResult:
    """How many rows break a rule, with some of them."""

    check: Check
    rows: int
    examples: list[dict[str, Any]]

    def line(self) -> str:
        """Return the result as a person reads it in the terminal."""
        some = "; ".join(", ".join(f"{key}={value}" for key, value in row.items()) for row in self.examples[:3])
        check = self.check
        return f"{check.severity}: {check.name}: {self.rows} rows: {check.rule} ({some}). {check.remedy}"


def read_checks(folder: Path = CHECKS) -> list[Check]:
    """Read every check below ``folder``.

    Raises:
        ModelError: a file does not begin with a TOML header of rule, severity and remedy.
    """
    return [_read(path) for path in sorted(folder.glob("*.sql"))]


def _read(path: Path) -> Check:
    text = path.read_text()
    match = re.match(r"\s*/\*(.*?)\*/", text, flags=re.DOTALL)
    try:
        header = Header(**tomllib.loads(match[1] if match else ""))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path}: its leading comment needs rule, severity and remedy: {error}") from error
    return Check(path.stem, header.rule, header.severity, header.remedy, text)


def run_checks(con: duckdb.DuckDBPyConnection) -> list[CheckResult]:
    """Run every check and write ``meta.check_result``."""
    results = [_run(con, check) for check in read_checks()]
    types = "varchar, severity varchar, rule varchar, remedy varchar, row_count bigint, examples varchar"
    con.execute(f"create or replace table meta.check_result (check_name {types})")
    for result in results:
        check = result.check
        row = [
            check.name,
            check.severity,
            check.rule,
            check.remedy,
            result.rows,
            json.dumps(result.examples, default=str),
        ]
        con.execute("insert into meta.check_result values (?, ?, ?, ?, ?, ?)", row)
    comment_on(con, RESULT)
    return results


def _run(con: duckdb.DuckDBPyConnection, check: Check) -> CheckResult:
    con.execute(f"create or replace temp table offending as {check.text.rstrip().rstrip(';')}")
    (rows,) = con.execute("select count(*) from offending").fetchall()[0]
    names = [row[0] for row in con.execute("describe offending").fetchall()]
    found = con.execute(f"from offending limit {EXAMPLES}").fetchall()
    return CheckResult(check, int(rows), [dict(zip(names, row, strict=True)) for row in found])
