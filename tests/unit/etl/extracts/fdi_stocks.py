from tests.unit.etl.extracts import Extract, workbook

EXTRACTS = [
    Extract(
        "UIFS_2020.csv", "iso3_home,iso3_host,year,fdi_stock\nDEU,VNM,2014,1500.5\nNAM,ZAF,2014,-12\nDEU,FRA,2014,\n"
    ),
    Extract("UIFS_2020.xlsx", "Home,Host,y2013,y2014\nDEU,VNM,1500.5,1600\nNAM,ZAF,-12,\n", workbook()),
]
