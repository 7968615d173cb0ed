"""What a source's tables promise, enforced row by row.

``[tables.x.columns]`` becomes polars expressions. A row that breaks a promise is set aside with its reason and
its content as published; it is never dropped, and one bad row never loses the others.

Why not dataframely (measured with 3.1): of a rejected row it tells the rule but not the value; it rejects every copy
of a repeated row, exact repeats too; the casts, which are most of the work, would stay ours; and on four million rows
it takes twice the memory.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from etl.errors import SourceError
from etl.registry import Column, Table

TYPES: dict[str, pl.DataType] = {
    "str": pl.String(),
    "int": pl.Int64(),
    "float": pl.Float64(),
    "bool": pl.Boolean(),
    "date": pl.Date(),
}
ROW = "row_number"
REASON = "reason"
INDEX = "index"
_KINDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a finite number",
    "bool": "true or false",
    "date": "a date",
}
_PUBLISHED = "published."
_NOTHING = pl.DataFrame(schema={INDEX: pl.get_index_type(), REASON: pl.String})
Rule = tuple[pl.Expr, pl.Expr]
"""Where a row breaks the rule, and what to say about it."""


def schema(table: Table) -> dict[str, pl.DataType]:
    """Polars types of a staged table, in the order declared."""
    return {name: TYPES[column.type] for name, column in table.columns.items()}


def require_columns(frame: pl.DataFrame, table: Table, name: str) -> None:
    """Check that the parser's columns are those declared (``row_number`` may stand beside them).

    Raises:
        SourceError: One is missing or one too many.
    """
    missing = [column for column in table.columns if column not in frame.columns]
    extra = [column for column in frame.columns if column not in (*table.columns, ROW)]
    faults = [(missing, "is without"), (extra, "has the undeclared")]
    said = [f"{what} {', '.join(columns)}" for columns, what in faults if columns]
    if said:
        raise SourceError(f"table {name} {' and '.join(said)}", "make parse.py and source.toml agree")


def validate(
    frame: pl.DataFrame, table: Table, known: Sequence[str] = (), *, repeats: bool = True
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cast every column to its declared type and apply every declared rule.

    Args:
        frame: The declared columns, of any type.
        table: The promises.
        known: Columns beside them that hold what is already known against a row, null where nothing is.
        repeats: Whether to look for keys that come twice, if no row breaks another rule.

    Returns:
        The typed rows that keep them, in the order given; and of those that do not, ``index`` (their position in
        ``frame``) and ``reason``.
    """
    typed = frame.select(_typed(frame[name], column.type) for name, column in table.columns.items())
    both = pl.concat([frame.select(pl.all().name.prefix(_PUBLISHED)), typed], how="horizontal")
    rules = [(pl.col(_PUBLISHED + name).is_not_null(), pl.col(_PUBLISHED + name)) for name in known]
    rules += _rules(table)
    broken = both.select(pl.any_horizontal([where for where, _ in rules])).to_series()
    if not broken.any() and (not repeats or _is_unique(typed, table.grain)):
        return typed, _NOTHING
    # In one chunk: polars 2.1 panics where it formats text that lies in several.
    bad = both.with_row_index(INDEX).filter(broken).rechunk().select(INDEX, _spoken(rules))
    good, repeated = _split_repeats(typed.with_row_index(INDEX).filter(~broken), table)
    return good.drop(INDEX), pl.concat([bad, repeated]).sort(INDEX)


def _spoken(rules: list[Rule]) -> pl.Expr:
    said = [pl.when(where).then(reason) for where, reason in rules]
    return pl.concat_list(said).list.drop_nulls().list.unique(maintain_order=True).list.join("; ").alias(REASON)


def _rules(table: Table) -> Iterator[Rule]:
    for name, column in table.columns.items():
        yield from _column_rules(name, column)
    for reason_text, condition in table.checks.items():
        yield ~pl.sql_expr(condition).fill_null(value=True), pl.lit(reason_text)


