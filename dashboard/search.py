"""The search box: names or codes of economies, two of them for a pair, or the name of a product group or a source."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request

from dashboard.cache import kept, read
from dashboard.links import at
from dashboard.page import names, products
from dashboard.text import ENGLISH, folded
from warehouse.read import NotPublishedError

search = Blueprint("search", __name__)
BETWEEN = re.compile(r"\s*(?:->|→|>|–|—|/|,|;|\bto\b|\band\b|\bvs\b\.?|\bversus\b)\s*")
SPACE = re.compile(r"\s+")
UNSAID = re.compile(r"\bthe\b|[\W_]")  # what does not tell one name from another: *u.k.*, *Viet Nam*, *the Gambia*
LONGEST = 100
SHORTEST = 3  # letters to guess from: fewer are rather a code that is not ours (BH is Bahrain, and begins Bhutan)
FOUND = 6  # candidates worth listing
# What economies are also called, where none of the names that we show is that: short, former, official, as spoken.
OTHER_NAMES = {
    "ARE": "UAE, Emirates", "BIH": "Bosnia", "BOL": "Plurinational State of Bolivia", "BRN": "Brunei Darussalam",
    "CHN": "PRC, People's Republic of China, Cina", "CIV": "Ivory Coast, Pantai Gading",
    "COD": "DRC, DR Congo, Congo Kinshasa, Zaire",
    "COG": "Congo Brazzaville", "CPV": "Cape Verde", "CZE": "Czech Republic", "DDR": "GDR, East Germany",
    "DEU": "West Germany", "FSM": "Federated States of Micronesia",
    "GBR": "UK, Great Britain, Britain, England, Grande-Bretagne, Angleterre, Inggris", "HKG": "Hong Kong SAR",
    "IRN": "Islamic Republic of Iran, Persia", "KGZ": "Kyrgyz Republic",
    "KOR": "Korea, Republic of Korea, ROK, Corée", "LAO": "Lao PDR", "LKA": "Ceylon", "MAC": "Macau, Makau",
    "MDA": "Republic of Moldova", "MKD": "Macedonia", "MMR": "Burma, Birmanie, Birma", "NLD": "Holland",
    "PRK": "DPRK", "PSE": "Palestinian Territories", "RUS": "Russian Federation", "SUN": "USSR",
    "SVK": "Slovak Republic", "SWZ": "Swaziland", "SYR": "Syrian Arab Republic", "TLS": "East Timor",
    "TUR": "Turkey", "TWN": "Chinese Taipei, Formosa", "TZA": "United Republic of Tanzania",
    "USA": "US, America, United States of America, Amerika", "VAT": "Vatican, Vatican City",
    "VEN": "Bolivarian Republic of Venezuela",
}  # fmt: skip


@search.get("/search")
def find() -> Response:
    """Lead to the page that was meant, or to the page that lists what may have been meant."""
    words = request.args.get("q", "")[:LONGEST]
    try:
        target = destination(words)
    except NotPublishedError:
        target = None
    asked = f"?{urlencode({'words': words.strip()})}" if words.strip() else ""
    return redirect(at(target or f"/find{asked}"), 303)  # type: ignore[return-value]


def sources() -> dict[str, str]:
    """Return the title of each source by its name."""
    frame = read("sources").frame
    return dict(zip(frame["source_id"], frame["title"], strict=True))


def destination(words: str) -> str | None:
    """Return the address that was meant: a pair, an economy, a product or a source; None where that is not clear."""
    text = folded(words)
    apart = _cuts(BETWEEN, text)
    # Where only a space stands between two, a guess would find a pair in "central america": both are said in full.
    if clear := _page([[text], *apart, *_cuts(SPACE, text)], _named) or _page(apart, _guessed):
        return clear
    begun = [f"/economy/{code}" for code in _begun(text)] + [href for href, _ in _things(_beginning(text))]
    return begun[0] if len(begun) == 1 and len(text) >= SHORTEST else None


def candidates(words: str) -> list[tuple[str, str]]:
    """Return addresses and names of what may have been meant in the reader's language or in English, best first."""
    text = folded(words)
    parts = [part for part in BETWEEN.split(text) if len(part) >= SHORTEST]
    return _holding(text) or list(dict.fromkeys(hit for part in parts for hit in _holding(part)))


