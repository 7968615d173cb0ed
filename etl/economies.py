"""From the codes and names that publishers use to our economies.

Two seeds say everything: ``economy.csv`` has one row per economy with its plain codes and names;
``economy_code.csv`` has what a plain column cannot say: codes that changed hands, old and publisher-specific
codes, and groups that are no economy. A code listed there replaces the plain column. The conventions are
explained in ``docs/explanation/decisions/002-economies.md``.
"""

import re
import unicodedata
from functools import cache
from typing import Literal, get_args

import polars as pl

from warehouse.paths import SEEDS

System = Literal["iso3", "iso2", "m49", "cow", "wb", "imf", "name"]

_PLAIN: dict[str, list[str]] = {"cow": ["cow_code"], "wb": ["wb_code"], "imf": ["iso3"], "name": ["name", "aliases"]}
# The World Bank and the IMF write ISO 3166-1 alpha-3, old and new, and codes of their own.
_LISTED: dict[str, list[str]] = {"wb": ["wb", "iso3"], "imf": ["imf", "iso3"]}
_SPOKEN = {system: f"{system} code" for system in get_args(System)} | {"name": "name"}
_TABLE = {"code": pl.String, "iso3": pl.String, "valid_from": pl.Int32, "valid_to": pl.Int32, "note": pl.String}


def normalise_name(text: str) -> str:
    """Return a name without case, accents, punctuation and article before or after it, for comparison only.

    >>> normalise_name("Gambia, The"), normalise_name("Côte d’Ivoire"), normalise_name("Antigua & Barbuda")
    ('gambia', 'cote d ivoire', 'antigua and barbuda')
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("&", " and "))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", " ", bare.casefold()).strip()
    return words.removeprefix("the ").removesuffix(" the")


def normalise_code(text: str, system: System) -> str:
    """Return a code as ``code_table`` writes it: ``004`` and ``4.0`` are ``4``, ``deu`` is ``DEU``."""
    if system == "name":
        return normalise_name(text)
    if system in ("m49", "cow"):
        return re.sub(r"^0+(?=\d)|\.0+$", "", text.strip())
    if system == "imf":
        return re.sub(r"^[A-Z]*\d+$", "G", text.strip().upper())  # groups: G163 is the euro area, and so on
    return text.strip().upper()


@cache
def economies() -> pl.DataFrame:
    """Return the economy seed, one row per ``iso3``: years and positions (degrees) are numbers, the rest text."""
    return _read_seed("economy.csv").with_columns(pl.col("^capital_.*itude$").cast(pl.Float64))


@cache
def code_table(system: System) -> pl.DataFrame:
    """Return every code of a system, the economy it means, and when.

    Args:
        system: ``iso3``, ``iso2``, ``m49``, ``cow``, ``wb``, ``imf`` or ``name``.

    Returns:
        Columns ``code`` (as ``normalise_code`` writes it), ``iso3`` (null: known, but no economy), ``valid_from``
        and ``valid_to`` (years, inclusive, null: open) and ``note``. A code means at most one economy in a year.

    Raises:
        ValueError: There is no such system.
    """
    if system not in _SPOKEN:
        raise ValueError(f"unknown code system {system!r}: choose one of {', '.join(_SPOKEN)}")
    listed = _read_seed("economy_code.csv").filter(pl.col("system").is_in(_LISTED.get(system, [system])))
    listed = listed.with_columns(_normalised("code", system))
    plain = _plain_codes(system).join(listed, on="code", how="anti")
    return pl.concat([listed, plain], how="diagonal").select(pl.col(name).cast(kind) for name, kind in _TABLE.items())


def attach_economy(
    frame: pl.DataFrame, column: str, system: System, year_column: str | None = None, into: str | None = None
) -> pl.DataFrame:
    """Translate a column of codes or names into ISO3, saying of each row without an economy why it has none.

    Args:
        frame: Any frame.
        column: The codes or names, text or numbers.
        system: What they are, see ``code_table``.
        year_column: The year each row is about. Without it, and where it is null, a code that changed hands
            means the latest economy it stood for.
        into: What to call the result; it replaces ``column`` unless another name is given.

    Returns:
        The frame, in its order, with ``into`` (ISO3, null where there is none) and ``{into}_reason``: null, or for
        instance "unknown cow code 999", "cow code 260 has no economy in 1995", "aggregate, not an economy".

    Raises:
        ValueError: Unknown system, or Correlates of War codes without a year.
    """
    if system == "cow" and year_column is None:
        raise ValueError("Correlates of War codes change hands (365 was the Soviet Union): give year_column")
    into = into or column
    year = pl.col(year_column).cast(pl.Int64, strict=False) if year_column else pl.lit(None, pl.Int64)
    asked = frame.select(code=pl.col(column), year=year)
    found = _by_code(asked, system) if asked["year"].n_unique() == 1 else _by_code_and_year(asked, system)
    return frame.with_columns(found["iso3"].alias(into), found["reason"].alias(f"{into}_reason"))


def _by_code(asked: pl.DataFrame, system: System) -> pl.DataFrame:
    """Answers where all rows are of one year: a look-up by the code's number, many times faster than a join."""
    number = _numbered(asked["code"]).alias("number")
    distinct = asked.with_columns(number)[number.arg_unique()].sort("number", nulls_last=True)
    answers = _by_code_and_year(distinct.select("code", "year"), system)
    return answers.select("iso3", "reason")[number.fill_null(distinct.height - 1)]


