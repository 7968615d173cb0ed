-- Directed pairs as they stood in an earlier year, largest untapped first, and what trade did in the five years after.
with pairs as (
    select
        case when $direction = 'import' then exporter else importer end as partner,
        case when $direction = 'import' then exporter_name else importer_name end as partner_name,
        case when $direction = 'import' then exporter_region else importer_region end as partner_region,
        case when $direction = 'import' then importer else exporter end as home,
        gaps.*
    from mart.gaps_in($year) as gaps
)
select *
from pairs
where
    ($economy::varchar is null or home = $economy::varchar)
    and ($region::varchar is null or partner_region = $region::varchar)
    and ($minimum_usd::double is null or potential_usd >= $minimum_usd::double)
order by untapped_usd desc, potential_usd desc, exporter, importer
