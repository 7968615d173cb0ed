/*
description = "Ties that a scenario may change, in the fifteen years that what-ifs are fitted on. A pair that is not listed has no agreement, treaty or sanction; its alignment, tariff or mission is not known."
grain       = ["actor", "partner", "year", "scenario_tie"]
[columns]
actor        = "Economy whose tie it is: sender of the mission, who imposes the sanction, who levies the tariff; either party of a treaty; ISO 3166-1 alpha-3"
partner      = "Economy the tie is with, ISO 3166-1 alpha-3"
year         = "Calendar year"
scenario_tie = "What a scenario may change: rta, bit (1 in force), sanction (1: exports or imports wholly restricted), mission (its level, 0 to 1), alignment (index, 0 to 1), tariff (ad valorem, 0.05 = 5 %)"
tie_value    = "The tie on the scale that scenario_tie states"
tie_status   = "observed; carried forward n years from the source's last year before; from a later year: known only from a year after this one, left out of indices and fits by default; or not reported: the source has the pair but no value"
*/
with years as (select distinct year from core.trade where year > (select max(year) - 15 from core.trade where source_id = 'cow_trade')),
last_sanction as (select max(year) as last_year from core.sanction),
wholly as (
    select distinct sanctioning, sanctioned, year
    from core.sanction
    where export_restriction = 'complete' or import_restriction = 'complete'
)
select r.exporter as actor, r.importer as partner, y.year, 'rta' as scenario_tie, 1.0 as tie_value, r.rta_status as tie_status
from core.rta as r
inner join years as y on r.year = y.year
union all
select t.origin, t.destination, y.year, 'bit', t.raw_value, t.tie_status
from core.tie as t
inner join years as y on t.year = y.year
where t.indicator = 'bit_in_force' and t.raw_value > 0
union all
select
    s.sanctioning, s.sanctioned, y.year, 'sanction', 1.0,
    case when y.year <= l.last_year then 'observed'
        else concat('carried forward ', cast(y.year - l.last_year as varchar), ' years') end
from wholly as s
cross join last_sanction as l
inner join years as y on s.year = least(y.year, l.last_year)
union all
select t.origin, t.destination, y.year, case t.dimension when 'alignment' then 'alignment' else 'mission' end, t.value_index, t.tie_status
from core.tie as t
inner join years as y on t.year = y.year
where t.is_headline and t.dimension in ('alignment', 'representation') and t.value_index is not null
union all
select t.importer, t.exporter, y.year, 'tariff', avg(t.tariff_pct) / 100, 'observed'
from core.tariff as t
inner join years as y on t.year = y.year
where t.tariff_pct is not null
group by t.importer, t.exporter, y.year
