/*
description = "What two economies have signed, opened or imposed: dated facts, one row a spell, the same for both directions except alliances, which stand under the economy that is obliged."
grain       = ["exporter", "importer", "event_number"]
[columns]
exporter        = "Exporting economy, ISO 3166-1 alpha-3"
importer        = "Importing economy, ISO 3166-1 alpha-3"
event_number    = "Number of the event among those of the pair, by kind and first year"
event_kind      = "agreement, treaty, alliance, sanction or mission"
event_title     = "Its name; what an alliance obliges to, what a sanction restricts, the rank of a mission"
event_from_year = "First year in which it holds or is seen"
event_to_year   = "Last year in which it holds or is seen; null where it still holds"
acting_economy  = "Economy that sends the mission or imposes the sanction, ISO 3166-1 alpha-3; null where both sign"
source_id       = "Source the number comes from; see meta.source"
*/
with alliance_year as (
    select
        economy_1, economy_2, source_id, year, defence, neutrality, non_aggression, consultation,
        year - row_number() over (
            partition by economy_1, economy_2, defence, neutrality, non_aggression, consultation order by year
        ) as spell
    from core.alliance
    where defence or neutrality or non_aggression or consultation
),
alliance as (
    select
        economy_1 as one, economy_2 as other, 'alliance' as kind,
        concat_ws(', ', case when defence then 'defence' end, case when neutrality then 'neutrality' end,
            case when non_aggression then 'non-aggression' end, case when consultation then 'consultation' end) as title,
        min(year) as from_year,
        case when max(year) < (select max(year) from core.alliance) then max(year) end as to_year,
        cast(null as varchar) as acting, source_id
    from alliance_year
    group by economy_1, economy_2, defence, neutrality, non_aggression, consultation, spell, source_id
),
agreed as (
    select m.economy_1 as one, m.economy_2 as other, a.agreement_name as title, m.from_year, m.to_year, m.source_id
    from core.agreement_member as m inner join core.agreement as a on m.agreement_id = a.agreement_id
    where m.is_rta
),
either_way as (
    select
        one, other, 'agreement' as kind, title, min(from_year) as from_year,
        case when count(*) = count(to_year) then max(to_year) end as to_year, cast(null as varchar) as acting, source_id
    from agreed group by one, other, title, source_id
    union all
    select
        economy_1 as one, economy_2 as other, 'treaty' as kind, treaty_title as title, from_year, to_year,
        cast(null as varchar) as acting, source_id
    from core.treaty where from_year is not null
    union all
    select
        sanctioning as one, sanctioned as other, 'sanction' as kind,
        concat_ws(', ', case when max(restricts_trade) then 'trade' end, case when max(restricts_arms) then 'arms' end,
            case when max(restricts_military) then 'military help' end,
            case when max(restricts_finance) then 'finance' end,
            case when max(restricts_travel) then 'travel' end, case when max(restricts_other) then 'other' end) as title,
        min(year) as from_year,
        case when max(year) < (select max(year) from core.sanction) then max(year) end as to_year,
        sanctioning as acting, source_id
    from core.sanction group by case_id, sanctioning, sanctioned, source_id
    union all
    select
        sender as one, receiver as other, 'mission' as kind, mission_rank as title, min(year) as from_year,
        max(year) as to_year, sender as acting, source_id
    from core.mission where mission_level > 0 group by sender, receiver, mission_rank, source_id
),
directed as (
    select one, other, kind, title, from_year, to_year, acting, source_id from alliance
    union
    select one, other, kind, title, from_year, to_year, acting, source_id from either_way
    union
    select other, one, kind, title, from_year, to_year, acting, source_id from either_way
)
select
    one as exporter, other as importer,
    cast(row_number() over (
        partition by one, other order by kind, from_year, title, acting, to_year, source_id
    ) as integer) as event_number,
    kind as event_kind, title as event_title, cast(from_year as integer) as event_from_year,
    cast(to_year as integer) as event_to_year, acting as acting_economy, source_id
from directed
