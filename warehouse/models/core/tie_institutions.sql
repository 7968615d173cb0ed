/*
description = "Shared intergovernmental organisations as a tie, from 1990: joint full memberships as a share of the most the pair could share."
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
with pairs as (
    select economy_1 as origin, economy_2 as destination, year, joint_igo_count, possible_igo_count
    from core.igo
    where year >= 1990
    union all
    select economy_2, economy_1, year, joint_igo_count, possible_igo_count
    from core.igo
    where year >= 1990
)
select
    origin, destination, year, 'institutions' as dimension, 'joint_igo_share' as indicator,
    cast(joint_igo_count as double) as raw_value,
    case when possible_igo_count > 0 then joint_igo_count / cast(possible_igo_count as double) end as value_index,
    case when joint_igo_count is null or possible_igo_count = 0 then 'not reported' else 'observed' end as tie_status,
    'cow_igo' as source_id
from pairs
