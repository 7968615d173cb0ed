from tests.unit.etl.extracts import Extract

NAME = "passport-index-tidy-iso3.csv"
FROZEN = "Passport,Destination,Requirement\nDEU,FRA,visa free\nDEU,THA,30\nDEU,DEU,-1\nNAM,PRK,no admission\n"
CODED = "Passport,Destination,Code\nDEU,FRA,3\nDEU,KEN,2\nDEU,AUS,1\nDEU,CHN,0\n"
EXTRACTS = [
    Extract(NAME, FROZEN),
    Extract(f"2019-12-17/{NAME}", CODED, beside={NAME: b"Passport,Destination,Requirement\n"}),
]
