/*
description = "Events reported in a year between two economies, counted by kind."
grain       = ["origin", "destination", "year"]
[columns]
origin               = "Economy the tie runs from: sender of the mission, voter, citizen's home; ISO 3166-1 alpha-3"
destination          = "Economy the tie runs to, ISO 3166-1 alpha-3"
year                 = "Calendar year"
verbal_cooperation   = "Events of verbal cooperation by the first towards the second"
material_cooperation = "Events of material cooperation by the first towards the second"
verbal_conflict      = "Events of verbal conflict by the first towards the second"
material_conflict    = "Events of material conflict by the first towards the second"
source_id            = "Source the number comes from; see meta.source"
*/
select
    origin, destination, year, verbal_cooperation, material_cooperation, verbal_conflict, material_conflict,
    'icews' as source_id
from staged.icews_dyad_year
where origin <> destination
