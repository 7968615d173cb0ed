"""The recency-weighted mean of five calendar years."""

import polars as pl
import pytest

from warehouse.scoring.recency import recency_mean

COLUMNS = ["exporter", "importer", "product", "year", "value_usd"]


def flows(*rows: tuple[str, str, str, int, float | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def mean(table: pl.DataFrame, exporter: str, importer: str, latest: int = 2015) -> tuple[float | None, float]:
    row = recency_mean(table, latest).filter(exporter=exporter, importer=importer).row(0, named=True)
    return row["value_usd"], row["weight_share"]


# Every economy trades in every year, so that an absent row elsewhere is a zero.
EVERY_YEAR = [("A", "B", "p", year, float(year - 2010)) for year in range(2011, 2016)]


def test_the_latest_year_weighs_five_and_the_first_one() -> None:
    # 1·1 + 2·2 + 3·3 + 4·4 + 5·5 = 55, over 15
    assert mean(flows(*EVERY_YEAR), "A", "B") == pytest.approx((55 / 15, 1.0))


def test_an_absent_row_in_a_covered_year_is_zero() -> None:
    # B sells to A only in 2015: 5 · 30 / 15
    assert mean(flows(*EVERY_YEAR, ("B", "A", "p", 2015, 30.0)), "B", "A") == pytest.approx((10.0, 1.0))


def test_a_missing_value_raises_the_weight_of_the_others() -> None:
    # 2014 is missing: (1·7 + 2·7 + 3·7 + 5·18) / 11
    rows = [("B", "A", "p", year, 7.0) for year in (2011, 2012, 2013)]
    rows += [("B", "A", "p", 2014, None), ("B", "A", "p", 2015, 18.0)]
    assert mean(flows(*EVERY_YEAR, *rows), "B", "A") == pytest.approx((132 / 11, 11 / 15))


def test_a_year_without_any_value_of_an_economy_is_missing() -> None:
    # C appears in 2014 and 2015 only: (4·10 + 5·20) / 9
    rows = [("A", "C", "p", 2014, 10.0), ("A", "C", "p", 2015, 20.0), ("C", "B", "q", 2015, 9.0)]
    table = flows(*EVERY_YEAR, *rows)
    assert mean(table, "A", "C") == pytest.approx((140 / 9, 9 / 15))
    assert mean(table, "C", "B") == pytest.approx((5.0, 9 / 15))  # 2014 is a zero, the years before are missing


def test_a_null_in_an_uncovered_year_is_not_counted_twice() -> None:
    rows = [("A", "C", "p", 2014, None), ("A", "C", "p", 2015, 20.0)]
    assert mean(flows(*EVERY_YEAR, *rows), "A", "C") == pytest.approx((20.0, 5 / 15))


def test_one_year_alone_is_its_own_mean() -> None:
    assert mean(flows(("A", "B", "p", 2005, 8.0)), "A", "B", latest=2005) == pytest.approx((8.0, 5 / 15))


def test_nothing_but_missing_values_stays_missing() -> None:
    assert mean(flows(*EVERY_YEAR, ("B", "A", "p", 2015, None)), "B", "A")[0] == 0  # zero in the other years
    assert mean(flows(("A", "B", "p", 2015, 1.0), ("B", "A", "p", 2015, None)), "B", "A") == (None, 0.0)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("A", "B", "p", 1990, 1.0)], "no trade in 2011–2015"),
        ([("A", "B", "p", 2015, 1.0), ("A", "B", "p", 2015, 2.0)], "two rows"),
        ([("A", "B", "p", 2015, -9.0)], "codes for missing values"),
    ],
)
def test_impossible_tables_are_refused_with_the_remedy(rows: list[tuple], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        recency_mean(flows(*rows), 2015)
