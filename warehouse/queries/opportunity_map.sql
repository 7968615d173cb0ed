-- Untapped trade by partner or, where no economy is chosen, by exporter; sums do not net what lies above potential.
with question as (
    select
        $economy::varchar as economy, $direction::varchar as direction, $region::varchar as region,
        $minimum_usd::double as minimum_usd
),
pairs as (
    select
        case when question.economy is not null and direction = 'export' then importer else exporter end as place,
        case when direction = 'import' then exporter_region else importer_region end as partner_region,
        actual_usd, potential_usd, untapped_usd
    from mart.opportunity as opportunity cross join question
    where (question.economy is null or question.economy = case when direction = 'import' then importer else exporter end)
        and (question.minimum_usd is null or potential_usd >= question.minimum_usd)
)
select
    pairs.place as economy, known.name, known.capital_latitude as latitude, known.capital_longitude as longitude,
    sum(untapped_usd) as untapped_usd, sum(actual_usd) as actual_usd, sum(potential_usd) as potential_usd,
    count(*) as pair_count
from pairs
inner join ref.economy as known on pairs.place = known.economy
cross join question
where question.region is null or partner_region = question.region
group by pairs.place, known.name, known.capital_latitude, known.capital_longitude
order by untapped_usd desc, pairs.place
