/*
description = "The best next tie of each exporter: what one more agreement, treaty or embassy with a partner of large untapped trade would bring. Ranked are ties whose effect is identified within pairs and whose 90 % interval lies above zero; the others stand below without rank. An embassy counts as missing where the list of missions, which has gaps, names none either way. One coefficient stands for all pairs, so that the order follows the size of trade both ways."
grain       = ["exporter", "importer", "scenario_tie"]
[columns]
exporter       = "Exporting economy, ISO 3166-1 alpha-3"
importer       = "Importing economy, ISO 3166-1 alpha-3"
exporter_name  = "Exporting economy's short English name"
importer_name  = "Importing economy's short English name"
year           = "Calendar year"
scenario_tie   = "What a scenario may change: rta, bit (1 in force), sanction (1: exports or imports wholly restricted), mission (its level, 0 to 1), alignment (index, 0 to 1), tariff (ad valorem, 0.05 = 5 %)"
scenario_line  = "The scenario as one line, as in the address of the what-if page: the pair signs, or the exporter opens an embassy"
rank_next_tie  = "Rank among the exporter's missing ties by full_exports_gain_usd, 1 = best; null where the tie's effect is not identified or direct_low_pct is not above zero"
rank_next_tie_world = "Rank among all exporters' missing ties, likewise"
full_exports_gain_usd      = "Change of the exporter's total exports in general equilibrium, in units of the reference economy's price index, current US dollars; null where not solved"
full_exports_gain_low_usd  = "Lower end of the 90 % interval of full_exports_gain_usd, over draws of coefficient and elasticity; null where not solved"
full_exports_gain_high_usd = "Upper end of the 90 % interval of full_exports_gain_usd; null where not solved"
full_real_gdp_pct      = "Change of the exporter's real GDP in general equilibrium, per cent; null where not solved"
full_real_gdp_low_pct  = "Lower end of the 90 % interval of full_real_gdp_pct, over draws of coefficient and elasticity; null where not solved"
full_real_gdp_high_pct = "Upper end of the 90 % interval of full_real_gdp_pct; null where not solved"
direct_pct      = "Direct effect of the tie on the pair's trade, everything else unchanged, per cent"
direct_low_pct  = "Lower end of the 90 % interval of direct_pct"
direct_high_pct = "Upper end of the 90 % interval of direct_pct"
direct_gain_usd = "fitted_usd times the direct effect, current US dollars"
direct_gain_low_usd  = "Lower end of the 90 % interval of direct_gain_usd"
direct_gain_high_usd = "Upper end of the 90 % interval of direct_gain_usd"
fitted_usd     = "Fitted trade, current US dollars"
untapped_usd   = "max(potential - actual, 0), current US dollars"
evidence_badge = "How well the tie's effect is established: no evidence, association, within-pair or timing holds"
is_identified  = "Whether the tie's effect is identified within pairs; scenarios on others are refused unless the reader accepts an association, and never ranked"
sigma          = "Elasticity of substitution at the estimate; null where general equilibrium is not solved"
sigma_low      = "Lower end of the range that the elasticity is drawn from"
sigma_high     = "Upper end of the range that the elasticity is drawn from"
exporter_union = "Customs union that signs the exporter's trade agreements in its place; null where none does, and for other ties"
importer_union = "Customs union that signs the importer's trade agreements in its place; null where none does, and for other ties"
reference      = "Economy whose price index is the unit of account; null where general equilibrium is not solved"
*/
with member as (
    select economy, customs_union, cast(from_year as integer) as from_year, cast(to_year as integer) as to_year
    from seed.customs_union_member
),
ranked as (
    select
        exporter, importer, scenario_tie,
        row_number() over (partition by exporter order by full_exports_gain_usd desc, importer, scenario_tie) as rank_own,
        row_number() over (order by full_exports_gain_usd desc, exporter, importer, scenario_tie) as rank_world
    from score.scenario_effect
    where is_identified and direct_low_pct > 0
)
select
    e.exporter, e.importer, i.name as exporter_name, j.name as importer_name, e.year, e.scenario_tie, e.scenario_line,
    cast(r.rank_own as integer) as rank_next_tie, cast(r.rank_world as integer) as rank_next_tie_world,
    e.full_exports_gain_usd, e.full_exports_gain_low_usd, e.full_exports_gain_high_usd,
    e.full_real_gdp_pct, e.full_real_gdp_low_pct, e.full_real_gdp_high_pct,
    e.direct_pct, e.direct_low_pct, e.direct_high_pct, e.direct_gain_usd, e.direct_gain_low_usd, e.direct_gain_high_usd,
    e.fitted_usd, g.untapped_usd, e.evidence_badge, e.is_identified, e.sigma, e.sigma_low, e.sigma_high, e.reference,
    m.customs_union as exporter_union, n.customs_union as importer_union
from score.scenario_effect as e
inner join ref.economy as i on e.exporter = i.economy
inner join ref.economy as j on e.importer = j.economy
left join score.gap as g on e.exporter = g.exporter and e.importer = g.importer
left join ranked as r on e.exporter = r.exporter and e.importer = r.importer and e.scenario_tie = r.scenario_tie
left join member as m
    on e.scenario_tie = 'rta' and e.exporter = m.economy and e.year between m.from_year and coalesce(m.to_year, e.year)
left join member as n
    on e.scenario_tie = 'rta' and e.importer = n.economy and e.year between n.from_year and coalesce(n.to_year, e.year)
order by rank_next_tie nulls last, e.direct_gain_usd desc, e.exporter, e.importer, e.scenario_tie
