/*
description = "The panel that gravity with ties is estimated on, from 1990: trade of one source with its regressors. Ties as known at the time, on their scales from 0 to 1, from exporter to importer; what is known only from a later year stands in columns of its own."
grain       = ["exporter", "importer", "year"]
[columns]
exporter              = "Exporting economy, ISO 3166-1 alpha-3"
importer              = "Importing economy, ISO 3166-1 alpha-3"
year                  = "Calendar year"
trade_usd             = "Value of goods trade from exporter to importer, current US dollars; null where missing"
ln_distance           = "Logarithm of distance_km; null where that is zero or not known"
contiguous            = "Whether the two share a border"
common_language       = "Whether the two share an official language"
colony                = "Whether one ever ruled the other as a colony"
rta                   = "Regional trade agreement in force, 0 or 1"
bit                   = "Bilateral investment treaty in force, 0 or 1"
representation        = "Level of the exporter's highest mission in the importer, 0 to 1"
alignment             = "Closeness in United Nations votes, 0 to 1"
security              = "Strongest obligation of an alliance, 0 to 1"
institutions          = "Share of possible intergovernmental organisations that the two share"
mobility              = "Ease of entry for the exporter's citizens into the importer, 0 to 1"
events                = "Balance of cooperation against conflict in reported events, 0 to 1, 0.5 where they balance"
coercion              = "1 less the severity of the exporter's sanctions against the importer, 0 to 1: 1 without"
rta_depth             = "Depth of the deepest trade agreement in force as a share of the largest; 0 without agreement, null where none is coded"
any_pact              = "Alliance of any kind, 0 or 1"
trade_sanction        = "1 less the restriction that sanctions of either place on goods from exporter to importer: 1 without, 0 a complete ban"
representation_mutual = "Lower of the levels of the two missions in each other, 0 to 1"
representation_later  = "Level of the exporter's highest mission in the importer as listed in a later year; a pair that the list leaves out counts as none, if the list names a mission of the exporter and a mission in the importer"
mobility_later        = "Ease of entry for the exporter's citizens into the importer as known from a later year, 0 to 1"
*/
with flow as (
    select exporter, importer, year, value_usd from core.trade where source_id = 'cow_trade' and year >= 1990
),
chosen as (
    select origin, destination, year, dimension, indicator, value_index, is_headline, tie_status = 'from a later year' as is_later
    from core.tie
    where value_index is not null and (is_headline or indicator in ('bit_in_force', 'rta_depth', 'any_pact', 'trade_sanction', 'mission_mutual'))
),
ties as (
    select
        origin, destination, year,
        max(case when indicator = 'rta_in_force' then value_index end) as rta,
        max(case when indicator = 'bit_in_force' then value_index end) as bit,
        max(case when dimension = 'representation' and is_headline and not is_later then value_index end) as representation,
        max(case when dimension = 'alignment' and is_headline and not is_later then value_index end) as alignment,
        max(case when dimension = 'security' and is_headline and not is_later then value_index end) as security,
        max(case when dimension = 'institutions' and is_headline and not is_later then value_index end) as institutions,
        max(case when dimension = 'mobility' and is_headline and not is_later then value_index end) as mobility,
        max(case when dimension = 'events' and is_headline and not is_later then value_index end) as events,
        max(case when dimension = 'coercion' and is_headline and not is_later then value_index end) as coercion,
        max(case when indicator = 'rta_depth' then value_index end) as rta_depth,
        max(case when indicator = 'any_pact' and not is_later then value_index end) as any_pact,
        max(case when indicator = 'trade_sanction' and not is_later then value_index end) as trade_sanction,
        max(case when indicator = 'mission_mutual' and not is_later then value_index end) as representation_mutual,
        max(case when dimension = 'representation' and is_headline and is_later then value_index end) as representation_later,
        max(case when dimension = 'mobility' and is_headline and is_later then value_index end) as mobility_later
    from chosen
    group by origin, destination, year
),
sender as (select distinct origin, year from chosen where dimension = 'representation' and is_later),
receiver as (select distinct destination, year from chosen where dimension = 'representation' and is_later)
select
    f.exporter, f.importer, f.year, f.value_usd as trade_usd,
    ln(nullif(g.distance_km, 0)) as ln_distance, g.contiguous, g.common_language, g.colony,
    coalesce(t.rta, 0) as rta, coalesce(t.bit, 0) as bit,
    t.representation, t.alignment, t.security, t.institutions, t.mobility, t.events, t.coercion,
    t.rta_depth, t.any_pact, t.trade_sanction, t.representation_mutual,
    coalesce(t.representation_later, case when s.origin is not null and r.destination is not null then 0 end)
        as representation_later,
    t.mobility_later
from flow as f
left join core.gravity as g on f.exporter = g.exporter and f.importer = g.importer
left join ties as t on f.exporter = t.origin and f.importer = t.destination and f.year = t.year
left join sender as s on f.exporter = s.origin and f.year = s.year
left join receiver as r on f.importer = r.destination and f.year = r.year
