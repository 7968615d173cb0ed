-- Directed pairs in the chosen order. The partner is the importer, or the exporter where the question is what to import.
with pairs as (
    select
        case when $direction = 'import' then exporter else importer end as partner,
        case when $direction = 'import' then exporter_name else importer_name end as partner_name,
        case when $direction = 'import' then exporter_region else importer_region end as partner_region,
        case when $direction = 'import' then importer else exporter end as home,
        case $order when 'growth' then rank_growth when 'dollar' then rank_dollar end as back_tested_rank,
        opportunity.*
    from mart.opportunity as opportunity
)
select *
from pairs
where
    ($economy::varchar is null or home = $economy::varchar)
    and ($region::varchar is null or partner_region = $region::varchar)
    and ($minimum_usd::double is null or potential_usd >= $minimum_usd::double)
    and ($confidence = 'any' or actual_usd < potential_low_usd)
order by back_tested_rank nulls last, untapped_usd desc, potential_usd desc, exporter, importer
