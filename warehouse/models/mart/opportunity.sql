/*
description = "Directed pairs in the latest year: what comparable pairs trade less what this pair does, and what to expect over five years, in the two orders that were back-tested: growth by chance, dollars by median gain."
grain       = ["exporter", "importer"]
[columns]
exporter                  = "Exporting economy, ISO 3166-1 alpha-3"
importer                  = "Importing economy, ISO 3166-1 alpha-3"
exporter_name             = "Exporting economy's short English name"
importer_name             = "Importing economy's short English name"
exporter_region           = "World Bank region of the exporter"
importer_region           = "World Bank region of the importer"
year                      = "Calendar year"
actual_usd                = "Mean trade of this year and the two before, current US dollars"
potential_usd             = "What comparable pairs trade: fitted value of the between gravity model without ties, current US dollars; null outside the fitted years"
gap_log                   = "ln(potential / actual), actual floored at half a million US dollars, the source's unit"
untapped_usd              = "max(potential - actual, 0), current US dollars"
actual_to_potential_ratio = "actual / potential; below 1 the pair trades less than comparable pairs"
change_5y_pct             = "Change of the three-year mean of trade over five years, per cent; null where there was none five years before"
change_base_first_year    = "First year of the three-year mean that change_5y_pct starts from; null where change_5y_pct is"
change_base_last_year     = "Last year of the three-year mean that change_5y_pct starts from; null where change_5y_pct is"
trade_intensity           = "X_ij X_w / (X_i M_j): ease of trade from totals, 1 = proportional to the two totals"
tie_index                 = "Mean over the tie dimensions of what is known, 0 to 1; treaties, which the potential takes in, and values from a later year are left out"
tie_coverage_share        = "Share of the seven tie dimensions in tie_index that are known"
alignment_index           = "Closeness of the two in UN General Assembly votes, 0 to 1"
representation_index      = "Level of the exporter's highest standing mission in the importer, 0 to 1; may be from a later year"
representation_status     = "Status of representation_index: observed, carried forward n years, from a later year, or not reported"
rank_untapped             = "Rank of untapped_usd among all pairs, 1 = largest"
potential_low_usd         = "Nine in ten pairs with about this potential trade more than this and less than potential_high_usd: quantiles of actual over potential where the fit had not seen the pair, by tenth of potential; 0 where below the source's unit"
potential_high_usd        = "Upper end of the band that potential_low_usd begins; null where there are too few pairs to tell"
gap_persistent_log        = "The part of gap_log that lasts: the mean gap of all pairs, and the pair's own distance from it over fifteen years, shrunk by variance components"
gap_transient_log         = "The part of gap_log that passes: gap_log less gap_persistent_log"
expected_growth_log       = "E: about the median change of the log share in the importer's imports over five years that begin with the next three years' mean"
chance_outgrow_share      = "Chance that the pair's share grows more over five years than that of the importer's median supplier"
gain_median_usd           = "Median gain over five years at constant market size: actual trade times (e^E - 1), current US dollars"
gain_low_usd              = "Lower end of the 90 % split-conformal interval of the gain, by tenth of trade size, current US dollars"
gain_high_usd             = "Upper end of the 90 % split-conformal interval of the gain, by tenth of trade size, current US dollars"
gain_mean_usd             = "Mean gain over five years: the median smeared by the residuals of the same tenth of trade size, current US dollars"
start_probability_share   = "Probability that a pair without trade trades at least the source's unit in five years"
start_upper_usd           = "Trade that nine in ten pairs without trade and with about this potential stay below in five years, current US dollars; 0 where below the source's unit"
tie_premium_pct           = "What ties add to expected growth over five years, per cent: closeness of the pair and of its two economies, shrunk towards zero"
tie_premium_low_pct       = "Lower end of the 90 % interval of the tie premium before it is shrunk, errors related within economies, per cent"
tie_premium_high_pct      = "Upper end of the 90 % interval of the tie premium before it is shrunk, errors related within economies, per cent"
tie_premium_pair_pct      = "The part of the tie premium that belongs to this pair being close, given how well connected both economies are, per cent"
tie_premium_economy_pct   = "The part of the tie premium that belongs to the two economies being well connected, per cent"
rank_growth               = "Rank of chance_outgrow_share among all pairs that trade, 1 = highest"
rank_dollar               = "Rank of gain_median_usd among all pairs that trade, 1 = largest"
rank_of_exporter          = "Rank of untapped_usd among the exporter's pairs, 1 = largest"
partner_count             = "Partners with a number"
closer_than_share         = "Share of the exporter's other partners with a tie index whose tie index is lower; null without a tie index"
*/
with before as (
    select p.exporter, p.importer, avg(p.trade_usd) as before_usd
    from score.potential as p
    inner join score.gap as g
        on p.exporter = g.exporter and p.importer = g.importer and p.year between g.year - 7 and g.year - 5
    group by p.exporter, p.importer
),
-- Pairs without a number in the window have no actual; a zero counts, a missing year does not.
measured as (
    select
        g.*, sum(g.actual_usd) over () as world_usd, sum(g.actual_usd) over (partition by g.exporter) as exports_usd,
        sum(g.actual_usd) over (partition by g.importer) as imports_usd
    from score.gap as g
)
select
    m.exporter, m.importer, i.name as exporter_name, j.name as importer_name,
    i.region as exporter_region, j.region as importer_region, m.year, m.actual_usd, m.potential_usd, m.gap_log,
    m.untapped_usd, m.actual_usd / m.potential_usd as actual_to_potential_ratio,
    100 * (m.actual_usd / nullif(b.before_usd, 0) - 1) as change_5y_pct,
    case when b.before_usd <> 0 then m.year - 7 end as change_base_first_year,
    case when b.before_usd <> 0 then m.year - 5 end as change_base_last_year,
    m.actual_usd * m.world_usd / nullif(m.exports_usd * m.imports_usd, 0) as trade_intensity,
    c.tie_index, c.tie_coverage_share, c.alignment_index, c.representation_index, c.representation_status,
    cast(rank() over (order by m.untapped_usd desc) as integer) as rank_untapped,
    m.potential_low_usd, m.potential_high_usd, m.gap_persistent_log, m.gap_transient_log, o.expected_growth_log,
    o.chance_outgrow_share, o.gain_median_usd, o.gain_low_usd, o.gain_high_usd, o.gain_mean_usd,
    s.start_probability_share, s.start_upper_usd, o.tie_premium_pct, o.tie_premium_low_pct, o.tie_premium_high_pct,
    o.tie_premium_pair_pct, o.tie_premium_economy_pct, o.rank_growth, o.rank_dollar,
    cast(rank() over (partition by m.exporter order by m.untapped_usd desc) as integer) as rank_of_exporter,
    cast(count(*) over (partition by m.exporter) as integer) as partner_count,
    case when c.tie_index is not null then percent_rank() over (
        partition by m.exporter, case when c.tie_index is null then 1 else 0 end order by c.tie_index
    ) end as closer_than_share
from measured as m
inner join ref.economy as i on m.exporter = i.economy
inner join ref.economy as j on m.importer = j.economy
left join before as b on m.exporter = b.exporter and m.importer = b.importer
left join score.outlook as o on m.exporter = o.exporter and m.importer = o.importer
left join score.start as s on m.exporter = s.exporter and m.importer = s.importer
left join mart.country_pair as c on m.exporter = c.exporter and m.importer = c.importer and m.year = c.year
