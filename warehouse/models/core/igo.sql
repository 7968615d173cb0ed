/*
description = "Intergovernmental organisations that a pair of economies shares as full members in a year."
grain       = ["economy_1", "economy_2", "year"]
[columns]
economy_1          = "First economy of an unordered pair in alphabetical order, ISO 3166-1 alpha-3"
economy_2          = "Second economy of an unordered pair in alphabetical order, ISO 3166-1 alpha-3"
year               = "Calendar year"
joint_igo_count    = "Intergovernmental organisations both are full members of; null where missing"
possible_igo_count = "The most the pair could share as far as dyads tell: each of the two shares so many with some partner in that year, the smaller number counts"
source_id          = "Source the number comes from; see meta.source"
*/
with pairs as (
    select
        case when economy_1 < economy_2 then economy_1 else economy_2 end as economy_1,
        case when economy_1 < economy_2 then economy_2 else economy_1 end as economy_2, year, joint_igo_count
    from staged.cow_igo_joint_membership
    where economy_1 <> economy_2
),
-- Some publications list a dyad in both orders.
once as (
    select economy_1, economy_2, year, max(joint_igo_count) as joint_igo_count
    from pairs
    group by economy_1, economy_2, year
),
sides as (
    select economy_1 as economy, year, joint_igo_count from once
    union all
    select economy_2, year, joint_igo_count from once
),
most as (select economy, year, max(joint_igo_count) as igo_count from sides group by economy, year)
select
    o.economy_1, o.economy_2, o.year, o.joint_igo_count,
    case when a.igo_count < b.igo_count then a.igo_count else b.igo_count end as possible_igo_count,
    'cow_igo' as source_id
from once as o
inner join most as a on o.economy_1 = a.economy and o.year = a.year
inner join most as b on o.economy_2 = b.economy and o.year = b.year
