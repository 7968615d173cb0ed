/*
description = "Alliances as ties, from 1990. Level of the strongest obligation: 4 defence or offence, 3 neutrality, 2 non-aggression, 1 consultation, 0 none; equal steps by hand. A pair of trading states without an alliance is an observed zero: the source covers the whole state system."
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
with covered_years as (select distinct year from core.alliance where year >= 1990),
trading as (select exporter as economy from core.trade union select importer from core.trade),
states as (
    select e.economy, y.year
    from ref.economy as e
    inner join trading as t on e.economy = t.economy
    inner join covered_years as y
        on y.year >= coalesce(e.first_year, y.year) and y.year <= coalesce(e.last_year, y.year)
    where e.cow_code is not null
),
levels as (
    select
        economy_1, economy_2, year,
        case
            when defence or offence then 4
            when neutrality then 3
            when non_aggression then 2
            when consultation then 1
            else 0
        end as pact_level
    from core.alliance
),
both_ways as (
    select economy_1 as origin, economy_2 as destination, year, pact_level from levels
    union all
    select economy_2, economy_1, year, pact_level from levels
),
measured as (
    select i.economy as origin, j.economy as destination, i.year, coalesce(b.pact_level, 0) as pact_level
    from states as i
    inner join states as j on i.year = j.year and i.economy <> j.economy
    left join both_ways as b on i.economy = b.origin and j.economy = b.destination and i.year = b.year
),
indicators as (
    select origin, destination, year, 'pact_level' as indicator, pact_level as raw_value, 4.0 as scale from measured
    union all
    select origin, destination, year, 'any_pact', case when pact_level > 0 then 1 else 0 end, 1.0 from measured
)
select
    origin, destination, year, 'security' as dimension, indicator, cast(raw_value as double) as raw_value,
    raw_value / scale as value_index, 'observed' as tie_status, 'atop' as source_id
from indicators
