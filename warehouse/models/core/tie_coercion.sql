/*
description = "Sanctions as (negative) ties, from 1990, 1 = none. Severity of the strongest measure the origin has in force against the destination: complete trade restriction 1, partial 0.6, financial 0.5, arms or military 0.3, travel 0.2, other 0.1; steps by hand. Trade sanction: how far goods from origin to destination are restricted by either: complete 1, partial 0.5. A pair of trading states without a case is an observed zero."
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
with in_force as (select * from core.sanction where year >= 1990),
measures as (
    select
        sanctioning as origin, sanctioned as destination, year,
        case
            when export_restriction = 'complete' or import_restriction = 'complete' then 1.0
            when restricts_trade then 0.6
            when restricts_finance then 0.5
            when restricts_arms or restricts_military then 0.3
            when restricts_travel then 0.2
            else 0.1
        end as severity,
        case export_restriction when 'complete' then 1.0 when 'partial' then 0.5 else 0.0 end as restriction
    from in_force
    union all
    select
        sanctioned, sanctioning, year, 0.0, case import_restriction when 'complete' then 1.0 when 'partial' then 0.5 end
    from in_force
    where import_restriction is not null
),
strongest as (
    select origin, destination, year, max(severity) as severity, max(restriction) as restriction
    from measures
    group by origin, destination, year
),
covered_years as (select distinct year from in_force),
trading as (select exporter as economy from core.trade union select importer from core.trade),
states as (
    select e.economy, y.year
    from ref.economy as e
    inner join trading as t on e.economy = t.economy
    inner join covered_years as y
        on y.year >= coalesce(e.first_year, y.year) and y.year <= coalesce(e.last_year, y.year)
    where e.cow_code is not null or e.economy in (select sanctioned from in_force)
),
pairs as (
    select
        i.economy as origin, j.economy as destination, i.year, coalesce(s.severity, 0.0) as severity,
        coalesce(s.restriction, 0.0) as restriction
    from states as i
    inner join states as j on i.year = j.year and i.economy <> j.economy
    left join strongest as s on i.economy = s.origin and j.economy = s.destination and i.year = s.year
),
indicators as (
    select origin, destination, year, 'sanction_severity' as indicator, cast(severity as double) as raw_value from pairs
    union all
    select origin, destination, year, 'trade_sanction', cast(restriction as double) from pairs
)
select
    origin, destination, year, 'coercion' as dimension, indicator, raw_value, 1 - raw_value as value_index,
    'observed' as tie_status, 'gsdb' as source_id
from indicators
