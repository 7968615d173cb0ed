/*
description = "Ease of entry for the origin's citizens into the destination as a tie: visa free 1, electronic authorisation 0.8, visa on arrival 0.7, on arrival or e-visa 0.6, e-visa 0.5, visa required 0.2, no admission 0; steps by hand. A pandemic entry ban says nothing about policy: the last known requirement is carried forward."
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
with levels as (
    select
        origin, destination, year, is_covid_ban, source_id,
        case visa_requirement
            when 'visa free' then 1.0
            when 'eta' then 0.8
            when 'visa on arrival' then 0.7
            when 'on arrival or e-visa' then 0.6
            when 'e-visa' then 0.5
            when 'visa required' then 0.2
            when 'no admission' then 0.0
        end as openness
    from core.visa
),
dated as (
    select
        *, max(case when is_covid_ban then null else year end) over (
            partition by origin, destination order by year rows between unbounded preceding and current row
        ) as known_year
    from levels
)
select
    d.origin, d.destination, d.year, 'mobility' as dimension, 'visa_openness' as indicator, k.openness as raw_value,
    k.openness as value_index,
    case
        when k.openness is null then 'not reported'
        when d.known_year = d.year then 'observed'
        else concat('carried forward ', cast(d.year - d.known_year as varchar), ' years')
    end as tie_status,
    d.source_id
from dated as d
left join levels as k on d.origin = k.origin and d.destination = k.destination and d.known_year = k.year
