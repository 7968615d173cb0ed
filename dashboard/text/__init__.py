"""Every text a reader sees, one catalogue a language; numbers and names are filled in."""

import re
import tomllib
import unicodedata
from contextvars import ContextVar
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ENGLISH = "en"
WITH_ARTICLE = re.compile(
    r"United |Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Soviet Union|Holy See|Isle of|Papal States"
    r"|Two Sicilies|Trust Territory|.*Republic|.* (Islands|Territory|Territories)$"
)
SPOKEN = ContextVar("language", default=ENGLISH)
LANGUAGES = {ENGLISH: "English", "fr": "Français", "id": "Bahasa Indonesia"}
PLACE = re.compile(r"\{(\w+)\}")


def say(key: str, **values: object) -> str:
    """Return the text named ``key`` (``section.name``), with ``{name}`` replaced by ``values``.

    Raises:
        KeyError: the English catalogue has no such text.
    """
    section, _, name = key.partition(".")
    text = _text(section, name)
    if text is None:
        raise KeyError(key)
    said = text.format(**values)
    return _smoothed(said) if language() == ENGLISH else said


def in_sentence(name: str) -> str:
    """Return an economy's name as it stands in a sentence: *the Netherlands*; other languages avoid the article."""
    return f"the {name}" if language() == ENGLISH and WITH_ARTICLE.match(name) else name


def _smoothed(said: str) -> str:
    """Begin with a capital where a name with an article begins; *the Netherlands’ exports*, not *Netherlands’s*."""
    return (f"T{said[1:]}" if said.startswith("the ") else said).replace("s’s ", "s’ ")


def label(section: str, code: str) -> str:
    """Return the name of a code from the data, or the code in plain words where the catalogue has no name for it."""
    return _text(section, code) or code.replace("_", " ")


def translated(section: str, english: str) -> str:
    """Return a text that the warehouse has in English, such as the rule of a check, in the reader's language.

    The other languages know it by its English, with ``{name}`` where the warehouse filled something in. What none of
    them knows stays as it is: a text that has changed since is better read in English than translated wrongly.
    """
    found = ((text, pattern.fullmatch(english)) for pattern, text in _patterns(language(), section))
    return next((text.format(**match.groupdict()) for text, match in found if match), english)


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


@cache
def _patterns(code: str, section: str) -> list[tuple[re.Pattern[str], str]]:
    return [(_pattern(english), text) for english, text in catalogue(code).get(section, {}).items()]


def _pattern(english: str) -> re.Pattern[str]:
    """Return what matches a text with anything in its places, which stand between the pieces of it."""
    pieces = PLACE.split(english)
    pieces[::2] = map(re.escape, pieces[::2])
    pieces[1::2] = (f"(?P<{name}>.+)" for name in pieces[1::2])
    return re.compile("".join(pieces), re.DOTALL)


def _text(section: str, name: str) -> str | None:
    """Look a text up in the reader's language, then in English, which has all of them."""
    found = catalogue(language()).get(section, {}).get(name)
    return catalogue(ENGLISH).get(section, {}).get(name) if found is None else found
