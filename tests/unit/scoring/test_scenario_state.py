"""Scenarios against the ties that stand."""

import re
from dataclasses import replace

import numpy as np
import pytest

from warehouse.scoring.panel import Floats
from warehouse.scoring.scenario import Change, Scenario, ScenarioError
from warehouse.scoring.scenario_state import Applied, State, apply
from warehouse.scoring.scenario_terms import NotIdentifiedError, Term, Translation, translate
from warehouse.scoring.scenario_text import from_toml

ECONOMIES = ("AUT", "BEL", "KEN", "VNM")
AUT, BEL, KEN, VNM = range(4)


def symmetric(*pairs: tuple[int, int]) -> Floats:
    values = np.zeros((4, 4))
    for one, other in pairs:
        values[one, other] = values[other, one] = 1.0
    return values


def ties() -> dict[str, Floats]:
    mission = np.zeros((4, 4))
    mission[AUT, BEL] = mission[BEL, AUT] = 1.0
    mission[KEN, AUT] = 0.5
    mission[VNM, KEN] = np.nan
    alignment = np.array([[1, 0.9, 0.5, 0.3], [0.9, 1, 0.6, 0.3], [0.5, 0.6, 1, 0.8], [0.3, 0.3, 0.8, 1]])
    tariff = np.full((4, 4), 0.05)
    sanction = np.zeros((4, 4))
    sanction[AUT, VNM] = 1.0
    return {
        "mission": mission,
        "rta": symmetric((AUT, BEL)),
        "bit": symmetric((AUT, VNM)),
        "alignment": alignment,
        "sanction": sanction,
        "tariff": tariff,
    }


STATE = State(2022, ECONOMIES, ties(), {"EU": ("AUT", "BEL", "FRA")})


def after(*changes: Change, state: State = STATE) -> Applied:
    return apply(Scenario(state.year, changes), state)


def test_a_mission_is_opened_in_one_direction() -> None:
    applied = after(Change("open-mission", ("KEN",), ("VNM",), level="embassy"))
    expected = ties()["mission"]
    expected[KEN, VNM] = 1.0
    np.testing.assert_array_equal(applied.after["mission"], expected)
    np.testing.assert_array_equal(applied.before["mission"], ties()["mission"])


def test_a_mission_is_upgraded_and_closed() -> None:
    assert after(Change("upgrade-mission", ("KEN",), ("AUT",), level="embassy")).after["mission"][KEN, AUT] == 1
    assert after(Change("close-mission", ("AUT",), ("BEL",))).after["mission"][AUT, BEL] == 0


def test_treaties_bind_both_sides() -> None:
    applied = after(Change("sign-rta", ("KEN", "VNM")), Change("leave-bit", ("VNM",), ("AUT",)))
    np.testing.assert_array_equal(applied.after["rta"], symmetric((AUT, BEL), (KEN, VNM)))
    np.testing.assert_array_equal(applied.after["bit"], np.zeros((4, 4)))


def test_sanctions_bind_who_imposes_them() -> None:
    applied = after(Change("impose-sanction", ("BEL",), ("VNM",)), Change("lift-sanction", ("AUT",), ("VNM",)))
    assert applied.after["sanction"][BEL, VNM] == 1
    assert applied.after["sanction"].sum() == 1


def test_alignment_moves_in_standard_deviations_over_pairs_and_stops_at_the_end_of_the_scale() -> None:
    spread = np.std([0.9, 0.5, 0.3, 0.6, 0.3, 0.8])
    applied = after(Change("move-alignment", ("KEN",), ("world",), by=1.0))
    moved = applied.after["alignment"]
    assert moved[KEN, AUT] == moved[AUT, KEN] == pytest.approx(0.5 + spread)
    assert moved[KEN, VNM] == 1.0
    assert [(remark.partner, remark.reason) for remark in applied.remarks] == [
        ("VNM", "KEN and VNM move only as far as the scale goes")
    ]
    assert after(Change("move-alignment", ("KEN", "AUT"), by=-1.0)).after["alignment"][KEN, AUT] == pytest.approx(
        0.5 - spread
    )


def test_tariffs_move_in_percentage_points() -> None:
    applied = after(Change("change-tariff", ("KEN",), ("world",), by=-2.5))
    np.testing.assert_allclose(applied.after["tariff"][KEN], [0.025, 0.025, 0.05, 0.025])
    np.testing.assert_allclose(applied.after["tariff"][AUT], 0.05)


def test_a_bloc_signs_with_those_it_has_no_treaty_with_and_names_the_others() -> None:
    applied = after(Change("sign-rta", ("AUT",), ("EU", "KEN")))
    np.testing.assert_array_equal(applied.after["rta"], symmetric((AUT, BEL), (AUT, KEN)))
    (remark,) = applied.remarks
    assert (remark.actor, remark.partner) == ("AUT", "BEL")
    assert "already stands" in remark.reason


