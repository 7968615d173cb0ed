"""The chain of one pair in words: rows of the published file, filled into templates."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from textwrap import wrap
from typing import Any

import polars as pl

Row = Mapping[str, Any]
UNKNOWN = "not known"
WIDTH = 100
HEADING = """\
Exports of {exporter_name} to {importer_name}
Build {build_id}{simulated_note}"""
TRADE, TRADE_YEAR, TRADE_MEAN = (
    """
1. Trade (score.potential)""",
    "   {year}  {trade_usd:>14usd}",
    "   mean  {actual_usd:>14usd}, the actual trade below",
)
TERMS = """
2. Potential: what comparable pairs trade (score.potential_coefficient, score.potential)
   Poisson gravity of {year} with an effect of each exporter and each importer; ties stay out of it
   term                  value   coefficient     (s.e.)   product"""
TERM = "   {term:<16}{term_value:>11.3f}{estimate:>14.3f}{std_error:>11.3f}{product:>10.3f}"
EFFECTS = """\
   the two effects, how much the two trade with everybody   {effects:>8.3f}
   sum {total:.3f} = ln of the potential of {year}, {potential_usd:usd}"""
POTENTIAL = """\
   mean over the years above: {potential_usd:usd}
   nine in ten pairs with about this potential trade {potential_low_usd:usd} to {potential_high_usd:usd}

3. Gap (mart.opportunity)
   ln(potential / actual) = {gap_log:.3f}: trade is {actual_to_potential_ratio:share} of its potential
   of it {gap_persistent_log:.3f} lasts and {gap_transient_log:.3f} passes, judged by fifteen years
   untapped {untapped_usd:usd}, rank {rank_untapped:,} of all pairs; not a ceiling"""
OUTLOOK = """
4. Outlook over five years (score.outlook, score.outlook_coefficient)
   E = expected change of ln share in the importer's imports, by Huber regression on standardised terms:
   {used}
   E = {expected_growth_log:.3f}
   of it ties {tie_premium_pct:percent}: closeness of this pair {tie_premium_pair_pct:percent}, of its economies with
   everybody {tie_premium_economy_pct:percent} (90 %, before shrinking: {tie_premium_low_pct:percent} to \
{tie_premium_high_pct:percent})
   chance to outgrow the importer's median supplier {chance_outgrow_share:share}, rank {rank_growth:,}
   median gain {gain_median_usd:usd} (90 %: {gain_low_usd:usd} to {gain_high_usd:usd}), rank {rank_dollar:,}"""
START = """
4. Outlook over five years (score.start)
   the two do not trade, or too little is known to say how trade will grow
   probability of trading in five years {start_probability_share:share}
   nine in ten such pairs stay below {start_upper_usd:usd}"""
TIES, TIE = (
    """
5. Ties, from 0 to 1 = closest (score.tie)""",
    "   {dimension:<16}{value_index:>9.2f}   {indicator:<24}{raw_value:>9.2f}   {tie_status}",
)
INDEX = """\
   index (score.tie_index) {tie_index:.2f}, from {tie_coverage_share:share} of seven dimensions
   without treaties, which the potential takes in, and without what is known only from a later year
   rank {rank_tie:,.0f} of all pairs (90 % over weights and scales: {rank_tie_low:,.0f} to {rank_tie_high:,.0f})
   other weights: first principal component {tie_index_principal:.2f}, trade-revealed {tie_index_revealed:.2f}"""
NO_INDEX = "   no index: fewer than two dimensions are known"
ACCESS = """
6. Market access in {year}, measured four ways (score.market_access)
   ease of trade   {trade_intensity:>9.2f}   1 = proportional to the totals of the two
   model access    {model_access:>9.2f}   (90 %: {model_access_low:.2f} to {model_access_high:.2f}); 1 = the mean pair
   policy access   {policy_access_index:>9.2f}   0 closed, 1 open; {policy_known_share:share} of four policies are known
   revealed access {revealed_access:>9.2f}   (90 %: {revealed_access_low:.2f} to {revealed_access_high:.2f}); \
