"""Why a scenario cannot be answered, or not for every pair it names, in the reader's language."""

from dashboard.components.builder import named
from dashboard.text import say, translated
from warehouse.scoring.equilibrium import MarketsDoNotClearError
from warehouse.scoring.scenario import ScenarioError


def why(error: Exception) -> str:
    """Return the reason of a refusal: one with a key by that, others as the engine says them."""
    if isinstance(error, MarketsDoNotClearError):
        return say("refusal.markets")
    if isinstance(error, ScenarioError) and error.key:
        return reason(error.key, **error.values)
    return translated("scenario_error", str(error))


def reason(key: str, **values: str) -> str:
    """Return a reason of the engine's by its key, with names of the economies it names."""
    return say(f"refusal.{key}", **{name: named((value,))[0] for name, value in values.items()})
