/*
description = "Pairs of states that touch in a year, on land or across water, both ways; a pair of states that is not listed did not."
grain       = ["origin", "destination", "year"]
[columns]
origin          = "Economy the tie runs from: sender of the mission, voter, citizen's home; ISO 3166-1 alpha-3"
destination     = "Economy the tie runs to, ISO 3166-1 alpha-3"
year            = "Calendar year"
contiguity_type = "1 land or river border; water between them of up to 12 (2), 24 (3), 150 (4) or 400 (5) miles"
has_land_border = "Whether the two share a border on land or a river"
source_id       = "Source the number comes from; see meta.source"
*/
select
    origin, destination, year, contiguity_type, contiguity_type = 1 as has_land_border, 'cow_contiguity' as source_id
from staged.cow_contiguity_link
