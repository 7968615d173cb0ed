-- Directed pairs in the chosen order. The partner is the importer, or the exporter where the question is what to import.
with question as (
    select
        $economy::varchar as economy, $direction::varchar as direction, $region::varchar as region,
        $minimum_usd::double as minimum_usd, $order::varchar as ordering
),
pairs as (
    select
        case when direction = 'import' then exporter else importer end as partner,
        case when direction = 'import' then exporter_name else importer_name end as partner_name,
        case when direction = 'import' then exporter_region else importer_region end as partner_region,
        case when direction = 'import' then importer else exporter end as home,
        case ordering when 'growth' then rank_growth when 'dollar' then rank_dollar end as back_tested_rank,
        opportunity.*
    from mart.opportunity as opportunity cross join question
)
select pairs.*
from pairs cross join question
where
    (question.economy is null or home = question.economy)
    and (question.region is null or partner_region = question.region)
    and (question.minimum_usd is null or potential_usd >= question.minimum_usd)
order by back_tested_rank nulls last, untapped_usd desc, potential_usd desc, exporter, importer
