-- Place of an economy among all by what it sells and by what it buys, year by year.
with totals as (
    select 'export' as direction, exporter as economy, year, sum(trade_usd) as trade_usd
    from mart.country_pair where trade_usd > 0 group by exporter, year
    union all
    select 'import' as direction, importer as economy, year, sum(trade_usd) as trade_usd
    from mart.country_pair where trade_usd > 0 group by importer, year
),
ranked as (
    select
        totals.*, rank() over (partition by direction, year order by trade_usd desc) as place,
        count(*) over (partition by direction, year) as economy_count
    from totals
)
select direction, economy, year, trade_usd, place, economy_count
from ranked
where economy = $economy
order by direction, year
