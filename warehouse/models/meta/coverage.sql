/*
description = "What each source covers, year by year."
grain       = ["source_id", "year"]
[columns]
source_id         = "Source the number comes from; see meta.source"
year              = "Calendar year"
economy_count     = "Economies with at least one row"
pair_count        = "Directed pairs with at least one row; null for sources about single economies"
row_count         = "Rows"
world_trade_share = "Share of the year's trade, over all sources' largest total, that the source holds; null for sources without trade"
*/
with pairs as (
    select source_id, year, exporter as origin, importer as destination, value_usd from core.trade where status <> 'missing'
    union all
    select source_id, year, exporter, importer, null from core.trade_product
    union all
    select source_id, year, exporter, importer, null from core.tariff
    union all
    select source_id, year, home, host, null from core.fdi where fdi_status <> 'missing'
    union all
    select source_id, year, origin, destination, null from core.tie where tie_status = 'observed'
),
by_pair as (
    select
        source_id, year, count(distinct origin) as economy_count, count(distinct (origin, destination)) as pair_count,
        count(*) as row_count, sum(value_usd) as total_usd
    from pairs group by source_id, year
)
select
    source_id, year, economy_count, pair_count, row_count,
    total_usd / max(total_usd) over (partition by year) as world_trade_share
from by_pair
union all
select source_id, year, count(distinct economy), null, count(*), null from core.economy_year group by source_id, year
