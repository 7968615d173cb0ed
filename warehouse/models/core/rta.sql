/*
description = "Pairs with a regional trade agreement in force, year by year and both ways; a pair that is not listed has none. After the last year of DESTA its last word stands, with what was notified to the World Trade Organization since."
grain       = ["exporter", "importer", "year"]
[columns]
exporter          = "Exporting economy, ISO 3166-1 alpha-3"
importer          = "Importing economy, ISO 3166-1 alpha-3"
year              = "Calendar year"
agreement_count   = "Regional trade agreements, with their protocols and accessions, in force between the two"
since_year        = "First year of those in force"
rta_depth_index   = "Depth of the deepest of them, 0 to 7; null where none is coded"
rta_status        = "observed, or carried forward n years where the year is later than the source's last"
source_id         = "Source the number comes from; see meta.source"
*/
with last_known as (
    select greatest(max(signed_year), max(case when entry_year_status = 'published' then entry_year end)) as last_known_year
    from core.agreement
),
last_shown as (
    select greatest(max(k.last_known_year), (select max(year) from core.trade)) as last_shown_year from last_known as k
),
calendar as (select c.year from ref.calendar as c inner join last_shown as s on c.year <= s.last_shown_year),
-- After the source's last year its last word stands.
in_force as (
    select m.economy_1, m.economy_2, c.year, m.from_year, m.depth_index, m.source_id
    from core.agreement_member as m
    cross join last_known as k
    inner join calendar as c on least(c.year, k.last_known_year) between m.from_year and coalesce(m.to_year, k.last_known_year)
    where m.is_rta
),
pairs as (
    select
        economy_1, economy_2, year, source_id, count(*) as agreement_count, min(from_year) as since_year,
        max(depth_index) as rta_depth_index
    from in_force group by economy_1, economy_2, year, source_id
),
-- What entered into force since then is known from the notifications.
notified as (
    select n.economy_1, n.economy_2, c.year, n.source_id, count(*) as agreement_count, min(n.from_year) as since_year
    from core.agreement_notified as n
    cross join last_known as k
    inner join calendar as c on c.year between n.from_year and coalesce(n.to_year, c.year)
    where n.from_year > coalesce(k.last_known_year, 0)
    group by n.economy_1, n.economy_2, c.year, n.source_id
),
either as (
    select economy_1, economy_2, year, agreement_count, since_year, rta_depth_index, source_id from pairs
    union all
    select n.economy_1, n.economy_2, n.year, n.agreement_count, n.since_year, cast(null as double), n.source_id
    from notified as n
    left join pairs as p on n.economy_1 = p.economy_1 and n.economy_2 = p.economy_2 and n.year = p.year
    where p.year is null
),
both_ways as (
    select economy_1 as exporter, economy_2 as importer, year, agreement_count, since_year, rta_depth_index, source_id
    from either
    union all
    select economy_2, economy_1, year, agreement_count, since_year, rta_depth_index, source_id from either
)
select
    exporter, importer, year, agreement_count, since_year, rta_depth_index,
    case when source_id = 'wto_rta' or year <= last_known_year then 'observed'
        else concat('carried forward ', cast(year - last_known_year as varchar), ' years') end as rta_status,
    source_id
from both_ways cross join last_known
