"""Regressors that the effects or the other regressors explain, exactly or nearly."""

import warnings

import numpy as np

from warehouse.scoring.panel import Floats, ImpossiblePanelError

TINY = 1e-12
"""Share of its square that the variation of a regressor is at least taken to be, so that a constant has some."""


class CollinearWarning(UserWarning):
    """Regressors were left out because effects or other regressors explain them."""


def explained(
    gram: Floats, variation: Floats, terms: tuple[str, ...], tolerance: float, given: str = "the effects"
) -> dict[str, str]:
    """Name the regressors whose own variation is less than a share of the total.

    Args:
        gram: (K, K), weighted cross products after the effects have been projected out.
        variation: (K,), weighted variation of each regressor around its mean, before.
        terms: Their names; of several that explain each other the first ones stay.
        tolerance: The share of variation below which a regressor counts as explained.
        given: What has been projected out, in words.

    Returns:
        Name → by what it is explained, in words.
    """
    found: dict[str, str] = {}
    kept: list[int] = []
    for k, term in enumerate(terms):
        own = gram[k, k]
        if own <= tolerance * variation[k]:
            found[term] = given
            continue
        loadings = np.linalg.solve(gram[np.ix_(kept, kept)], gram[kept, k])
        if own - gram[k, kept] @ loadings <= tolerance * own:
            parts = loadings**2 * np.diag(gram)[kept]
            by = (terms[j] for j, part in zip(kept, parts, strict=True) if part > 1e-6 * own)
            found[term] = f"{given} and " + ", ".join(by)
            continue
        kept.append(k)
    return found


def warn_of_collinear(collinear: dict[str, str], terms: int, stacklevel: int) -> None:
    """Name the regressors left out.

    Args:
        collinear: Regressor → by what it is explained.
        terms: How many regressors were given.
        stacklevel: Frames between here and the code of the user.

    Raises:
        ImpossiblePanelError: None is left.
    """
    if not collinear:
        return
    named = "; ".join(f"{term}, explained by {by}" for term, by in collinear.items())
    if len(collinear) == terms:
        raise ImpossiblePanelError(f"no regressor is left: {named}; use fewer effects or other regressors")
    warnings.warn(f"regressors left out: {named}", CollinearWarning, stacklevel=stacklevel)
