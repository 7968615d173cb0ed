"""Every row either keeps its table's promises or is set aside with the reason."""

import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.contract import require_columns, validate
from etl.errors import SourceError
from etl.registry import Column, Table


def table(grain=("key",), checks=None, **columns):
    described = {name: Column(description="x", **column) for name, column in columns.items()}
    return Table(description="x", grain=grain, columns=described, checks=checks or {})


def split(frame, **columns):
    good, bad = validate(pl.DataFrame(frame), table(**columns))
    return good, dict(bad.iter_rows())


def only(value, **column):
    """What becomes of one value: itself typed, or the reason why not."""
    good, bad = split({"key": ["a"], "x": pl.Series([value])}, key={}, x=column)
    return bad[0] if bad else good["x"][0]


@pytest.mark.parametrize(
    ("value", "kind", "typed"),
    [
        (" 2014 ", "int", 2014),
        ("2014.0", "int", 2014),
        (2014.0, "int", 2014),
        ("1e3", "float", 1000.0),
        (7, "float", 7.0),
        ("TRUE", "bool", True),
        ("0", "bool", False),
        (1.0, "bool", True),
        ("2011-05-04T00:00:00Z", "date", datetime.date(2011, 5, 4)),
        ("NA", "str", "NA"),
        (710, "str", "710"),
    ],
)
def test_published_values_get_their_type(value, kind, typed):
    assert only(value, type=kind) == typed


@pytest.mark.parametrize(
    ("value", "column", "reason"),
    [
        ("19x8", {"type": "int"}, 'x "19x8" is not a whole number'),
        (2014.5, {"type": "int"}, 'x "2014.5" is not a whole number'),
        ("2014.5", {"type": "int"}, 'x "2014.5" is not a whole number'),
        ("inf", {"type": "float"}, 'x "inf" is not a finite number'),
        (float("nan"), {"type": "float", "nullable": True}, 'x "NaN" is not a finite number'),
        ("1e999", {"type": "float"}, 'x "1e999" is not a finite number'),
        ("yes", {"type": "bool"}, 'x "yes" is not true or false'),
        (2, {"type": "bool"}, 'x "2" is not true or false'),
        ("2011-13-01", {"type": "date"}, 'x "2011-13-01" is not a date'),
        ("-9", {"type": "float", "min": 0}, 'x "-9" is below 0'),
        ("2101", {"type": "int", "max": 2100}, 'x "2101" is above 2100'),
        ("c", {"allowed": ("a", "b")}, 'x "c" is not one of the declared values'),
        ("4", {"type": "int", "allowed": (1, 2, 3)}, 'x "4" is not one of the declared values'),
        (None, {"type": "float"}, "x is empty"),
    ],
)
def test_a_broken_promise_is_named_with_its_value(value, column, reason):
    assert only(value, **column) == reason


def test_an_allowed_gap_stays_a_gap():
    assert only(None, type="int", nullable=True, min=0, allowed=(1,)) is None


def test_all_reasons_against_a_row_are_given():
    _, bad = split({"key": ["a"], "x": ["1"], "y": [None]}, key={}, x={"type": "int", "min": 2}, y={})
    assert bad == {0: 'x "1" is below 2; y is empty'}


def test_the_first_of_identical_rows_is_kept():
    good, bad = split({"key": ["a", "b", "a"], "x": ["1", "2", "1.0"]}, key={}, x={"type": "int"})
    assert good.rows() == [("a", 1), ("b", 2)]
    assert bad == {2: "repeats an earlier row"}


def test_none_of_contradicting_rows_is_kept():
    good, bad = split({"key": ["a", "b", "a", "a"], "x": ["1", "2", "1", "3"]}, key={}, x={"type": "int"})
    assert good.rows() == [("b", 2)]
    said = "another row has the same key and other values"
    assert bad == {0: said, 2: "repeats an earlier row", 3: said}


def test_a_row_rejected_for_itself_contradicts_nobody():
    good, bad = split({"key": ["a", "a"], "x": ["1", None]}, key={}, x={"type": "int"})
    assert good.rows() == [("a", 1)]
    assert bad == {1: "x is empty"}


def test_a_check_speaks_in_its_own_words():
    flows = table(("i", "j"), {"an economy does not trade with itself": "i <> j"}, i={}, j={})
    good, bad = validate(pl.DataFrame({"i": ["DEU", "DEU"], "j": ["VNM", "DEU"]}), flows)
    assert good.rows() == [("DEU", "VNM")]
    assert bad["reason"].to_list() == ["an economy does not trade with itself"]


def test_columns_must_be_those_declared():
    with pytest.raises(SourceError, match="is without x and has the undeclared z"):
        require_columns(pl.DataFrame({"key": [1], "z": [1], "row_number": [1]}), table(key={}, x={}), "flow")


cell = st.one_of(st.none(), st.text(max_size=6), st.integers(-3, 3).map(str), st.floats().map(str))


@given(st.lists(st.tuples(st.sampled_from("ab"), cell, cell), max_size=12))
def test_no_row_is_lost_and_none_is_counted_twice(rows):
    frame = pl.DataFrame(rows, schema={"key": pl.String, "x": pl.String, "y": pl.String}, orient="row")
    promised = table(key={}, x={"type": "int", "min": 0}, y={"type": "float", "nullable": True})
    good, bad = validate(frame, promised)
    assert good.height + bad.height == len(rows)
    assert bad["index"].n_unique() == bad.height
    assert good["key"].n_unique() == good.height
    assert bad["reason"].null_count() == 0
    assert (bad["reason"].str.len_chars() > 0).all()
