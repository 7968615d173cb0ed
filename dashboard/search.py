"""The search box: names or codes of economies, two of them for a pair, or the name of a product group or a source."""

import re
from collections.abc import Mapping
from itertools import product
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request

from dashboard.cache import read
from dashboard.links import at
from dashboard.page import names, products
from dashboard.text import ENGLISH, folded
from warehouse.read import NotPublishedError

search = Blueprint("search", __name__)
BETWEEN = re.compile(r"\s*(?:->|→|>|–|—|/|,|;|\bto\b|\band\b|\bvs\b)\s*")
LONGEST = 100
FOUND = 6  # candidates worth listing


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
    parts = [part for part in BETWEEN.split(folded(words)) if part]
    for economies, split in product([names(), names(ENGLISH)], _splits(parts)):
        codes = [_exact(part, economies) for part in split]
        if all(codes) and len(set(codes)) == len(codes):
            return f"/pair/{codes[0]}/{codes[1]}" if len(codes) == 2 else f"/economy/{codes[0]}"
    found = candidates(words)
    return found[0][0] if len(found) == 1 else None


def candidates(words: str) -> list[tuple[str, str]]:
    """Return addresses and names of what may have been meant in the reader's language or in English, best first."""
    text = folded(words)
    if not text:
        return []
    places = [(f"/economy/{code}", name) for code, name in _named(text, names(), names(ENGLISH))]
    places.sort(key=lambda place: not folded(place[1]).startswith(text))
    goods = [(f"/?product={code}", name) for code, name in _named(text, products(), products(ENGLISH))]
    named = [
        (f"/data?source={source}", title) for source, title in sources().items() if text in folded(f"{source} {title}")
    ]
    return [*places[:FOUND], *goods[:FOUND], *named[:FOUND]]


def _named(text: str, own: Mapping[str, str], english: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(code, name) for code, name in own.items() if text in folded(name) or text in folded(english[code])]


def _splits(parts: list[str]) -> list[list[str]]:
    """The parts as they are, or one part cut in two at each space: ``germany viet nam``."""
    if len(parts) == 1:
        words = parts[0].split()
        return [parts, *([" ".join(words[:cut]), " ".join(words[cut:])] for cut in range(1, len(words)))]
    return [parts] if len(parts) == 2 else []


def _exact(text: str, economies: Mapping[str, str]) -> str | None:
    """The code of an economy from its code or its name; spaces do not matter, so that *vietnam* is Viet Nam."""
    if text.upper() in economies:
        return text.upper()
    joined = text.replace(" ", "")
    exact = [code for code, name in economies.items() if folded(name).replace(" ", "") == joined]
    begins = [code for code, name in economies.items() if folded(name).replace(" ", "").startswith(joined)]
    return exact[0] if exact else begins[0] if len(begins) == 1 and len(joined) > 3 else None
