"""Each check on agreements and treaties finds the row that breaks its rule, and no other."""

from contextlib import closing

import duckdb
import pytest

from warehouse.check import read_checks
from warehouse.paths import CHECKS

TABLES = """
create schema core; create schema ref;
create table ref.economy (economy varchar, first_year integer, last_year integer);
insert into ref.economy values ('DEU', null, null), ('FRA', null, null), ('YUG', null, 1991);
create table core.agreement (agreement_id varchar, agreement_name varchar, agreement_kind varchar, family_id varchar, entry_year integer);
insert into core.agreement values ('1', 'Peace', 'base_treaty', '1', 2000), ('1_1', 'Leave', 'withdrawal', '1', 2010);
create table core.agreement_pair (agreement_id varchar, economy_1 varchar, economy_2 varchar, from_year integer, to_year integer);
insert into core.agreement_pair values ('1', 'DEU', 'FRA', 2000, 2009);
create table core.agreement_member as from core.agreement_pair;
create table core.rta (exporter varchar, importer varchar, year integer, agreement_count integer, rta_depth_index double, rta_status varchar);
insert into core.rta values ('DEU', 'FRA', 2000, 1, 5, 'observed'), ('FRA', 'DEU', 2000, 1, 5, 'observed');
create table core.treaty (treaty_title varchar, economy_1 varchar, economy_2 varchar, treaty_status varchar, signed_on date, entered_on date, terminated_on date);
insert into core.treaty values ('T', 'DEU', 'FRA', 'Terminated', '1990-01-01', '1991-01-01', '2000-01-01'),
    ('U', 'DEU', 'FRA', 'In force', '1990-01-01', '1991-01-01', null), ('V', 'DEU', 'FRA', 'Signed', '1990-01-01', null, null);
create table core.contiguity (origin varchar, destination varchar, year integer, contiguity_type integer);
insert into core.contiguity values ('DEU', 'FRA', 2000, 1), ('FRA', 'DEU', 2000, 1);
create table core.tariff (exporter varchar, importer varchar, year integer, tariff_pct double);
insert into core.tariff values ('DEU', 'FRA', 2000, 4.5);
"""  # noqa: E501
OFFENCES = {
    "agreement_without_members": ("agreement", "('2', 'Nobody', 'base_treaty', '2', 2000)"),
    "agreement_ends_before_it_begins": ("agreement_member", "('1', 'DEU', 'FRA', 2000, 1999)"),
    "agreement_withdrawal_without_effect": ("agreement", "('1_2', 'Leave', 'withdrawal', '1', 2012)"),
    "rta_not_symmetric": ("rta", "('DEU', 'FRA', 2001, 1, 5, 'observed')"),
    "rta_of_vanished_state": ("rta", "('YUG', 'FRA', 1995, 1, 5, 'observed'), ('FRA', 'YUG', 1995, 1, 5, 'observed')"),
    "treaty_ends_before_it_enters": ("treaty", "('W', 'A', 'B', 'Terminated', '1990-01-01', '1991-01-01', '1990-6-1')"),
    "treaty_status_contradicts_dates": ("treaty", "('W', 'DEU', 'FRA', 'In force', '1990-01-01', null, null)"),
    "contiguity_not_symmetric": ("contiguity", "('DEU', 'POL', 2000, 1)"),
    "tariff_higher_than_a_thousand_pct": ("tariff", "('FRA', 'DEU', 2000, 4500)"),
}  # fmt: skip


@pytest.mark.parametrize("name", OFFENCES)
def test_only_the_offending_row_is_found(name: str) -> None:
    (check,) = [check for check in read_checks(CHECKS) if check.name == name]
    with closing(duckdb.connect()) as con:
        con.execute(TABLES)
        assert con.execute(check.text).fetchall() == []
        con.execute("insert into core.{} values {}".format(*OFFENCES[name]))
        assert len(con.execute(check.text).fetchall()) == 1