the pair's own trade weighs {revealed_weight_share:share}"""
EASE = """
7. Why trade is easy or hard in {year}, beside the mean flow (score.ease_decomposition); association, not effect"""
EASE_TERM = "   {component:<16}{value_log:>9.3f}   times {times:>6.2f}   (90 %: {low_log:.3f} to {high_log:.3f})"
EASE_SUM = "   {sum:<16}{ln_ease:>9.3f}   times {times:>6.2f}   = ln of ease less its mean over all flows"
NO_EASE = """
7. Ease of trade is not split: the two do not trade, or a regressor is not known"""


def trade(years: pl.DataFrame, pair: Row) -> Iterator[str]:
    """Trade of the years that the gap is measured on."""
    yield TRADE
    yield from filled_each(TRADE_YEAR, years)
    yield filled(TRADE_MEAN, pair)


def potential(terms: pl.DataFrame, years: pl.DataFrame, pair: Row) -> Iterator[str]:
    """The potential of the last year from its coefficients, its mean over the years, and the gap."""
    last = years.filter(pl.col("year") == pair["year"], pl.col("potential_usd") > 0)
    products = terms.with_columns(product=pl.col("estimate") * pl.col("term_value"))
    yield filled(TERMS, pair)
    yield from filled_each(TERM, products)
    if last.height and not products["product"].has_nulls():
        total = math.log(last["potential_usd"][0])
        effects = total - float(products["product"].sum())
        yield filled(EFFECTS, last.row(0, named=True) | {"total": total, "effects": effects})
    yield filled(POTENTIAL, pair)


def outlook(pair: Row, coefficients: pl.DataFrame) -> str:
    """What to expect of the next five years."""
    if pair["chance_outgrow_share"] is None:
        return filled(START, pair)
    used = ", ".join(filled_each("{term} {shrunk_estimate:.3f}", coefficients))
    return filled(OUTLOOK, {**pair, "used": "\n   ".join(wrap(used, WIDTH))})


def ties(rows: pl.DataFrame, index: pl.DataFrame) -> Iterator[str]:
    """How close the two are, dimension by dimension and in one number."""
    yield TIES
    yield from filled_each(TIE, rows)
    yield from filled_each(INDEX, index) if index.height else [NO_INDEX]


def ease(terms: pl.DataFrame) -> Iterator[str]:
    """Why trade is easy or hard."""
    if terms.is_empty():
        yield NO_EASE
        return
    first = terms.row(0, named=True)
    yield filled(EASE, first)
    yield from filled_each(EASE_TERM, terms.with_columns(times=pl.col("value_log").exp()))
    yield filled(EASE_SUM, first | {"sum": "sum", "times": math.exp(first["ln_ease"])})


def filled_each(template: str, rows: pl.DataFrame) -> Iterator[str]:
    """The template filled with each row."""
    return (filled(template, row) for row in rows.iter_rows(named=True))


def filled(template: str, row: Row) -> str:
    """The template with ``{name:format}`` replaced; beside Python's formats: usd, share, percent."""
    return template.format_map({name: Shown(value) for name, value in row.items()})


class Shown:
    """A value as a reader sees it: "not known" where missing, a minus sign where negative."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __format__(self, form: str) -> str:
        width, kind = re.fullmatch(r"([<>]?\d*)(.*)", form).groups()  # type: ignore[union-attr]
        return format(self._text(kind), width)

    def _text(self, kind: str) -> str:
        if self.value is None:
            return UNKNOWN
        text = KINDS[kind](self.value) if kind in KINDS else format(self.value, kind)
        return text if isinstance(self.value, str) else text.replace("-", "−")


def _usd(value: float) -> str:
    """Current US dollars in the unit that suits them."""
    for unit, name in ((1e9, "bn"), (1e6, "m")):
        if abs(value) >= unit:
            return f"{value / unit:,.2f} {name} USD"
    return f"{value:,.0f} USD"


KINDS: dict[str, Callable[[float], str]] = {
    "usd": _usd,
    "share": lambda value: f"{100 * value:.1f} %",
    "percent": lambda value: f"{value:+.1f} %",
}
