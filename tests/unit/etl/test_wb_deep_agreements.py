"""Provisions of agreements: two sheets of policy areas, and the pairs they bind."""

from pathlib import Path

from etl.simulation.files import spreadsheet
from tests.unit.etl.published import stage


def test_policy_areas_become_rows_and_pairs_are_by_year(tmp_path: Path) -> None:
    workbook = {
        "Agreements": [["WB ID", "Agreement"], ["1", "EU - Chile"]],
        "WTO+ LE": [["RTAID", "WBID", "Agreement", "SPS", "TBT"], ["9", "1.0", "EU - Chile", "2", "0"]],
        "WTO-X LE": [["RTAID", "WBID", "Agreement", "Investment"], ["9", "1", "EU - Chile", "1"]],
        "Bilateral Information": [
            ["iso1", "iso2", "year", "WBID"],
            ["DEU", "CHL", "2003", "1"],
            ["ROM", "CHL", "2007", "1"],
        ],
    }
    tables = stage(tmp_path, "wb_deep_agreements", {"DTA 1.0 - Horizontal Content (v2).xlsx": spreadsheet(workbook)})
    provision, _ = tables["provision"]
    assert provision.select("wb_id", "scope", "provision", "enforceability").rows() == [
        ("1", "WTO+", "SPS", 2),
        ("1", "WTO+", "TBT", 0),
        ("1", "WTO-X", "Investment", 1),
    ]
    assert tables["pair"][0].rows() == [("1", "DEU", "CHL", 2003), ("1", "ROU", "CHL", 2007)]
