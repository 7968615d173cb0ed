/*
rule     = "From 1990 the economies' products add up to the world product that the World Bank publishes, within 5 %."
severity = "warning"
remedy   = "Look at the World Bank's rows: a group of economies is taken for an economy, or a large one is missing."
*/
with world as (
    select
        cast(json_extract_string(record, '$.year') as integer) as year,
        cast(json_extract_string(record, '$.value') as double) as world_usd
    from meta.rejected_row
    where source_id = 'world_bank' and json_extract_string(record, '$.economy') = 'WLD'
        and json_extract_string(record, '$.indicator') = 'NY.GDP.MKTP.CD'
),
sums as (select year, sum(gdp_usd) as economies_usd from core.economy_year where source_id = 'world_bank' group by year)
select w.year, w.world_usd, s.economies_usd
from world as w inner join sums as s on w.year = s.year
where w.year >= 1990 and abs(s.economies_usd / w.world_usd - 1) > 0.05
