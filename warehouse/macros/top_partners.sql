/*
question = "With whom does an economy trade most in a year?"
returns  = "One row per partner: goods exports to it, goods imports from it and their sum, current US dollars; directions_known says how many of the two were reported"
example  = "from mart.top_partners('DEU', 2014) limit 10"
*/
create or replace macro mart.top_partners(of_economy, in_year) as table
with flows as (
    select importer as partner, importer_name as partner_name, trade_usd as exports_usd, null::double as imports_usd
    from mart.country_pair where exporter = of_economy and year = in_year
    union all
    select exporter, exporter_name, null, trade_usd from mart.country_pair where importer = of_economy and year = in_year
)
select
    partner, partner_name, sum(exports_usd) as exports_usd, sum(imports_usd) as imports_usd,
    coalesce(sum(exports_usd), 0) + coalesce(sum(imports_usd), 0) as trade_both_ways_usd,
    count(exports_usd) + count(imports_usd) as directions_known
from flows group by partner, partner_name order by trade_both_ways_usd desc