def _holding(text: str) -> list[tuple[str, str]]:
    """What has the text anywhere in its name."""
    if not text:
        return []
    inside, begun = re.compile(re.escape(text)), _beginning(text)

    def rank(place: tuple[str, str]) -> tuple[bool, ...]:
        """States of the past come last; before that, what begins with the text comes first."""
        name = folded(place[1])
        return place[0] in _past(), not name.startswith(text), not begun.search(name)

    places = sorted(_matching(inside, names(), names(ENGLISH)), key=rank)
    return [(f"/economy/{code}", name) for code, name in places[:FOUND]] + _things(inside)


def _things(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """The product groups and the sources whose name has the pattern."""
    goods = [(f"/?product={code}", name) for code, name in _matching(pattern, products(), products(ENGLISH))]
    named = [
        (f"/data?source={source}", title)
        for source, title in sources().items()
        if pattern.search(folded(f"{source} {title}"))
    ]
    return [*goods[:FOUND], *named[:FOUND]]


def _matching(pattern: re.Pattern[str], own: Mapping[str, str], english: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (code, name)
        for code, name in own.items()
        if pattern.search(folded(name)) or pattern.search(folded(english[code]))
    ]


def _beginning(text: str) -> re.Pattern[str]:
    """What finds the text where a word begins: *uk* is in *Ukraine*, but *rain* is not."""
    return re.compile(rf"(?<!\w){re.escape(text)}")


def _cuts(pattern: re.Pattern[str], text: str) -> list[list[str]]:
    """The text cut in two at each place of a pattern: names have an *and* or a space of their own."""
    return [[text[: found.start()], text[found.end() :]] for found in pattern.finditer(text)]


def _page(readings: list[list[str]], find: Callable[[str], str | None]) -> str | None:
    """The page of the first reading in which all is found and differs; states of the past only for want of others."""
    found = [[code for part in reading if (code := find(part))] for reading in readings]
    full = [codes for codes, parts in zip(found, readings, strict=True) if len(set(codes)) == len(parts)]
    codes = min(full, key=lambda codes: not _past().isdisjoint(codes), default=[])
    return f"/{'pair' if len(codes) == 2 else 'economy'}/{'/'.join(codes)}" if codes else None


def _named(text: str) -> str | None:
    """The code of an economy from its code or one of its names."""
    return _called().get(_bare(text))


def _guessed(text: str) -> str | None:
    """The code of an economy from all or, where that is enough, the beginning of a name."""
    begun = _begun(text) if len(text) >= SHORTEST else []
    return _named(text) or (begun[0] if len(begun) == 1 else None)


def _begun(text: str) -> list[str]:
    """The codes of economies with a word that begins so; states of the past only where there is no other."""
    codes = [code for code, _ in _matching(_beginning(text), names(), names(ENGLISH))] if text else []
    return [code for code in codes if code not in _past()] or codes


@kept
def _past() -> frozenset[str]:
    """The codes of the states that are no more."""
    return frozenset(row["economy"] for row in read("economies").frame.to_dicts() if row["last_year"])


@kept
def _called() -> dict[str, str]:
    """The code of each economy by all that it is called: what is said later counts, so the code before any name."""
    codes = sorted(names(), key=lambda code: code not in _past())
    others = [(name, code) for code in codes for name in OTHER_NAMES.get(code, "").split(", ")]
    shown = [(spoken[code], code) for spoken in (names(ENGLISH), names()) for code in codes]
    return {_bare(name): code for name, code in [*others, *shown, *zip(codes, codes, strict=True)] if name}


def _bare(name: str) -> str:
    return UNSAID.sub("", folded(name))