def _numbered(code: pl.Series) -> pl.Series:
    """A number from zero on for each distinct code, null where there is none."""
    if code.dtype.is_integer() and not code.has_nulls():
        return code.unique().sort().search_sorted(code)
    return code.cast(pl.String).cast(pl.Categorical(pl.Categories.random())).to_physical()


def _by_code_and_year(asked: pl.DataFrame, system: System) -> pl.DataFrame:
    asked = asked.with_columns(pl.col("code").cast(pl.String))
    answers = _resolve(asked.unique(maintain_order=True), system)
    return asked.join(answers, on=["code", "year"], how="left", nulls_equal=True, maintain_order="left")


def _read_seed(name: str) -> pl.DataFrame:
    # Namibia's alpha-2 code is NA: only the empty string is missing.
    seed = pl.read_csv(SEEDS / name, infer_schema=False, null_values="")
    return seed.with_columns(pl.col("valid_from", "valid_to").cast(pl.Int32))


def _plain_codes(system: System) -> pl.DataFrame:
    codes = pl.concat_str(_PLAIN.get(system, [system]), separator="|", ignore_nulls=True).str.split("|")
    plain = economies().select(codes.alias("code"), "iso3").explode("code").filter(pl.col("code") != "")
    return plain.with_columns(_normalised("code", system)).unique(maintain_order=True)


def _normalised(column: str, system: System) -> pl.Expr:
    return pl.col(column).map_elements(lambda text: normalise_code(text, system), return_dtype=pl.String)


def _resolve(asked: pl.DataFrame, system: System) -> pl.DataFrame:
    """Give each distinct ``code`` and ``year`` its ``iso3`` or its ``reason``."""
    year, start, end = pl.col("year"), pl.col("valid_from"), pl.col("valid_to")
    in_time = (start <= year).fill_null(value=True) & (end >= year).fill_null(value=True)
    known = asked.with_columns(_normalised("code", system).alias("key")).join(
        code_table(system).with_columns(known=True), left_on="key", right_on="code", how="left"
    )
    best = known.with_columns(in_time=in_time & pl.col("known")).sort(
        "in_time", "valid_to", descending=True, nulls_last=[True, False], maintain_order=True
    )
    # In one chunk: polars 2.1 panics where it formats text that lies in several.
    best = best.unique(["code", "year"], keep="first", maintain_order=True).rechunk()
    return best.select("code", "year", pl.when("in_time").then("iso3").alias("iso3"), _reason(system).alias("reason"))


def _reason(system: System) -> pl.Expr:
    spoken = _SPOKEN[system]
    return (
        pl.when(pl.col("code").is_null() | (pl.col("code").str.strip_chars() == ""))
        .then(pl.lit(f"{spoken} missing"))
        .when(pl.col("known").is_null())
        .then(pl.format(f"unknown {spoken} {{}}", "code"))
        .when(~pl.col("in_time"))
        .then(pl.format(f"{spoken} {{}} has no economy in {{}}", "code", "year"))
        .when(pl.col("iso3").is_null())
        .then(pl.format("{}, not an economy", "note"))
    )
