"""Direct investment, from invented files in the publishers' layouts."""

import io
import zipfile

from tests.unit.etl.staging import Stage, stage  # noqa: F401

YEARS = '"","2001","2002","2003"'


def sheet(title: str, heading: str, *rows: str) -> str:
    lines = ['"","Anything","X","X.1","X.2","X.3"', f'"1","{title}","","","",""', f'"3","{heading}",{YEARS}', *rows]
    return "\n".join(lines) + "\n"


def archive(**sheets: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        for name, text in sheets.items():
            opened.writestr(f"Sheets/{name}.csv", text)
    return packed.getvalue()


STOCK = sheet(
    "Table 3. FDI stock in the host economy, by geographical origin",
    "Region / economy",
    '"4","World","","..","9","9"',
    '"5","","France","1 234","- -9","-"',
    '"6","","Vietnam","..","","--2 000"',
    '"7","Source: somebody","","","",""',
)
MIRRORED = sheet(
    "Table 1. FDI flows in the host economy, by geographical origin", "Reporting economy", '"4","France","","1","2","x"'
)
ABROAD = sheet(
    "Table 2. FDI flows abroad, by geographical destination", "Region / economy", '"4","France","","1","2","3"'
)


def test_signs_of_the_sheets(stage: Stage) -> None:  # noqa: F811
    staged = stage("unctad_fdi", {"stock_raw.zip": archive(DEU=STOCK), "fdi_raw_data.zip": archive(DEU=MIRRORED)})
    stocks = [row for row in staged.table("position").rows() if row[3] == "stock"]
    assert stocks == [
        ("FRA", "DEU", 2001, "stock", "host", 1.234e9),
        ("FRA", "DEU", 2002, "stock", "host", -9e6),
        ("FRA", "DEU", 2003, "stock", "host", 0.0),
        ("VNM", "DEU", 2001, "stock", "host", None),
        ("VNM", "DEU", 2002, "stock", "host", None),
        ("VNM", "DEU", 2003, "stock", "host", -2e9),
    ]
    assert set(staged.reasons("position")) == {"aggregate, not an economy", 'value_usd "x" is not a finite number'}


def test_a_sheet_says_itself_what_it_holds_and_who_reported(stage: Stage) -> None:  # noqa: F811
    staged = stage("unctad_fdi", {"stock_raw.zip": archive(BWA=ABROAD), "fdi_raw_data.zip": archive(DEU=MIRRORED)})
    kinds = {row[:2] + row[3:5] for row in staged.table("position").rows()}
    assert kinds == {("BWA", "FRA", "flow", "home"), ("FRA", "DEU", "flow", "home")}


def test_positions_reported_and_mirrored(stage: Stage) -> None:  # noqa: F811
    header = "COUNTRY,DV_TYPE,INDICATOR,COUNTERPART_COUNTRY,TIME_PERIOD,OBS_VALUE\n"
    staged = stage(
        "imf_dip",
        {
            "reported.a.csv": header + "VNM,O,INWD_D_NETLA_FALL_ALL,DEU,2020,-5\n",
            "mirrored.a.csv": header + "VNM,SCC,INWD_D_NETLA_FALL_ALL,DEU,2020,\n",
        },
    )
    assert staged.table("position").rows() == [("DEU", "VNM", 2020, "home", None), ("DEU", "VNM", 2020, "host", -5.0)]


def test_stocks_in_a_long_or_a_wide_table(stage: Stage) -> None:  # noqa: F811
    long = stage("fdi_stocks", {"UIFS4.csv": "host,home,year,value\nVNM,DEU,2020,1.5\n"}).table("stock").rows()
    wide = stage("fdi_stocks", {"UIFS4.csv": "host,home,y2020\nVNM,DEU,1.5\n"}).table("stock").rows()
    assert long == wide == [("DEU", "VNM", 2020, 1.5e6)]


def test_a_table_of_another_shape_says_what_to_do(stage: Stage) -> None:  # noqa: F811
    for content in ("a,b\n1,2\n", "host,home,year,2014\nVNM,DEU,2020,1.5\n"):
        staged = stage("fdi_stocks", {"UIFS4.csv": content})
        assert staged.outcome.status == "failed"
        assert "name the columns host, home, year and value" in staged.outcome.remedy
