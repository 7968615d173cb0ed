"""Events, one by one as published or counted by year."""

import gzip

from tests.unit.etl.staging import stage, zipped

__all__ = ["stage"]
HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
    "Target Name\tTarget Sectors\tTarget Country\tStory ID\n"
)


def event(number, date, source, code, target):
    return f'{number}\t{date}\tA "name\tGovernment\t{source}\ttext\t{code}\t1.0\tB\t\t{target}\t{number}\n'


def test_yearly_counts(stage):
    counts = "i_iso3c,j_iso3c,year,verbCoop,matlCoop,verbConf,matlConf\nDEU,NAM,2014,5,1,0,2\n"
    staged = stage("icews", {"icews_dyad_year_2014.csv.gz": gzip.compress(counts.encode())})
    assert staged.table("dyad_year").rows() == [("DEU", "NAM", 2014, 5, 1, 0, 2)]


def test_single_events_are_counted_by_kind_between_countries(stage):
    rows = [
        event(1, "2014-01-05", "Germany", "010", "France"),
        event(2, "2014-02-05", "Germany", "057", "France"),
        event(3, "2014-03-05", "Germany", "0871", "France"),
        event(4, "2014-04-05", "Germany", "131", "France"),
        event(5, "2014-05-05", "Germany", "190", "France"),
        event(6, "2014-06-05", "Germany", "190", "Germany"),
        event(7, "2014-07-05", "Germany", "190", ""),
        event(8, "2014-08-05", "Ruritania", "010", "France"),
    ]
    files = {"events.2014.20160121105408.tab.zip": zipped("events.2014.20160121105408.tab", HEADER + "".join(rows))}
    staged = stage("icews", files)
    assert staged.table("dyad_year").rows() == [("DEU", "FRA", 2014, 2, 1, 1, 1)]
    assert staged.reasons("dyad_year") == ["unknown iso3 code Ruritania"]


def test_a_year_published_twice_is_counted_once(stage):
    old, new = (event(1, "1996-01-05", "Germany", code, "France") for code in ("010", "190"))
    files = {
        "events.1996.20140313082528.tab": HEADER + old,
        "events.1996.20150313082528.tab": HEADER + new,
        "events.1997.20150313082554.tab": HEADER + event(1, "1996-12-31", "Germany", "190", "France"),
    }
    assert stage("icews", files).table("dyad_year").rows() == [("DEU", "FRA", 1996, 0, 0, 0, 2)]


def test_an_event_of_no_known_kind_is_rejected_and_the_others_stay(stage):
    rows = [event(1, "2014-01-05", "Germany", "010", "France"), event(2, "2014-01-06", "Germany", "990", "France")]
    staged = stage("icews", {"events.2014.20160121105408.tab": HEADER + "".join(rows)})
    assert staged.table("dyad_year").rows() == [("DEU", "FRA", 2014, 1, 0, 0, 0)]
    assert staged.reasons("dyad_year") == ['verbal_cooperation "event 2 with CAMEO code 990" is not a whole number']
