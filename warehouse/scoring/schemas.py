"""Column types of tables that scoring fills, so that a table without rows still has its columns."""

import polars as pl


def schema(*, text: str = "", number: str = "", count: str = "", truth: str = "") -> pl.Schema:
    """Return the types of columns named in words; ``year`` is always a small whole number.

    Args:
        text: Names of text columns, separated by blanks.
        number: Of floating-point columns.
        count: Of whole-number columns.
        truth: Of columns that are true or false.
    """
    kinds: list[tuple[str, pl.DataType]] = [
        (text, pl.String()),
        (number, pl.Float64()),
        (count, pl.Int64()),
        (truth, pl.Boolean()),
    ]
    types = {name: kind for names, kind in kinds for name in names.split()}
    return pl.Schema(types | ({"year": pl.Int32()} if "year" in types else {}))


COEFFICIENT = schema(text="model_id term", number="estimate std_error", count="n_obs")
FIT = schema(
    text="model_id formula sample dropped collinear conventions",
    number="tolerance deviance fit_seconds",
    count="n_obs n_clusters n_dropped iterations",
    truth="is_converged",
)


def shaped(tables: dict[str, pl.DataFrame], schemas: dict[str, pl.Schema]) -> dict[str, pl.DataFrame]:
    """Give every table of ``schemas`` its columns in order; those not in ``tables`` are empty."""
    return {
        name: tables[name].select(columns.names()).cast(columns) if name in tables else pl.DataFrame(schema=columns)
        for name, columns in schemas.items()
    }
