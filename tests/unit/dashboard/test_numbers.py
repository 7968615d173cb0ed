"""Numbers as a reader sees them."""

import pytest

from dashboard import numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.12e9, "3.1 bn"),
        (472e9, "472 bn"),
        (999.7e6, "1.0 bn"),
        (9.96e6, "10 m"),
        (1_234_567, "1.2 m"),
        (850_400, "850 k"),
        (12, "12"),
        (0, "0"),
        (-2.5e12, "−2.5 tn"),
        (1.8e15, "1,800 tn"),
        (None, "not reported"),
    ],
)
def test_amounts_have_two_digits_and_a_unit(value: float | None, text: str) -> None:
    assert numbers.amount(value).replace(numbers.SPACE, " ") == text


def test_nothing_reported_has_no_currency() -> None:
    assert numbers.money(None) == "not reported"
    assert numbers.money(0).replace(numbers.SPACE, " ") == "0 USD"


def test_an_interval_follows_its_number_where_the_warehouse_has_one() -> None:
    row = {"potential_usd": 3.1e9, "potential_low_usd": 1.9e9, "potential_high_usd": 4.8e9}
    assert numbers.money_with_interval(row, "potential").replace(numbers.SPACE, " ") == "3.1 bn USD (1.9–4.8 bn)"
    assert numbers.money_with_interval({"potential_usd": 3.1e9}, "potential") == numbers.money(3.1e9)

    spans = {(0.9e6, 4.8e9): "(900 k–4.8 bn)", (-1.5e9, 2.3e9): "(−1.5 to 2.3 bn)", (None, 1.0): ""}
    assert {bounds: numbers.interval(*bounds).replace(numbers.SPACE, " ") for bounds in spans} == spans


@pytest.mark.parametrize(
    ("value", "signed", "text"),
    [(45.4, False, "45 %"), (7.68, False, "7.7 %"), (8, True, "+8 %"), (-12.3, True, "−12 %"), (0, True, "0 %")],
)
def test_percentages(value: float, signed: bool, text: str) -> None:
    assert numbers.percent(value, signed).replace(numbers.SPACE, " ") == text


def test_ticks_of_an_axis_have_no_needless_decimal() -> None:
    assert [numbers.tick(value).replace(numbers.SPACE, " ") for value in (8e9, 1.5e9)] == ["8 bn", "1.5 bn"]


@pytest.mark.parametrize(
    ("ratios", "shown"),
    [
        ((1.0784, 1.0232, 1.1281), "+7.8 % (+2.3 to +12.8)"),
        ((1.712, 1.416, 2.041), "+71 % (+42 to +104)"),
        ((0.99953, 0.9991, 1.0002), "−0.047 % (−0.090 to +0.020)"),
        ((1.00000001, 1.0, 1.0), "0 %"),
        ((1.5,), "+50 %"),
        ((None, None, None), "not reported"),
    ],
)
def test_a_change_has_two_digits_and_its_interval_the_same_places(ratios: tuple[float, ...], shown: str) -> None:
    assert numbers.change(*ratios).replace("\xa0", " ") == shown


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert [numbers.percent(value, signed=True)[:1] for value in (-0.02, 0.02, 0.2)] == ["0", "0", "+"]
    assert numbers.change(1 - 1e-6, 1 - 2e-6, 1 - 1e-7).endswith("(−0.0002 to 0)")
    assert [numbers.decimal(value) for value in (-0.001, -0.006, 0.0)] == ["0.00", "−0.01", "0.00"]
