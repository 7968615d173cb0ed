"""Scenarios as TOML, for files, and as one line, for addresses.

As TOML:

    title = "Kenya and Viet Nam"
    year = 2022

    [[change]]
    action = "open-mission"
    from = ["KEN"]
    to = ["VNM"]
    level = "embassy"

    [[change]]
    action = "sign-rta"
    between = ["KEN", "VNM"]

The same as one line, of characters that need no escaping in an address:
`2022__open-mission_KEN_VNM_embassy__sign-rta_KEN.VNM~Kenya~20and~20Viet~20Nam`.
"""

import json
import tomllib
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote, unquote

from warehouse.scoring.scenario import WITH_AMOUNT, WITH_LEVEL, Action, Change, Scenario, ScenarioError

AMONG_THEMSELVES = "-"
_SCENARIO_KEYS = {"title", "year", "change"}
_CHANGE_KEYS = {"action", "from", "to", "between", "level", "by"}


def from_toml(text: str) -> Scenario:
    """Read a scenario from TOML.

    Raises:
        ScenarioError: Not TOML, unknown keys, values of the wrong type, or what `Scenario` and `Change` refuse.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"this is not TOML: {error}") from error
    _refuse_unknown(document, _SCENARIO_KEYS, "a scenario")
    changes = _typed(document, "change", list, default=[])
    return Scenario(
        _typed(document, "year", int), tuple(_change(change) for change in changes), _typed(document, "title", str, "")
    )


def to_toml(scenario: Scenario) -> str:
    """Write a scenario as TOML; `from_toml` returns an equal one."""
    head = [f"title = {_quoted(scenario.title)}"] if scenario.title else []
    blocks = ["\n".join([*head, f"year = {scenario.year}"])]
    for change in scenario.changes:
        lines = ["[[change]]", f"action = {_quoted(change.action)}"]
        lines += [f"{'from' if change.partners else 'between'} = {_listed(change.actors)}"]
        lines += [f"to = {_listed(change.partners)}"] if change.partners else []
        lines += [f"level = {_quoted(change.level)}"] if change.level else []
        lines += [f"by = {float(change.by)!r}"] if change.by is not None else []
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def from_line(line: str) -> Scenario:
    """Read a scenario from one line.

    Raises:
        ScenarioError: Not such a line, or what `Scenario` and `Change` refuse.
    """
    body, _, title = line.partition("~")
    year, *changes = body.split("__")
    if not (year.isascii() and year.isdigit()):
        raise ScenarioError(f"{line[:80]!r} does not begin with a year")
    try:
        decoded = unquote(title.replace("~", "%"), errors="strict")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"the title {title!r} is garbled; copy the address again") from error
    return Scenario(int(year), tuple(_change_from_words(change.split("_")) for change in changes), decoded)


def to_line(scenario: Scenario) -> str:
    """Write a scenario as one line of letters, digits, and - . _ ~; `from_line` returns an equal one."""
    title = quote(scenario.title, safe="").replace("~", "%7E").replace("%", "~")
    return "__".join([str(scenario.year), *map(_words, scenario.changes)]) + (f"~{title}" if title else "")


def _change(entry: object) -> Change:
    if not isinstance(entry, Mapping):
        raise ScenarioError("a change is a table; write [[change]] above its lines")
    _refuse_unknown(entry, _CHANGE_KEYS, "a change")
    action = _typed(entry, "action", str)
    if ("between" in entry) == ("from" in entry) or ("from" in entry) != ("to" in entry):
        raise ScenarioError(f"{action}: give either 'from' and 'to', or 'between'")
    by = entry.get("by")
    if by is not None and (isinstance(by, bool) or not isinstance(by, int | float)):
        raise ScenarioError(f"{action}: by is {by!r}; give a number")
    among = "between" in entry
    return Change(
        cast(Action, action),
        _names(entry, "between" if among else "from"),
        () if among else _names(entry, "to"),
        _typed(entry, "level", str, None),
        None if by is None else float(by),
    )


def _names(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    names = [entry[key]] if isinstance(entry[key], str) else entry[key]
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise ScenarioError(f"{key} is {entry[key]!r}; give a code, or a list of codes in brackets")
    return tuple(names)


def _typed(entry: Mapping[str, Any], key: str, kind: type, default: object = ...) -> Any:
    value = entry.get(key, default)
    if value is ...:
        raise ScenarioError(f"{key} is missing")
    if value is not default and (not isinstance(value, kind) or isinstance(value, bool)):
        raise ScenarioError(f"{key} is {value!r}; give a {kind.__name__}")
    return value


def _refuse_unknown(entry: Mapping[str, Any], known: set[str], what: str) -> None:
    unknown = sorted(set(entry) - known)
    if unknown:
        raise ScenarioError(f"{what} has no {', '.join(unknown)}; it may have {', '.join(sorted(known))}")


def _quoted(text: str) -> str:
    # A JSON string of printable characters is a TOML basic string.
    return json.dumps(text, ensure_ascii=False)


def _listed(names: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_quoted, names))}]"


def _words(change: Change) -> str:
    words = [change.action, ".".join(change.actors), ".".join(change.partners) or AMONG_THEMSELVES]
    if change.level:
        words.append(change.level)
    if change.by is not None:
        words.append(repr(float(change.by)).replace("e+", "e"))
    if words[-1] == AMONG_THEMSELVES:
        words.pop()
    return "_".join(words)


def _change_from_words(words: list[str]) -> Change:
    if not 2 <= len(words) <= 4:
        raise ScenarioError(f"{'_'.join(words)!r} is no change; it has an action, who, with whom, and how much")
    action, actors, partners, amount = words + [AMONG_THEMSELVES, ""][len(words) - 2 :]
    by = None
    if action in WITH_AMOUNT and amount:
        try:
            by = float(amount)
        except ValueError as error:
            raise ScenarioError(f"{action}: {amount!r} is no number") from error
    elif amount and action not in WITH_LEVEL:
        raise ScenarioError(f"{action} takes no {amount!r}")
    return Change(
        cast(Action, action),
        tuple(actors.split(".")),
        () if partners == AMONG_THEMSELVES else tuple(partners.split(".")),
        amount or None if action in WITH_LEVEL else None,
        by,
    )
