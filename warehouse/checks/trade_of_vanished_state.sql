/*
rule     = "A state that no longer exists, or does not exist yet, does not trade."
severity = "error"
remedy   = "Look at the years of the code in warehouse/seeds/economy_code.csv and of the state in warehouse/seeds/economy.csv."
*/
with trading as (
    select exporter as economy, year, source_id, count(*) as flow_count, sum(value_usd) as value_usd
    from core.trade
    where value_usd > 0
    group by exporter, year, source_id
    union all
    select importer as economy, year, source_id, count(*) as flow_count, sum(value_usd) as value_usd
    from core.trade
    where value_usd > 0
    group by importer, year, source_id
)
select t.economy, t.year, t.source_id, t.flow_count, t.value_usd
from trading as t inner join ref.economy as e on t.economy = e.economy
where not t.year between coalesce(e.first_year, t.year) and coalesce(e.last_year, t.year)
