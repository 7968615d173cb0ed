"""What the reader has chosen, and its one form in the address: the URL is the whole state."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self, get_args
from urllib.parse import parse_qs, urlencode

from dashboard.text import ENGLISH, LANGUAGES, say, translated
from warehouse.scoring.equilibrium import Kind
from warehouse.scoring.scenario import ScenarioError
from warehouse.scoring.scenario_text import from_line, to_line

DIRECTIONS = ("export", "import", "invest")
ORDERS = ("untapped", "growth", "dollar")
CONFIDENCES = ("any", "clear")  # clear: actual trade lies below the band of comparable pairs
KINDS: tuple[Kind, ...] = get_args(Kind)
SIGMAS = tuple(range(3, 11))
ACCEPTED = ("effects", "associations")
MOST_PEERS = 8
ECONOMY_FIELDS = ("economy", "exporter", "importer")
LONGEST = 100  # characters of one value


class SelectionError(Exception):
    """The address asks for something that does not exist; the text says what to change."""


@dataclass(frozen=True)
class Known:
    """What the warehouse has to choose from.

    Attributes:
        economies: Name of each economy by its code, in the reader's language.
        english: The same in English.
        regions: Regions in alphabetical order.
        products: Name of each product group by its code.
        years: Years with a potential, latest first.
    """

    economies: Mapping[str, str]
    english: Mapping[str, str]
    regions: Sequence[str]
    products: Mapping[str, str]
    years: Sequence[int]


@dataclass(frozen=True)
class Selection:
    """Everything a page may be asked to show. A page accepts some of the fields and refuses the others."""

    economy: str | None = None
    direction: str = "export"
    region: str | None = None
    minimum_usd: int | None = None
    exporter: str | None = None
    importer: str | None = None
    order: str = "untapped"
    peers: str | None = None
    source: str | None = None
    confidence: str = "any"
    product: str | None = None
    year: int | None = None
    words: str | None = None
    scenario: str | None = None
    kind: Kind = "full"
    sigma: int | None = None
    accept: str = "effects"
    lang: str = ENGLISH

    @classmethod
    def parse(cls, query: str | Mapping[str, Any], accepts: Collection[str]) -> Self:
        """Read a selection from a query string, or from the values a router took out of it.

        Args:
            query: ``economy=IDN&direction=import``, or the same as a mapping.
            accepts: Names of the fields that apply; any other is refused rather than ignored.

        Raises:
            SelectionError: a field is unknown, does not apply, occurs twice or has a value that cannot be.
        """
        pairs = fields_of(query) if isinstance(query, str) else query
        values: dict[str, Any] = {}
        for name, text in pairs.items():
            if name not in {*accepts, "lang"}:
                raise SelectionError(say("error.field", name=name[:40], accepts=", ".join(accepts) or "none"))
            if not isinstance(text, str):
                raise SelectionError(say("error.twice", name=name))
            values[name] = PARSERS[name](name, text)
        selection = cls(**values)
        _consistent(selection)
        return selection

    def query(self, accepts: Iterable[str] | None = None) -> str:
        """Return the query string; fields at their default are left out, so equal selections have equal addresses."""
        names = [field.name for field in fields(self)] if accepts is None else [*accepts, "lang"]
        return urlencode({name: getattr(self, name) for name in names if getattr(self, name) != _default(name)})

    def with_(self, **changes: Any) -> Self:
        """Return the selection with some fields changed, less those that it no longer has a choice of.

        Without an economy there is no direction to choose, and investment has neither products nor earlier years.
        """
        changed = replace(self, **changes)
        if not changed.economy:
            changed = replace(changed, direction="export")
        return replace(changed, product=None, year=None) if changed.invests else changed

    @property
    def invests(self) -> bool:
        """Whether the question is where to invest rather than what to trade."""
        return self.direction == "invest"

    @property
    def peer_codes(self) -> list[str]:
        """Return the codes of the peers, in the reader's order."""
        return self.peers.split(",") if self.peers else []

    def check(self, known: "Known") -> None:
        """Refuse economies, regions, products and years the warehouse does not know."""
        for field in ECONOMY_FIELDS:
            _known(getattr(self, field), known)
        for code in self.peer_codes:
            _known(code, known)
        if self.region is not None and self.region not in known.regions:
            raise SelectionError(say("error.region", region=self.region, known="; ".join(known.regions)))
        if self.product is not None and self.product not in known.products:
            listed = "; ".join(f"{code} {name}" for code, name in known.products.items())
            raise SelectionError(say("error.product", product=self.product, known=listed or say("error.none")))
        if self.year is not None and self.year not in known.years:
            years = f"{min(known.years)}–{max(known.years)}" if known.years else say("error.none")
            raise SelectionError(say("error.year", year=self.year, known=years))


