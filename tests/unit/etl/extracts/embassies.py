from tests.unit.etl.extracts import Extract, text

EXTRACTS = [
    Extract(
        "database_of_embassies.csv",
        """
operator;country;city;latitude;longitude;type;creation;QID;
Germany;Vietnam;Hanoi;21.03;105.84;embassy;1975-01-01T00:00:00Z;http://www.wikidata.org/entity/Q1;
Holy See;Vietnam;;;;apostolic delegation;;http://www.wikidata.org/entity/Q2;
Russia;Cuba;La Habana;23.1;-82.4;embassy;2018-05-08T00:00:00Z;http://www.wikidata.org/entity/Q3;
""",
        text(";", quoted=False),
        separator=";",
    )
]
