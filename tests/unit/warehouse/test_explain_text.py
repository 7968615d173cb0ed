"""How numbers of a pair are written."""

import polars as pl
import pytest

from warehouse.explain_text import filled, outlook, potential


@pytest.mark.parametrize(
    ("form", "value", "shown"),
    [
        ("usd", 2_654_333_333.0, "2.65 bn USD"),
        ("usd", -142_202_386.0, "−142.20 m USD"),
        ("usd", 0.0, "0 USD"),
        (">14usd", 2.5e6, "    2.50 m USD"),
        ("share", 0.9831, "98.3 %"),
        ("percent", -0.66, "−0.7 %"),
        (">9.3f", -0.4001, "   −0.400"),
        (",", 15956, "15,956"),
        ("<16", "trade-revealed", "trade-revealed  "),
        (".2f", None, "not known"),
        (">14usd", None, "     not known"),
    ],
)
def test_numbers_are_written_for_readers(form: str, value: object, shown: str) -> None:
    assert filled(f"{{x:{form}}}", {"x": value}) == shown


PAIR = {
    "year": 2014, "potential_usd": 2e9, "potential_low_usd": None, "potential_high_usd": None, "gap_log": 0.1,
    "gap_persistent_log": 0.2, "gap_transient_log": -0.1, "actual_to_potential_ratio": 0.9, "untapped_usd": 1e8,
    "rank_untapped": 7, "chance_outgrow_share": None, "start_probability_share": 0.25, "start_upper_usd": 3e6,
}  # fmt: skip
TERMS = pl.DataFrame(
    {"term": ["ln_distance", "rta"], "term_value": [9.0, 1.0], "estimate": [-0.8, 0.3], "std_error": [0.1, 0.1]}
)
YEARS = pl.DataFrame({"year": [2013, 2014], "potential_usd": [1.0, 2.718281828]})


def test_the_potential_is_the_sum_of_its_products_and_two_effects() -> None:
    lines = "\n".join(potential(TERMS, YEARS, PAIR))
    assert "−7.200" in lines
    assert "everybody      7.900" in lines  # 1 − (−7.2 + 0.3)
    assert "sum 1.000 = ln of the potential of 2014, 3 USD" in lines


def test_an_unknown_value_is_not_summed() -> None:
    lines = "\n".join(potential(TERMS.with_columns(term_value=pl.lit(None, pl.Float64)), YEARS, PAIR))
    assert "not known" in lines
    assert "sum" not in lines


def test_a_pair_that_does_not_trade_may_start() -> None:
    text = outlook(PAIR, pl.DataFrame({"term": ["gap"], "shrunk_estimate": [0.1]}))
    assert "probability of trading in five years 25.0 %" in text
    assert "below 3.00 m USD" in text
