"""A source.toml is checked before anything is fetched, and says what is wrong with it."""

from typing import get_args

import pytest

from etl.economies import System
from etl.errors import RegistryError
from etl.registry import CodeSystem, load_source, load_sources


def test_every_source_of_the_project_is_valid():
    sources = load_sources()
    assert {"cow_trade", "cepii_geodist", "world_bank", "un_ideal_points", "embassies"} <= set(sources)
    for source in sources.values():
        assert source.parser.exists(), source.name


def test_every_keyless_file_of_one_address_has_a_person_s_page_to_fall_back_on():
    for source in load_sources().values():
        assert source.page.startswith("http"), source.name


def test_a_scaffolded_source_is_valid(toy):
    source = load_source(toy.definition.parent)
    assert source.tables["flow"].economies == {"exporter": "iso3", "importer": "iso3"}
    assert source.pinned


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('tier            = "core"', 'teir = "core"', "teir: Extra inputs are not permitted"),
        ('tier            = "core"', 'tier = "kore"', "tier: Input should be 'core' or 'full'"),
        ("redistributable = false\n", "", "redistributable: Field required"),
        ("cadence_days    = 365", "cadence_days = 0", "cadence_days"),
        ("@misc{toy", "misc{toy", "citation"),
        ('"importer", "year"]', '"importer", "jahr"]', "grain names jahr, which [columns] does not describe"),
        ('economy = "iso3", description = "Imp', 'economy = "iso4", description = "Imp', "importer.economy"),
        ('type = "int"', 'type = "date"', "min and max need a number, this column is date"),
        ('type = "int"', 'allowed = ["x"], type = "int"', "the allowed values are not all int"),
        ('type = "int"', 'nullable = true, type = "int"', "grain column year cannot be nullable"),
        ('"flows.csv"', '"../flows.csv"', "is not a name below the source's folder"),
        ('"flows.csv"', '"/etc/passwd"', "is not a name below the source's folder"),
        ('urls = ["https://example.org/toy/flows.csv"]', "", "has no address"),
        ('/toy/flows.csv"]', '/toy/flows.csv?page={page}"]', "{page} stands in the name and in the addresses"),
        ('access          = "keyless"', 'access = "key"', "[key]"),
        ("[files.flows]", "[files.flows]\noptional = true", "at least one file cannot be optional"),
        ("[tables.flow]", "[tables.flow", "source.toml: "),
    ],
)
def test_what_is_wrong_is_named(toy, old, new, said):
    toy.define(old, new)
    with pytest.raises(RegistryError) as caught:
        load_source(toy.definition.parent)
    assert said in str(caught.value)
    assert str(toy.definition) in str(caught.value)


def test_code_systems_are_those_that_economies_knows():
    assert set(get_args(CodeSystem)) == set(get_args(System))
