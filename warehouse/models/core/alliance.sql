/*
description = "Pairs of economies with an alliance in force in a year. Where the two directions differ, either one's obligation counts."
grain       = ["economy_1", "economy_2", "year"]
[columns]
economy_1      = "First economy of an unordered pair in alphabetical order, ISO 3166-1 alpha-3"
economy_2      = "Second economy of an unordered pair in alphabetical order, ISO 3166-1 alpha-3"
year           = "Calendar year"
defence        = "Whether one is obliged to defend the other when attacked"
offence        = "Whether one is obliged to join the other in conflicts not provoked by attack"
neutrality     = "Whether one is obliged to stay neutral when the other is at war"
non_aggression = "Whether one is obliged not to use force against the other"
consultation   = "Whether one is obliged to consult the other in crises"
is_mutual      = "Whether both have the same obligations"
source_id      = "Source the number comes from; see meta.source"
*/
with directed as (
    select
        case when origin < destination then origin else destination end as economy_1,
        case when origin < destination then destination else origin end as economy_2, year,
        cast(defence as integer) as defence, cast(offence as integer) as offence,
        cast(neutrality as integer) as neutrality, cast(non_aggression as integer) as non_aggression,
        cast(consultation as integer) as consultation
    from staged.atop_alliance
    where origin <> destination
)
select
    economy_1, economy_2, year, max(defence) = 1 as defence, max(offence) = 1 as offence,
    max(neutrality) = 1 as neutrality, max(non_aggression) = 1 as non_aggression, max(consultation) = 1 as consultation,
    count(*) = 2 and min(defence) = max(defence) and min(offence) = max(offence) and min(neutrality) = max(neutrality)
    and min(non_aggression) = max(non_aggression) and min(consultation) = max(consultation) as is_mutual,
    'atop' as source_id
from directed
group by economy_1, economy_2, year
