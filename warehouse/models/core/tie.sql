/*
description = "How close two economies are, one indicator at a time, with the status of each value."
grain       = ["origin", "destination", "year", "indicator", "source_id"]
[columns]
origin      = "Economy the tie runs from: sender of the mission, voter, citizen's home; ISO 3166-1 alpha-3"
destination = "Economy the tie runs to, ISO 3166-1 alpha-3"
year        = "Calendar year"
dimension   = "One of the eight dimensions of closeness: representation, alignment, …"
indicator   = "What is measured within the dimension"
raw_value   = "The indicator as measured, in its own unit"
value_index = "The indicator on a scale from 0 to 1, 1 = closest; the normalisation is described in the methods page"
tie_status  = "observed, or from a later year: known only from a year after this one, left out of indices and fits by default"
source_id   = "Source the number comes from; see meta.source"
*/
with ideal as (select economy, year, ideal_point from staged.un_ideal_points_ideal_point where ideal_point is not null),
distances as (
    select i.economy as origin, j.economy as destination, i.year, abs(i.ideal_point - j.ideal_point) as raw_value
    from ideal as i inner join ideal as j on i.year = j.year and i.economy <> j.economy
),
alignment as (
    select
        origin, destination, year, 'alignment' as dimension, 'un_ideal_point_distance' as indicator, raw_value,
        1 - raw_value / max(raw_value) over () as value_index, 'observed' as tie_status, 'un_ideal_points' as source_id
    from distances
),
-- The highest standing channel counts. The list is made by volunteers: a pair that is not in it is not reported, not zero.
missions as (
    select
        sender, receiver, as_of_year,
        max(case
            when regexp_matches(lower(type), 'embassy|high commission|nunciature') then 1.0
            when regexp_matches(lower(type), 'honorary') then 0.25
            when regexp_matches(lower(type), 'consulate') then 0.5
            else 0.75 end) as mission_level
    from staged.embassies_mission
    where sender <> receiver
    group by sender, receiver, as_of_year
),
trade_years as (select distinct year from core.trade where year >= 2000),
representation as (
    select
        m.sender as origin, m.receiver as destination, y.year, 'representation' as dimension, 'mission_level' as indicator,
        m.mission_level as raw_value, m.mission_level as value_index,
        case when y.year < m.as_of_year then 'from a later year' else 'observed' end as tie_status, 'embassies' as source_id
    from missions as m
    inner join (from trade_years union select distinct as_of_year from missions) as y on y.year <= m.as_of_year
)
from alignment union all by name from representation
