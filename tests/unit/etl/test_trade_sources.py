"""Trade in total and by product, from invented files in the publishers' layouts."""

import io
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest

from etl import blocks, parquet, unpack
from etl.publisher import Address, take_all
from etl.registry import Batches, File
from tests.unit.etl.staging import Stage, stage  # noqa: F401

IMTS = "COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE\n"
MATRIX = "year,exporter,importer,sitc,trade_kusd\n"
BACI = "t,i,j,k,v,q\n"


def test_imts_gives_two_reports_of_one_flow(stage: Stage) -> None:  # noqa: F811
    staged = stage(
        "imf_imts",
        {
            "exports.ABW-BRA.csv": IMTS + "DEU,XG_FOB_USD,VNM,A,2020,100.5\nDEU,XG_FOB_USD,G163,A,2020,7\n",
            "imports.ABW-BRA.csv": IMTS + "VNM,MG_CIF_USD,DEU,A,2020,110\nKOS,MG_CIF_USD,DEU,A,2020,\n",
        },
    )
    assert staged.table("report").rows() == [
        ("DEU", "VNM", 2020, "exporter", 100.5),
        ("DEU", "VNM", 2020, "importer", 110.0),
        ("DEU", "XKX", 2020, "importer", None),
    ]
    assert staged.reasons("report") == ["aggregate, not an economy"]


def test_the_matrix_is_read_in_both_layouts(stage: Stage) -> None:  # noqa: F811
    long = MATRIX + "2015,DEU,VNM,SITC6_Manuf,1.5\n2015,DEU,VNM,All,2\n2015,DEU,DEU,All,9\n2015,DEU,VNM,SITC7_x,n/a\n"
    staged = stage("unctad_trade_matrix", {"unctad_trade_matrix_long.csv": long})
    assert staged.table("flow").rows() == [("DEU", "VNM", 2015, "6", 1500.0), ("DEU", "VNM", 2015, "TOTAL", 2000.0)]
    assert staged.reasons("flow") == ["an economy trades with itself", 'value_usd "n/a" is not a finite number']


def test_the_data_centre_s_matrix_writes_economies_by_number(stage: Stage) -> None:  # noqa: F811
    header = "Year,Economy,Partner,Product,US$ at current prices in thousands\n"
    staged = stage("unctad_trade_matrix", {"US_TradeMatrix.csv": header + "2015,276,704,TOTAL,2\n"})
    assert staged.table("flow").rows() == [("DEU", "VNM", 2015, "TOTAL", 2000.0)]


def test_comtrade_s_imports_run_from_partner_to_reporter(stage: Stage) -> None:  # noqa: F811
    row = {"classificationCode": "H5", "refYear": 2020, "flowCode": "M", "reporterCode": 704, "partnerCode": 276}
    row |= {"cmdCode": "84", "cmdDesc": "Machinery", "netWgt": 5000.0, "primaryValue": 12.5}
    staged = stage("un_comtrade", {"imports.4-8.json": json.dumps({"data": [row, row | {"partnerCode": 0}]})})
    expected = ("DEU", "VNM", 2020, "HS2017", "84", "Machinery", "importer", 12.5, 5.0)
    assert staged.table("flow").rows() == [expected]
    assert len(staged.reasons("flow")) == 1