def _column_rules(name: str, column: Column) -> Iterator[Rule]:
    published, value = pl.col(_PUBLISHED + name), pl.col(name)
    if column.type != "str":
        kind = _KINDS[column.type]
        yield value.is_null() & published.is_not_null(), _said(name, published, f"is not {kind}")
    if not column.nullable and not column.economy:
        yield published.is_null(), pl.lit(f"{name} is empty")
    if column.min is not None:
        yield value.lt(column.min).fill_null(value=False), _said(name, published, f"is below {column.min:g}")
    if column.max is not None:
        yield value.gt(column.max).fill_null(value=False), _said(name, published, f"is above {column.max:g}")
    if column.allowed:
        unknown = value.is_not_null() & ~value.is_in(pl.Series(column.allowed, dtype=TYPES[column.type]).implode())
        yield unknown, _said(name, published, "is not one of the declared values")


def _said(name: str, published: pl.Expr, verdict: str) -> pl.Expr:
    return pl.format(f'{name} "{{}}" {verdict}', published.cast(pl.String).str.slice(0, 60))


def _typed(column: pl.Series, wanted: str) -> pl.Series:
    if column.dtype == pl.String and wanted in {"int", "float"}:
        numbers = column.str.strip_chars().cast(TYPES[wanted], strict=False)
        if numbers.null_count() == column.null_count() and (wanted == "int" or numbers.is_finite().all()):
            return numbers  # plainly written, as nearly all are: nothing to look at twice
    return column.to_frame().select(_cast(column.name, column.dtype, wanted)).to_series()


def _cast(name: str, given: pl.DataType, wanted: str) -> pl.Expr:
    value = pl.col(name)
    if given == TYPES[wanted] and wanted != "float":
        return value
    if given == pl.String and wanted != "str":
        value = value.str.strip_chars()
    return _CASTS[wanted](value, given).alias(name)


def _to_text(value: pl.Expr, given: pl.DataType) -> pl.Expr:
    del given
    return value.cast(pl.String)


def _to_whole(value: pl.Expr, given: pl.DataType) -> pl.Expr:
    if given.is_integer():
        return value.cast(pl.Int64)
    number = value.cast(pl.Float64, strict=False)
    whole = pl.when(number == number.round()).then(number.cast(pl.Int64, strict=False))
    return pl.coalesce(value.cast(pl.Int64, strict=False), whole) if given == pl.String else whole


def _to_number(value: pl.Expr, given: pl.DataType) -> pl.Expr:
    del given
    number = value.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def _to_truth(value: pl.Expr, given: pl.DataType) -> pl.Expr:
    if given != pl.String:
        return pl.when((value == 0) | (value == 1)).then(value == 1)
    words = {"0": False, "0.0": False, "false": False, "1": True, "1.0": True, "true": True}
    return value.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.Boolean)


def _to_date(value: pl.Expr, given: pl.DataType) -> pl.Expr:
    if given != pl.String:
        return value.cast(pl.Date, strict=False)
    return value.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)


_CASTS = {"str": _to_text, "int": _to_whole, "float": _to_number, "bool": _to_truth, "date": _to_date}


def _is_unique(rows: pl.DataFrame, grain: Sequence[str]) -> bool:
    """Whether no key comes twice, as far as 64-bit hashes can tell: different hashes are of different rows."""
    return rows.select(grain).hash_rows().n_unique() == rows.height


def _split_repeats(rows: pl.DataFrame, table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep the first of identical rows; keep none of those that contradict each other."""
    if _is_unique(rows, table.grain):
        return rows, _NOTHING
    grain = list(table.grain)
    twice = rows.lazy().group_by(grain).len().filter(pl.col("len") > 1).select(grain).collect()
    suspects = rows.join(twice, on=grain, how="semi")
    first = suspects.select(pl.struct(pl.exclude(INDEX)).is_first_distinct()).to_series()
    conflicting = suspects.filter(first).filter(pl.struct(grain).is_duplicated())
    key = ", ".join(grain)
    said = pl.concat(
        [
            suspects.filter(~first).select(INDEX, pl.lit("repeats an earlier row").alias(REASON)),
            conflicting.select(INDEX, pl.lit(f"another row has the same {key} and other values").alias(REASON)),
        ]
    )
    return rows.join(said, on=INDEX, how="anti", maintain_order="left"), said
