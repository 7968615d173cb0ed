from tests.unit.etl.extracts import Extract, workbook

NAME = "Diplometrics_Diplomatic-Representation_1960-2022_20230831"
MISSIONS = """
Destination,Sending Country,Year,Embassy,Focus,LOR
Germany,"Korea, Republic of",2014,1,1,1
Kenya,Germany,2014,2,0,0.5
Namibia,Germany,2014,,0,
"""
EXTRACTS = [Extract(f"{NAME}.csv", MISSIONS), Extract(f"{NAME}.xlsx", MISSIONS, workbook())]
