/*
description = "Diplomatic and consular missions: the highest one that a sender keeps in a receiver, by source and year. No row: the source does not say."
grain       = ["sender", "receiver", "year", "source_id"]
[columns]
sender        = "Economy that is represented, ISO 3166-1 alpha-3"
receiver      = "Economy it is represented in, ISO 3166-1 alpha-3"
year          = "Calendar year"
mission_level = "Level of the mission: 0 none, 1 headed by an ambassador; embassy or high commission 1, minister 2/3, consulate 0.5, chargé d'affaires 1/3, honorary consulate 0.25, other or not told 0.5; null where missing"
mission_rank  = "Kind of mission, or rank of its head, as its source writes it"
source_id     = "Source the number comes from; see meta.source"
*/
with exchanged as (
    select
        sender, receiver, year, case when level = 9 then 0.5 else level / 3.0 end as mission_level,
        case level when 0 then 'none' when 1 then 'chargé d''affaires' when 2 then 'minister' when 3 then 'ambassador'
            when 9 then 'rank not told' end as mission_rank, 'cow_diplomatic_exchange' as source_id
    from staged.cow_diplomatic_exchange_mission
),
listed as (
    select
        sender, receiver, as_of_year, type,
        case
            when lower(type) like '%honorary%' then 0.25
            when lower(type) like '%embassy%' or lower(type) like '%high commission%' or lower(type) like '%nunciature%' then 1.0
            else 0.5
        end as mission_level
    from staged.embassies_mission
),
-- The highest standing channel counts.
highest as (
    select
        *, row_number() over (partition by sender, receiver, as_of_year order by mission_level desc, type) as place
    from listed
),
represented as (
    select
        sender, receiver, year, level as mission_level, rank as mission_rank, 'diplometrics_ddr' as source_id
    from staged.diplometrics_ddr_mission
),
every_source as (
    select sender, receiver, year, mission_level, mission_rank, source_id from exchanged
    union all
    select sender, receiver, as_of_year, mission_level, type, 'embassies' from highest where place = 1
    union all
    select sender, receiver, year, mission_level, mission_rank, source_id from represented
)
select sender, receiver, year, mission_level, mission_rank, source_id from every_source where sender <> receiver