def fields_of(query: str) -> dict[str, Any]:
    """Return the texts of a query string by name; of one that occurs twice, all of them.

    Raises:
        SelectionError: it is none.
    """
    try:
        found = parse_qs(query.removeprefix("?"), keep_blank_values=True, max_num_fields=20, errors="strict")
    except ValueError as error:
        raise SelectionError(say("error.unreadable")) from error
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _consistent(selection: Selection) -> None:
    if selection.direction != "export" and selection.economy is None:
        raise SelectionError(say("error.direction_without_economy"))
    if selection.product is not None and (selection.year is not None or selection.invests):
        raise SelectionError(say("error.product_alone"))
    if selection.year is not None and selection.invests:
        raise SelectionError(say("error.year_alone"))
    if selection.exporter is not None and selection.exporter == selection.importer:
        raise SelectionError(say("error.same_economy", code=selection.exporter))


def _default(name: str) -> Any:
    return getattr(Selection, name)


def _known(code: str | None, known: Known) -> None:
    if code is not None and code not in known.economies:
        raise SelectionError(say("error.economy", code=code) + _suggestion(code, known))


def _suggestion(code: str, known: Known) -> str:
    """People write GER for Germany: offer the economies whose name begins so, in their language or in English."""
    alike = [
        f"{other} ({name})"
        for other, name in known.economies.items()
        if name.upper().startswith(code) or known.english[other].upper().startswith(code)
    ]
    return " " + say("error.did_you_mean", candidates=", ".join(alike[:5])) if alike else ""


def _economy(name: str, text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise SelectionError(say("error.code", name=name, value=text[:40]))
    return text.upper()


def _choice(choices: tuple[str, ...]) -> Callable[[str, str], str]:
    def parse(name: str, text: str) -> str:
        if text not in choices:
            raise SelectionError(say("error.choice", name=name, value=text[:40], choices=" or ".join(choices)))
        return text

    return parse


def _peers(name: str, text: str) -> str:
    """Economies separated by commas, each once."""
    codes = list(dict.fromkeys(_economy(name, code) for code in text.split(",")))
    if len(codes) > MOST_PEERS:
        raise SelectionError(say("error.peers", most=MOST_PEERS))
    return ",".join(codes)


def _source(name: str, text: str) -> str:
    if not re.fullmatch(r"[a-z0-9_]{1,60}", text):
        raise SelectionError(say("error.source", value=text[:40]))
    return text


def _product(name: str, text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise SelectionError(say("error.product_code", name=name, value=text[:40]))
    return text


def _year(name: str, text: str) -> int:
    if not re.fullmatch(r"[12][0-9]{3}", text):
        raise SelectionError(say("error.year_digits", name=name, value=text[:40]))
    return int(text)


def _free(name: str, text: str) -> str:
    if not 0 < len(text) <= LONGEST or not text.isprintable():
        raise SelectionError(say("error.text", name=name))
    return text


def _scenario(_name: str, text: str) -> str:
    """A scenario as one line, in its one form."""
    try:
        return to_line(from_line(text))
    except ScenarioError as error:
        raise SelectionError(say("error.scenario", reason=translated("scenario_error", str(error)))) from error


def _sigma(name: str, text: str) -> int:
    return int(_choice(tuple(map(str, SIGMAS)))(name, text))


def _dollars(name: str, text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,14}", text):
        raise SelectionError(say("error.dollars", name=name, value=text[:40]))
    return int(text)


PARSERS: dict[str, Callable[[str, str], Any]] = {
    "economy": _economy,
    "direction": _choice(DIRECTIONS),
    "region": _free,
    "minimum_usd": _dollars,
    "exporter": _economy,
    "importer": _economy,
    "order": _choice(ORDERS),
    "confidence": _choice(CONFIDENCES),
    "product": _product,
    "year": _year,
    "peers": _peers,
    "source": _source,
    "words": _free,
    "scenario": _scenario,
    "kind": _choice(KINDS),
    "sigma": _sigma,
    "accept": _choice(ACCEPTED),
    "lang": _choice(tuple(LANGUAGES)),
}
