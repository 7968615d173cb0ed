/*
question = "How did trade between two economies develop, each way, and what do comparable pairs trade?"
returns  = "One row per year: trade and potential each way, current US dollars"
example  = "from mart.trade_between('DEU', 'VNM') where year >= 2010"
*/
create or replace macro mart.trade_between(one, other) as table
select
    year, max(trade_usd) filter (exporter = one) as one_to_other_usd, max(trade_usd) filter (exporter = other) as other_to_one_usd,
    max(potential_usd) filter (exporter = one) as one_to_other_potential_usd,
    max(potential_usd) filter (exporter = other) as other_to_one_potential_usd
from mart.country_pair
where (exporter = one and importer = other) or (exporter = other and importer = one)
group by year order by year