def baci(*years: tuple[int, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for year, rows in years:
            archive.writestr(f"BACI_HS92_Y{year}_V202601.csv", BACI + rows)
        archive.writestr("product_codes_HS92_V202601.csv", "code,description\n10111,Caf\xe9 horses\n".encode("latin-1"))
        archive.writestr("country_codes_V202601.csv", "country_code\n")
    return packed.getvalue()


def test_baci_s_padded_numbers_and_lost_zeros(stage: Stage) -> None:  # noqa: F811
    rows = "2020,276,704,010111,        1.500,           NA\n2020,697,704,010111,        1.000,        2.000\n"
    staged = stage("cepii_baci", {"BACI_HS92_V202601.zip": baci((2020, rows), (2021, "2021,276,704,010111,2,3\n"))})
    assert staged.table("flow").rows() == [
        ("DEU", "VNM", 2020, "010111", 1.5, None),
        ("DEU", "VNM", 2021, "010111", 2.0, 3.0),
    ]
    assert staged.table("product").rows() == [("010111", "Café horses")]
    assert staged.reasons("flow") == ["unspecified partner, not an economy"]


def test_baci_without_a_year_is_refused(stage: Stage) -> None:  # noqa: F811
    outcome = stage("cepii_baci", {"BACI_HS92_V202601.zip": baci()}).outcome
    assert (outcome.status, outcome.message) == ("failed", "cepii_baci: no BACI_HS92_Y*.csv")


def test_baci_with_a_row_of_too_many_fields_is_refused(stage: Stage) -> None:  # noqa: F811
    rows = "2020,276,704,010111,1,2\n2020,276,4,010111,1,2,3\n"
    outcome = stage("cepii_baci", {"BACI_HS92_V202601.zip": baci((2020, rows))}).outcome
    assert outcome.status == "failed"
    assert outcome.message.startswith("BACI_HS92_V202601.zip cannot be read to its end")


def test_a_wrong_row_among_plain_ones_is_kept_as_it_was_published(stage: Stage) -> None:  # noqa: F811
    rows = "2020,276,704,010111,        1.500,           NA\n2020,276,004,010111,       -2.000,        0.500\n"
    staged = stage("cepii_baci", {"BACI_HS92_V202601.zip": baci((2020, rows))})
    assert staged.table("flow").rows() == [("DEU", "VNM", 2020, "010111", 1.5, None)]
    (rejected,) = pl.read_parquet(staged.paths.staged / "cepii_baci" / "flow.rejected.parquet").to_dicts()
    assert json.loads(rejected["record"]) == {
        "year": "2020",
        "exporter": "276",
        "importer": "004",
        "product_code": "010111",
        "value_kusd": "       -2.000",
        "quantity_t": "        0.500",
    }


@pytest.mark.usefixtures("tmp_path")
class TestInBatches:
    """What holds for a table must hold for one that is staged a few rows at a time."""

    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(blocks, "BLOCK", 50)
        monkeypatch.setattr(unpack, "PIECE", 20)
        monkeypatch.setattr(parquet, "PART", 2)

    def test_every_row_is_staged_or_rejected_under_its_number(self, stage: Stage) -> None:  # noqa: F811
        rows = "".join(
            f"2020,276,{code},010111,{value},1\n" for code, value in [(704, 1), (4, 2), (8, "x"), (12, 4), (999, 5)]
        )
        staged = stage("cepii_baci", {"BACI_HS92_V202601.zip": baci((2020, rows))})
        assert staged.table("flow")["importer"].to_list() == ["AFG", "DZA", "VNM"]
        rejected = pl.read_parquet(staged.paths.staged / "cepii_baci" / "flow.rejected.parquet")
        assert rejected["row_number"].to_list() == [3, 5]
        assert rejected["reason"][0] == 'value_kusd "x" is not a finite number'

    def test_a_row_repeated_at_once_is_found(self, stage: Stage) -> None:  # noqa: F811
        flows = [f"2020,276,{code},010111,1,1" for code in (704, 704, 4, 8, 12)]
        staged = stage("cepii_baci", {"BACI_HS92_V202601.zip": baci((2020, "\n".join(flows) + "\n"))})
        assert staged.table("flow")["importer"].to_list() == ["AFG", "ALB", "DZA", "VNM"]
        assert staged.reasons("flow") == ["repeats an earlier row"]

    def test_a_key_repeated_in_a_later_batch_is_found(self, stage: Stage) -> None:  # noqa: F811
        flows = ["2020,276,704,010111,1,1", "2020,276,4,010111,1,1", "2020,276,8,010111,1,1"]
        rows = "\n".join([*flows, "2020,276,4,010111,9,9", flows[0]]) + "\n"
        staged = stage("cepii_baci", {"BACI_HS92_V202601.zip": baci((2020, rows))})
        assert staged.table("flow")["importer"].to_list() == ["ALB", "VNM"]
        assert [reason.split(" has ")[0] for reason in staged.reasons("flow")] == [
            "another row",
            "another row",
            "repeats an earlier row",
        ]


def test_gravity_leaves_out_years_before_an_economy_was(stage: Stage) -> None:  # noqa: F811
    names = "iso3_o iso3_d year country_exists_o country_exists_d dist distw_harmonic contig comlang_off comlang_ethno"
    header = ",".join([*names.split(), "col_dep_ever", "comcol", "fta_wto", "gdp_o", "gdp_d"]) + "\n"
    rows = "DEU,SSD,2000,1,0,1,1,0,0,0,0,0,0,1,1\nDEU,SSD,2015,1,1,5000,NA,0,0,0,0,0,0,2.5,NA\n"
    (row,) = stage("cepii_gravity", {"Gravity_V202211.csv": header + rows}).table("pair_year").rows()
    assert row[:5] == ("DEU", "SSD", 2015, 5000.0, None)
    assert row[-2:] == (2500.0, None)


def test_a_service_is_asked_for_every_economy_once() -> None:
    file = File(name="x.{batch}.csv", urls=("https://a.org/{batch}",), batches=Batches(system="iso3", size=100))
    asked: list[Address] = []

    def take(address: Address) -> Path:
        asked.append(address)
        return Path()

    take_all(file, file.urls[0], take, dict)  # type: ignore[type-var]
    codes = [code for address in asked for code in address.url.removeprefix("https://a.org/").split("+")]
    assert {"DEU", "VNM"} <= set(codes)
    assert len(codes) == len(set(codes))
    assert "SUN" not in codes
    assert len({address.name for address in asked}) == len(asked) > 1
