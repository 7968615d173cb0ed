/*
question = "How is an economy's trade spread over regions in a year?"
returns  = "One row per World Bank region of the partner: exports to it and imports from it, current US dollars, and how many flows of each are missing"
example  = "from mart.trade_by_region('BRA', 2014)"
*/
create or replace macro mart.trade_by_region(of_economy, in_year) as table
select
    e.region as partner_region,
    sum(case when p.exporter = of_economy then p.trade_usd end) as exports_usd,
    sum(case when p.importer = of_economy then p.trade_usd end) as imports_usd,
    count(case when p.exporter = of_economy and p.trade_usd is null then 1 end) as exports_missing_count,
    count(case when p.importer = of_economy and p.trade_usd is null then 1 end) as imports_missing_count
from mart.country_pair as p
inner join ref.economy as e on e.economy = case when p.exporter = of_economy then p.importer else p.exporter end
where p.year = in_year and of_economy in (p.exporter, p.importer)
group by e.region order by e.region
