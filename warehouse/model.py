"""Model files: what each table is, what it is made from, and in which order to make it.

A model is one file in ``warehouse/models/<schema>/``. An ``.sql`` file is one SELECT with a TOML header in its leading
comment; a ``.py`` file is one function ``build(**inputs) -> DataFrame | dict[str, DataFrame]`` with its header in the
constant ``HEADER``, where ``[inputs]`` gives a SELECT for each argument.
"""

import ast
import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb

from warehouse.paths import MODELS, REPOSITORY

SHARED = "columns.toml"  # beside the folders of models
OUTSIDE = {"staged", "seed", "etl"}  # relations the runner provides; no model makes them


class ModelError(Exception):
    """A model file is malformed; the message names the file and what to change."""


@dataclass(frozen=True)
class Table:
    """A documented table: its full name, what a row is, what makes a row unique, what each column holds."""

    name: str
    description: str
    grain: tuple[str, ...]
    columns: dict[str, str]


@dataclass(frozen=True)
class Model:
    """One model file.

    ``queries`` holds a SELECT per input (Python) or the one SELECT that is the model (SQL); ``reads`` names the
    relations in them; ``code`` is every text its result depends on besides. One that is not
    ``stored`` is a view until it is published: ``stored = false`` in the header, for large tables that add little to
    a staged one.
    """

    name: str
    path: Path
    tables: tuple[Table, ...]
    queries: dict[str, str]
    reads: tuple[str, ...]
    code: str
    stored: bool = True

    @property
    def schema(self) -> str:
        """The schema its tables are made in: the name of its folder."""
        return self.path.parent.name

    @property
    def is_sql(self) -> bool:
        """Whether the database makes it, rather than a Python function."""
        return self.path.suffix == ".sql"


def relations(query: str) -> set[str]:
    """Return every ``schema.table`` a SELECT reads; names without a schema are its own common table expressions.

    Raises:
        duckdb.Error: The query cannot be parsed.
    """
    with _parser().cursor() as con:
        # Given as they are referred to: core."event" as e.
        named = (name.partition(" AS ")[0].replace('"', "") for name in con.get_table_names(query, qualified=True))
        return {name for name in named if "." in name}


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def load_models(folder: Path = MODELS) -> tuple[Model, ...]:
    """Read every model below ``folder``, in an order in which each follows what it reads.

    Raises:
        ModelError: a header is missing or incomplete, a relation is unknown, models read each other in a circle, or one
            column name is described in two ways.
    """
    shared = folder / SHARED
    columns = tomllib.loads(shared.read_text()) if shared.exists() else {}
    models = [
        _load(path, columns)
        for path in sorted(folder.glob("*/*"))
        if path.suffix in {".sql", ".py"} and path.stem != "__init__"
    ]
    _one_meaning_per_column(models)
    return _ordered(models)


def _load(path: Path, shared: dict[str, dict[str, str]]) -> Model:
    try:
        header, queries = _read_sql(path) if path.suffix == ".sql" else _read_python(path)
        tables = _tables(path, header, shared)
        reads = tuple(sorted({name for query in queries.values() for name in relations(query)}))
    except (KeyError, tomllib.TOMLDecodeError, duckdb.Error, SyntaxError) as error:
        raise ModelError(f"{path}: {type(error).__name__}: {error}") from error
    sources = [path] if path.suffix == ".sql" else _python_sources(path)
    code = "\n".join([*(source.read_text() for source in sources), repr(tables)])  # shared columns stand in neither
    stored = bool(header.get("stored", True))
    return Model(f"{path.parent.name}.{path.stem}", path, tables, queries, reads, code, stored)


def _read_sql(path: Path) -> tuple[dict[str, object], dict[str, str]]:
    match = re.match(r"\s*/\*(.*?)\*/(.*)", path.read_text(), flags=re.DOTALL)
    if not match:
        raise ModelError(f"{path}: begin the file with a comment that holds its TOML header")
    return tomllib.loads(match[1]), {"select": match[2].strip().rstrip(";")}


def _read_python(path: Path) -> tuple[dict[str, object], dict[str, str]]:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "HEADER":
            header = tomllib.loads(ast.literal_eval(node.value))
            return header, header["inputs"]
    raise ModelError(f"{path}: assign its TOML header to HEADER")


def _tables(path: Path, header: dict[str, object], shared: dict[str, dict[str, str]]) -> tuple[Table, ...]:
    """A header describes the table of the file's name, or several under ``[tables.<name>]``.

    Columns that several tables share stand in ``SHARED``; a header names them.
    """
    several = header.get("tables", {path.stem: header})
    assert isinstance(several, dict)
    return tuple(
        Table(
            f"{path.parent.name}.{name}", one["description"], tuple(one["grain"]),
            shared[one["columns"]] if isinstance(one["columns"], str) else one["columns"],
        )
        for name, one in several.items()
    )  # fmt: skip


def _python_sources(path: Path) -> list[Path]:
    """The file and every module of this repository it imports, directly or not: what its fingerprint depends on."""
    found: dict[Path, None] = {}
    todo = [path]
    while todo:
        current = todo.pop()
        if current not in found:
            found[current] = None
            todo += [p for name in _imports(current.read_text()) if (p := _module_path(name)) is not None]
    return sorted(found)


@cache
def _imports(code: str) -> tuple[str, ...]:
    return tuple(_names(ast.parse(code)))


def _names(code: ast.Module) -> Iterable[str]:
    for node in ast.walk(code):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _module_path(name: str) -> Path | None:
    path = REPOSITORY.joinpath(*name.split(".")).with_suffix(".py")
    return path if path.is_file() else None


def _one_meaning_per_column(models: list[Model]) -> None:
    seen: dict[str, tuple[str, str]] = {}
    for table in (table for model in models for table in model.tables):
        for column, meaning in table.columns.items():
            first, where = seen.setdefault(column, (meaning, table.name))
            if first != meaning:
                raise ModelError(
                    f"{column!r} is «{first}» in {where} but «{meaning}» in {table.name}: one name, one meaning"
                )


def _ordered(models: list[Model]) -> tuple[Model, ...]:
    maker = {table.name: model for model in models for table in model.tables}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for model in models:
        sorter.add(model.name, *(maker[name].name for name in model.reads if not _outside(model, name, maker)))
    by_name = {model.name: model for model in models}
    try:
        return tuple(by_name[name] for name in sorter.static_order())
    except CycleError as error:
        raise ModelError(f"models read each other in a circle: {' → '.join(error.args[1])}") from error


def _outside(model: Model, relation: str, maker: dict[str, Model]) -> bool:
    if relation.split(".", maxsplit=1)[0] in OUTSIDE:
        return True
    if relation not in maker:
        raise ModelError(f"{model.path} reads {relation}, which no model makes")
    return False


def fingerprint(*parts: str) -> str:
    """Return a short hash that changes when any part does."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
