/*
description = "What the citizens of one economy need to enter another, one list a year: the latest that speaks for it."
grain       = ["origin", "destination", "year"]
[columns]
origin           = "Economy the tie runs from: sender of the mission, voter, citizen's home; ISO 3166-1 alpha-3"
destination      = "Economy the tie runs to, ISO 3166-1 alpha-3"
year             = "Calendar year"
visa_requirement = "visa free, eta (electronic authorisation), visa on arrival, e-visa, on arrival or e-visa (not told apart), visa required, no admission or covid ban"
visa_free_days   = "Days of stay without a visa; null where not limited, not stated, or a visa is needed"
is_covid_ban     = "Whether entry was closed against the pandemic: no statement about visa policy"
source_id        = "Source the number comes from; see meta.source"
*/
with newest as (
    select *, row_number() over (partition by origin, destination, year order by vintage desc) as place
    from staged.passport_index_visa
    where origin <> destination
)
select
    origin, destination, year, requirement as visa_requirement, days as visa_free_days,
    requirement = 'covid ban' as is_covid_ban, 'passport_index' as source_id
from newest
where place = 1
