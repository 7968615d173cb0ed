"""Table macros: one question an economist asks, one call, one unit and one direction per column.

A file of ``warehouse/macros/`` is a ``create macro`` statement with its question, result and an example in the leading
comment. They are made in the published file and listed in ``meta.macro``.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import duckdb
from pydantic import BaseModel, ConfigDict, ValidationError

from warehouse.build import comment_on, quoted
from warehouse.model import ModelError, Table
from warehouse.paths import MACROS
from warehouse.read import TABLE

MACRO = Table(
    "meta.macro",
    "Table macros: calls that answer the usual questions.",
    ("macro_name",),
    {
        "macro_name": "Name to call, with its schema",
        "parameters": "Parameters, in order; economies are ISO 3166-1 alpha-3 codes, years calendar years",
        "question": "The question it answers",
        "returns": "What a row of the answer is, with units",
        "example": "A query that runs",
    },
)


class Header(BaseModel):
    """What the leading comment of a macro says."""

    model_config = ConfigDict(extra="forbid")
    question: str
    returns: str
    example: str


@dataclass(frozen=True)
class Macro:
    """A table macro and its documentation."""

    name: str
    parameters: str
    header: Header
    statement: str


def read_macros(folder: Path = MACROS) -> list[Macro]:
    """Read every macro below ``folder``.

    Raises:
        ModelError: a file lacks its header, or does not create the macro of its own name.
    """
    return [_read(path) for path in sorted(folder.glob("*.sql"))]


def _read(path: Path) -> Macro:
    found = re.match(
        r"\s*/\*(.*?)\*/\s*(create or replace macro (mart\.\w+)\(([^)]*)\) as table.*)", path.read_text(), re.DOTALL
    )
    if not found or found[3] != f"mart.{path.stem}":
        raise ModelError(f"{path}: write a TOML comment, then: create or replace macro mart.{path.stem}(…) as table …")
    try:
        header = Header(**tomllib.loads(found[1]))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path}: its leading comment needs question, returns and example: {error}") from error
    return Macro(found[3], found[4], header, found[2].rstrip().rstrip(";"))


def write_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Create every macro in the current database, and ``meta.macro``; ``meta.lineage`` learns what each reads."""
    names = ", ".join(f"{name} varchar" for name in MACRO.columns)
    con.execute(f"create table meta.macro ({names})")
    comment_on(con, MACRO)
    for macro in read_macros():
        con.execute(macro.statement)
        text = f"{macro.header.question} {macro.header.returns}. Example: {macro.header.example}"
        con.execute(f"comment on macro table {macro.name} is {quoted(text)}")
        header = macro.header
        row = [macro.name, macro.parameters, header.question, header.returns, header.example]
        con.execute("insert into meta.macro values (?, ?, ?, ?, ?)", row)
        for table in sorted(set(TABLE.findall(macro.statement)) - {macro.name}):
            con.execute("insert into meta.lineage values (?, ?)", [macro.name, table])
