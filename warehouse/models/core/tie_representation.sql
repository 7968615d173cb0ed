/*
description = "Standing channels as ties, from 1990: the level of the origin's mission in the destination, and the lower of the two levels where both are known. A pair that the list of embassies leaves out is not reported; a pair that the diplomatic exchange data give none is an observed zero."
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
with missions as (select * from core.mission where year >= 1990),
both_ways as (
    select
        i.sender, i.receiver, i.year, i.source_id, 'mission_mutual' as indicator,
        case when i.mission_level < j.mission_level then i.mission_level else j.mission_level end as raw_value
    from missions as i
    inner join missions as j
        on i.sender = j.receiver and i.receiver = j.sender and i.year = j.year and i.source_id = j.source_id
    where i.mission_level is not null and j.mission_level is not null
),
measured as (
    select sender, receiver, year, source_id, 'mission_level' as indicator, mission_level as raw_value from missions
    union all
    select sender, receiver, year, source_id, indicator, raw_value from both_ways
)
select
    sender as origin, receiver as destination, year, 'representation' as dimension, indicator, raw_value,
    raw_value as value_index, case when raw_value is null then 'not reported' else 'observed' end as tie_status, source_id
from measured
