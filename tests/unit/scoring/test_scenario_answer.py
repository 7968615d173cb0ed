"""A scenario from its text to its numbers."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.scoring.trade_worlds import Fit, random_trade
from warehouse.scoring import what_if
from warehouse.scoring.equilibrium import Baseline
from warehouse.scoring.scenario import ScenarioError
from warehouse.scoring.scenario_state import State
from warehouse.scoring.scenario_terms import NotIdentifiedError, Term
from warehouse.scoring.scenario_text import from_line
from warehouse.scoring.uncertainty import Precision
from warehouse.scoring.what_if import answer

ECONOMIES = ("AUT", "BEL", "KEN", "VNM")
BASELINE = Baseline(random_trade(4, 4), ECONOMIES, 5.0, "AUT")
STATE = State(2022, ECONOMIES, {"rta": np.zeros((4, 4)), "mission": np.zeros((4, 4))}, {})
EMBASSY = Term("mission", "exporter", "association", identified=False)
TERMS = {"rta": Term("rta", "exporter", "timing holds"), "embassy": EMBASSY}
FIT = Fit(("rta", "embassy"), np.array([0.4, 0.2]), np.diag([0.01, 0.01]))
TREATY = from_line("2022__sign-rta_KEN.VNM")
MISSION = from_line("2022__open-mission_KEN_VNM_embassy")


def test_signatories_trade_more_and_the_numbers_say_what_they_rest_on() -> None:
    given = Precision(draws=50, sigma_range=(4.0, 8.0))
    flows = answer(TREATY, STATE, BASELINE, TERMS, FIT, precision=given).flows()
    assert flows.select("exporter", "importer").rows() == [("KEN", "VNM"), ("VNM", "KEN")]
    assert (flows["lower"] < flows["estimate"]).all()
    assert (flows["estimate"] < flows["upper"]).all()
    assert flows.select("kind", "sigma", "sigma_low", "sigma_high", "reference", "evidence_badge").row(0) == (
        "full",
        5.0,
        4.0,
        8.0,
        "AUT",
        "timing holds",
    )


def test_the_first_answer_needs_no_draws() -> None:
    table = answer(TREATY, STATE, BASELINE, TERMS, FIT, precision=Precision(draws=0)).economies()
    assert table.filter(economy="KEN", indicator="welfare")["estimate"].item() > 1
    assert table["lower"].is_null().all()


def test_an_association_is_shown_only_on_request_and_captioned() -> None:
    with pytest.raises(NotIdentifiedError, match="choose to take the number as an association"):
        answer(MISSION, STATE, BASELINE, TERMS, FIT)
    accepted = answer(MISSION, STATE, BASELINE, TERMS, FIT, kind="partial", accept_association=True)
    assert accepted.flows()["evidence_caption"].item().startswith("Association only")
    assert accepted.flows()["estimate"].item() == pytest.approx(np.exp(0.2))


def test_ties_and_trade_must_be_of_the_same_economies() -> None:
    with pytest.raises(ScenarioError, match="same order"):
        answer(TREATY, replace(STATE, economies=ECONOMIES[::-1]), BASELINE, TERMS, FIT)


def test_of_many_flows_the_largest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(what_if, "MOST_FLOWS", 3)
    everyone = from_line("2022__sign-rta_world")
    some = answer(everyone, STATE, BASELINE, TERMS, FIT, precision=Precision(draws=0)).flows()
    abroad = BASELINE.trade * (1 - np.eye(4))
    kept = [
        BASELINE.trade[ECONOMIES.index(i), ECONOMIES.index(j)] for i, j in some.select("exporter", "importer").rows()
    ]
    assert kept == sorted(abroad.ravel())[:-4:-1]
