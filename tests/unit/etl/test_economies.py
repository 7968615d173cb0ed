"""Codes and names become economies, or a reason why not."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.economies import attach_economy, code_table, normalise_name


def _mapped(code: object, system: str, year: int | None = None) -> str | None:
    frame = pl.DataFrame({"code": [code], "year": [year]}, schema_overrides={"year": pl.Int64})
    return attach_economy(frame, "code", system, "year")["code"].item()  # type: ignore[arg-type]


def _reason(code: object, system: str, year: int | None = None) -> str | None:
    frame = pl.DataFrame({"code": [code], "year": [year]}, schema_overrides={"year": pl.Int64})
    return attach_economy(frame, "code", system, "year")["code_reason"].item()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "year", "economy"),
    [
        (365, 1991, "SUN"),
        (365, 1992, "RUS"),
        (345, 1991, "YUG"),
        (345, 1992, "SCG"),
        (345, 2005, "SCG"),
        (345, 2006, "SRB"),
        (260, 1989, "DEU"),
        (255, 1990, "DEU"),
        (265, 1990, "DDR"),
        (315, 1992, "CSK"),
        (316, 1993, "CZE"),
        (678, 1989, "YEM"),
        (679, 1990, "YEM"),
        (680, 1989, "YMD"),
        (816, 1970, "VNM"),
        (817, 1970, "VDR"),
        (625, 2011, "SDN"),
        (626, 2011, "SSD"),
    ],
)
def test_a_code_that_changed_hands_means_the_economy_of_its_year(code: int, year: int, economy: str) -> None:
    assert _mapped(code, "cow", year) == economy


@pytest.mark.parametrize(
    ("code", "system", "economy"),
    [
        ("ROM", "iso3", "ROU"),
        ("ZAR", "iso3", "COD"),
        ("TMP", "iso3", "TLS"),
        ("PAL", "iso3", "PSE"),
        ("YUG", "iso3", "SCG"),
        ("deu", "iso3", "DEU"),
        ("NA", "iso2", "NAM"),
        ("XKX", "wb", "XKX"),
        ("004", "m49", "AFG"),
        (4.0, "m49", "AFG"),
        (492, "m49", "MCO"),
        (736, "m49", "SDN"),
        (891, "m49", "SCG"),
        (842, "m49", "USA"),
        (490, "m49", "TWN"),
        ("Korea, Republic of", "name", "KOR"),
        ("Korea, North", "name", "PRK"),
        ("CÔTE D’IVOIRE", "name", "CIV"),
        ("The Gambia", "name", "GMB"),
        ("Congo", "name", "COG"),
        ("Niger", "name", "NER"),
    ],
)
def test_old_and_alternate_codes_and_names_are_understood(code: object, system: str, economy: str) -> None:
    assert _mapped(code, system) == economy


@pytest.mark.parametrize(
    ("code", "system", "year", "reason"),
    [
        ("999", "cow", 2000, "unknown cow code 999"),
        ("260", "cow", 1995, "cow code 260 has no economy in 1995"),
        ("260", "cow", 1990, "cow code 260 has no economy in 1990"),
        ("WLD", "iso3", None, "aggregate, not an economy"),
        ("WLD", "wb", 2000, "aggregate, not an economy"),
        ("899", "m49", 2000, "unspecified partner, not an economy"),
        ("Atlantis", "name", 2000, "unknown name Atlantis"),
        ("中国", "name", 2000, "unknown name 中国"),
        (None, "iso3", 2000, "iso3 code missing"),
        ("  ", "name", 2000, "name missing"),
    ],
)
def test_what_is_no_economy_says_why(code: str | None, system: str, year: int | None, reason: str) -> None:
    assert _mapped(code, system, year) is None
    assert _reason(code, system, year) == reason


def test_an_economy_has_no_reason() -> None:
    assert _reason("DEU", "iso3") is None


def test_without_a_year_a_code_means_its_latest_economy() -> None:
    assert _mapped(643, "m49", 1990) == "SUN"
    assert _mapped(643, "m49") == "RUS"


def test_correlates_of_war_codes_need_a_year() -> None:
    with pytest.raises(ValueError, match="give year_column"):
        attach_economy(pl.DataFrame({"code": [365]}), "code", "cow")


def test_an_unknown_system_is_named() -> None:
    with pytest.raises(ValueError, match="unknown code system 'fips'"):
        code_table("fips")  # type: ignore[arg-type]


def test_the_original_column_is_kept_when_the_result_has_another_name() -> None:
    frame = attach_economy(pl.DataFrame({"ccode": [2], "year": [2000]}), "ccode", "cow", "year", into="economy")
    assert frame.rows(named=True) == [{"ccode": 2, "year": 2000, "economy": "USA", "economy_reason": None}]


@given(st.lists(st.tuples(st.sampled_from(["365", "345", "2", "999", None]), st.integers(1900, 2020)), max_size=30))
def test_rows_keep_their_number_order_and_meaning(rows: list[tuple[str | None, int]]) -> None:
    frame = pl.DataFrame(rows, schema={"code": pl.String, "year": pl.Int64}, orient="row")
    found = attach_economy(frame, "code", "cow", "year", into="economy")
    assert found.select("code", "year").equals(frame)
    assert found["economy"].to_list() == [_mapped(code, "cow", year) for code, year in rows]
    assert (found["economy"].is_null() == found["economy_reason"].is_not_null()).all()


@given(st.text())
def test_a_normalised_name_is_lower_case_words_of_ascii(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", normalise_name(text))
