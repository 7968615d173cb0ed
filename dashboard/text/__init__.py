"""Every text a reader sees, one catalogue a language; numbers and names are filled in."""

import tomllib
import unicodedata
from contextvars import ContextVar
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ENGLISH = "en"
SPOKEN = ContextVar("language", default=ENGLISH)
LANGUAGES = {ENGLISH: "English", "fr": "Français", "id": "Bahasa Indonesia"}


def say(key: str, **values: object) -> str:
    """Return the text named ``key`` (``section.name``), with ``{name}`` replaced by ``values``.

    Raises:
        KeyError: the English catalogue has no such text.
    """
    section, _, name = key.partition(".")
    text = _text(section, name)
    if text is None:
        raise KeyError(key)
    return text.format(**values)


def label(section: str, code: str) -> str:
    """Return the name of a code from the data, or the code in plain words where the catalogue has no name for it."""
    return _text(section, code) or code.replace("_", " ")


def language() -> str:
    """Return the language of the request being answered; English where none is."""
    return SPOKEN.get()


@cache
def catalogue(code: str) -> dict[str, dict[str, str]]:
    """Return all texts of a language, by section and name."""
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


def folded(text: str) -> str:
    """Return a text without accents, capitals and doubled spaces, for comparing."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'").replace("_", " ")).casefold()
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _text(section: str, name: str) -> str | None:
    """Look a text up in the reader's language, then in English, which has all of them."""
    found = catalogue(language()).get(section, {}).get(name)
    return catalogue(ENGLISH).get(section, {}).get(name) if found is None else found
