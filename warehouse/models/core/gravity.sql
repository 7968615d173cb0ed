/*
description = "What separates two economies and does not change: distance, border, language, colonial past."
grain       = ["exporter", "importer"]
[columns]
exporter           = "Exporting economy, ISO 3166-1 alpha-3"
importer           = "Importing economy, ISO 3166-1 alpha-3"
distance_km        = "Distance in kilometres: population-weighted where known, else between the largest cities, else between capitals"
distance_source_id = "Where the distance comes from: cepii_geodist, cepii_geodist of a successor or predecessor state, or capitals (estimated)"
contiguous         = "Whether the two share a border"
common_language    = "Whether the two share an official language"
colony             = "Whether one ever ruled the other as a colony"
*/
with existing as (
    select economy, capital_latitude as latitude, capital_longitude as longitude, successors from ref.economy
),
-- GeoDist knows the states of 2004; a vanished state borrows its first successor's row and a new one its predecessor's.
heirs as (
    select economy, string_split(successors, '|')[1] as stands_in from existing where successors is not null
    union all
    select heir.economy, past.economy
    from existing as past inner join existing as heir on list_contains(string_split(past.successors, '|'), heir.economy)
),
known as (select distinct origin as economy from staged.cepii_geodist_pair),
stand_in as (
    select economy, economy as stands_in from known
    union all
    select economy, min(stands_in) as stands_in
    from heirs
    where stands_in in (select economy from known) and economy not in (select economy from known)
    group by economy
),
published as (
    select
        i.economy as exporter, j.economy as importer,
        coalesce(p.distance_weighted_km, p.distance_km) as distance_km,
        case when i.economy = i.stands_in and j.economy = j.stands_in
            then 'cepii_geodist' else 'cepii_geodist (successor or predecessor)' end as distance_source_id,
        p.contiguous, p.common_official_language as common_language, p.colony
    from staged.cepii_geodist_pair as p
    inner join stand_in as i on p.origin = i.stands_in
    inner join stand_in as j on p.destination = j.stands_in
    where i.stands_in <> j.stands_in
),
capitals as (
    select
        i.economy as exporter, j.economy as importer,
        2 * 6371.0088 * asin(sqrt(
            pow(sin(radians(j.latitude - i.latitude) / 2), 2)
            + cos(radians(i.latitude)) * cos(radians(j.latitude)) * pow(sin(radians(j.longitude - i.longitude) / 2), 2)
        )) as distance_km
    from existing as i inner join existing as j on i.economy <> j.economy
)
select
    c.exporter, c.importer,
    coalesce(p.distance_km, c.distance_km) as distance_km,
    case when p.distance_km is not null then p.distance_source_id
        when c.distance_km is not null then 'capitals' end as distance_source_id,
    p.contiguous, p.common_language, p.colony
from capitals as c left join published as p on c.exporter = p.exporter and c.importer = p.importer
