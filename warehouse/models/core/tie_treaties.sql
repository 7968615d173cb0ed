/*
description = "Economic agreements between two economies as ties, one indicator at a time, both ways. A pair of economies that the source covers and that has no agreement is an observed zero."
grain       = ["origin", "destination", "year", "indicator", "source_id"]
[columns]
origin      = "Economy the tie runs from: sender of the mission, voter, citizen's home; ISO 3166-1 alpha-3"
destination = "Economy the tie runs to, ISO 3166-1 alpha-3"
year        = "Calendar year"
dimension   = "One of the eight dimensions of closeness: representation, alignment, …"
indicator   = "What is measured within the dimension"
raw_value   = "The indicator as measured, in its own unit"
value_index = "The indicator on a scale from 0 to 1, 1 = closest; the normalisation is described in the methods page"
tie_status  = "observed; carried forward n years from the source's last year before; from a later year: known only from a year after this one, left out of indices and fits by default; or not reported: the source has the pair but no value"
source_id   = "Source the number comes from; see meta.source"
*/
with last_year as (
    select
        'desta' as source_id,
        greatest(max(signed_year), max(case when entry_year_status = 'published' then entry_year end)) as last_known_year
    from core.agreement
    union all
    select 'unctad_iia', cast(max(extract(year from signed_on)) as integer) from core.treaty
),
covered as (
    select distinct 'desta' as source_id, economy_1 as economy from staged.desta_dyad
    union
    select 'desta', economy_2 from staged.desta_dyad
    union
    select 'unctad_iia', economy_1 from core.treaty
    union
    select 'unctad_iia', economy_2 from core.treaty
),
calendar as (
    select c.source_id, c.economy, y.year
    from covered as c
    inner join ref.economy as e on c.economy = e.economy
    inner join ref.calendar as y
        on y.year <= greatest((select max(last_known_year) from last_year), (select max(year) from core.trade))
    where y.year >= greatest(1990, coalesce(e.first_year, 1990)) and y.year <= coalesce(e.last_year, y.year)
),
pairs as (
    select i.source_id, i.economy as origin, j.economy as destination, i.year, l.last_known_year
    from calendar as i
    inner join calendar as j on i.source_id = j.source_id and i.year = j.year and i.economy <> j.economy
    inner join last_year as l on i.source_id = l.source_id
),
bound as (
    select economy_1 as origin, economy_2 as destination, from_year, to_year from core.treaty where from_year is not null
    union all
    select economy_2, economy_1, from_year, to_year from core.treaty where from_year is not null
),
bit as (
    select distinct p.origin, p.destination, p.year
    from pairs as p
    inner join bound as t on p.origin = t.origin and p.destination = t.destination
    where p.source_id = 'unctad_iia' and least(p.year, p.last_known_year) between t.from_year and coalesce(t.to_year, p.year)
),
values_found as (
    select
        p.*, 'rta_in_force' as indicator, case when r.exporter is null then 0.0 else 1.0 end as raw_value, 1.0 as scale
    from pairs as p
    left join core.rta as r on p.origin = r.exporter and p.destination = r.importer and p.year = r.year
    where p.source_id = 'desta'
    union all
    select p.*, 'rta_depth', case when r.exporter is null then 0.0 else r.rta_depth_index end, 7.0
    from pairs as p
    left join core.rta as r on p.origin = r.exporter and p.destination = r.importer and p.year = r.year
    where p.source_id = 'desta' and (select count(depth_index) from core.agreement) > 0
    union all
    select p.*, 'bit_in_force', case when b.origin is null then 0.0 else 1.0 end, 1.0
    from pairs as p
    left join bit as b on p.origin = b.origin and p.destination = b.destination and p.year = b.year
    where p.source_id = 'unctad_iia'
)
select
    origin, destination, year, 'treaties' as dimension, indicator, cast(raw_value as double) as raw_value, raw_value / scale as value_index,
    case when year <= last_known_year then 'observed'
        else concat('carried forward ', cast(year - last_known_year as varchar), ' years') end as tie_status,
    source_id
from values_found
where raw_value is not null