def test_changes_follow_one_another() -> None:
    with pytest.raises(ScenarioError, match="a trade agreement between VNM and KEN already stands"):
        after(Change("sign-rta", ("KEN", "VNM")), Change("sign-rta", ("VNM",), ("KEN",)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Change("open-mission", ("KEN",), ("VNN",), level="embassy"), "'VNN' in 2022; did you mean VNM?"),
        (Change("open-mission", ("XYZ",), ("VNM",), level="embassy"), "use ISO3 codes or names of blocs"),
        (Change("open-mission", ("KEN",), ("AUT",), level="embassy"), "KEN already has a mission in AUT"),
        (Change("open-mission", ("VNM",), ("KEN",), level="embassy"), "this tie of VNM with KEN is not reported"),
        (Change("upgrade-mission", ("AUT",), ("BEL",), level="office"), "no mission in BEL below that level"),
        (Change("upgrade-mission", ("KEN",), ("VNM",), level="office"), "no mission in VNM below that level"),
        (Change("close-mission", ("KEN",), ("VNM",)), "no mission in VNM to close"),
        (Change("sign-rta", ("AUT", "BEL")), "a trade agreement between AUT and BEL already stands"),
        (Change("leave-rta", ("AUT", "KEN")), "no trade agreement stands between AUT and KEN"),
        (Change("sign-bit", ("VNM",), ("AUT",)), "an investment treaty between VNM and AUT already stands"),
        (Change("leave-bit", ("AUT", "KEN")), "no investment treaty stands between AUT and KEN"),
        (Change("impose-sanction", ("AUT",), ("VNM",)), "AUT already has sanctions on VNM"),
        (Change("lift-sanction", ("VNM",), ("AUT",)), "VNM has no sanctions on AUT to lift"),
        (Change("change-tariff", ("KEN",), ("AUT",), by=-6.0), "KEN's tariff on AUT would fall below zero"),
        (Change("sign-rta", ("EU",)), "sign-rta changes nothing: a trade agreement between AUT and BEL already"),
        (Change("sign-rta", ("KEN",), ("KEN",)), "both sides are the same economy"),
    ],
)
def test_changes_that_cannot_be_made_are_refused(change: Change, message: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(message)):
        after(change)


def test_a_scenario_of_another_year_is_refused() -> None:
    with pytest.raises(ScenarioError, match="about 2022, the ties at hand are of 2010"):
        apply(Scenario(2022, (Change("sign-rta", ("KEN", "VNM")),)), replace(STATE, year=2010))


def test_a_tie_without_a_source_is_refused() -> None:
    without = replace(STATE, ties={name: values for name, values in ties().items() if name != "tariff"})
    with pytest.raises(ScenarioError, match="no source of this tie is loaded"):
        after(Change("change-tariff", ("KEN",), ("AUT",), by=1.0), state=without)


TERMS = {
    "rta": Term("rta", "exporter", "timing holds"),
    "mission_of_exporter": Term("mission", "exporter", "association", identified=False),
    "mission_of_importer": Term("mission", "importer", "no evidence", identified=False),
    "ln_tariff": Term("tariff", "importer", "within-pair", as_log=True),
    "alignment": Term("alignment", "mean", "within-pair"),
    "sanction": Term("sanction", "either", "no evidence"),
}


def in_terms(*changes: Change, accept_association: bool = False) -> Translation:
    return translate(after(*changes), TERMS, accept_association=accept_association)


def test_a_tariff_changes_what_the_importer_buys() -> None:
    translated = in_terms(Change("change-tariff", ("KEN",), ("AUT",), by=5.0))
    expected = np.zeros((4, 4))
    expected[AUT, KEN] = np.log(1.10) - np.log(1.05)
    np.testing.assert_allclose(translated.changes["ln_tariff"], expected, atol=1e-15)


def test_a_sanction_of_one_side_can_count_for_both() -> None:
    translated = in_terms(Change("impose-sanction", ("BEL",), ("VNM",)))
    np.testing.assert_array_equal(translated.changes["sanction"], symmetric((BEL, VNM)))


def test_a_scenario_is_worth_as_much_as_its_weakest_effect() -> None:
    translated = in_terms(Change("sign-rta", ("KEN", "VNM")), Change("move-alignment", ("KEN", "AUT"), by=0.5))
    assert set(translated.changes) == {"rta", "alignment"}
    assert translated.badge == "within-pair"
    assert in_terms(Change("sign-rta", ("KEN", "VNM"))).badge == "timing holds"


def test_ties_not_identified_are_refused_unless_the_reader_accepts_associations() -> None:
    mission = Change("open-mission", ("KEN",), ("VNM",), level="embassy")
    with pytest.raises(NotIdentifiedError, match=r"effect of this tie \(mission\) is not identified"):
        in_terms(mission)
    translated = in_terms(mission, accept_association=True)
    assert translated.badge == "no evidence"
    assert not translated.identified
    assert translated.caption.startswith("Association only")
    assert translated.changes["mission_of_exporter"][KEN, VNM] == 1
    assert translated.changes["mission_of_importer"][VNM, KEN] == 1


def test_a_tie_identified_without_an_effect_is_answered_as_an_association() -> None:
    translated = in_terms(Change("impose-sanction", ("BEL",), ("VNM",)))
    assert translated.identified
    assert translated.caption.startswith("Association only")


def test_a_tie_that_no_regressor_follows_from_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"no fitted model has a regressor for this tie \(bit\)"):
        in_terms(Change("sign-bit", ("KEN", "VNM")))


def test_a_change_is_not_lost_where_the_other_direction_is_not_reported() -> None:
    applied = after(Change("open-mission", ("KEN",), ("VNM",), level="embassy"))
    with pytest.raises(ScenarioError, match="mission between KEN and VNM is reported in one direction only"):
        translate(applied, {"mission": Term("mission", "mean", "within-pair")})


def test_a_whole_scenario_from_its_text() -> None:
    text = """
        year = 2022
        [[change]]
        action = "sign-rta"
        from = "KEN"
        to = "EU"
    """
    changes = translate(apply(from_toml(text), STATE), TERMS).changes
    np.testing.assert_array_equal(changes["rta"], symmetric((KEN, AUT), (KEN, BEL)))
