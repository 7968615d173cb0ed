/*
description = "Direct investment of one economy in another: what it holds, what comparable pairs hold, with havens and conduits in the sample and without."
grain       = ["home", "host"]
[columns]
home                  = "Economy the investment comes from, ISO 3166-1 alpha-3"
host                  = "Economy the investment is in, ISO 3166-1 alpha-3"
home_name             = "Short English name of the economy the investment comes from"
host_name             = "Short English name of the economy the investment is in"
home_region           = "World Bank region of the economy the investment comes from"
host_region           = "World Bank region of the economy the investment is in"
year                  = "Calendar year"
stock_usd             = "Direct investment stock, mean of the known among this year and the two before, negative stocks as zero, current US dollars; null where none is known"
stock_potential_usd   = "What comparable pairs hold: fitted value of the gravity of stocks over the same years, current US dollars"
stock_gap_log         = "ln(stock potential / stock), both floored at half a million US dollars; null where either is missing"
stock_low_usd         = "Nine in ten pairs with about this potential hold more than this and less than stock_high_usd: split-conformal by fifth of potential on pairs the fit had not seen; 0 where below half a million US dollars"
stock_high_usd        = "Upper end of the band that stock_low_usd begins; null where too few pairs of this size were held out"
untapped_usd          = "max(potential - actual, 0), current US dollars"
is_haven_pair         = "Whether one of the two is a haven or conduit (seed conduit): its stocks pass through rather than stay"
without_haven_gap_log = "stock_gap_log of the same model without havens and conduits; null for pairs with one of them"
gap_vanishes          = "Whether the pair holds less than comparable pairs only as long as havens and conduits are in the sample"
gap_verdict           = "What to make of the gap: open (also without havens and conduits), open only with havens and conduits, haven or conduit (one of the two is one), none (the pair holds as much as comparable pairs) or not reported"
tie_index             = "Mean over the tie dimensions of what is known, 0 to 1; treaties, which the potential takes in, and values from a later year are left out"
tie_coverage_share    = "Share of the seven tie dimensions in tie_index that are known"
rank_untapped_stock   = "Rank of the untapped stock among all pairs without a haven or conduit, 1 = largest; null for the others and where no stock is known"
source_id             = "Source the number comes from; see meta.source"
*/
with measured as (
    select
        p.*,
        case when p.stock_usd is not null then greatest(p.stock_potential_usd - p.stock_usd, 0) end as untapped_usd,
        case
            when p.stock_gap_log is null then 'not reported'
            when p.stock_gap_log <= 0 then 'none'
            when p.is_haven_pair then 'haven or conduit'
            when p.without_haven_gap_log > 0 then 'open'
            else 'open only with havens and conduits'
        end as gap_verdict
    from score.investment_potential as p
)
select
    m.home, m.host, i.name as home_name, j.name as host_name, i.region as home_region, j.region as host_region, m.year,
    m.stock_usd, m.stock_potential_usd, m.stock_gap_log, m.stock_low_usd, m.stock_high_usd, m.untapped_usd,
    m.is_haven_pair, m.without_haven_gap_log, m.gap_vanishes, m.gap_verdict, c.tie_index, c.tie_coverage_share,
    case when not m.is_haven_pair and m.untapped_usd is not null then cast(
        rank() over (partition by m.is_haven_pair or m.untapped_usd is null order by m.untapped_usd desc) as integer
    ) end as rank_untapped_stock,
    m.source_id
from measured as m
inner join ref.economy as i on m.home = i.economy
inner join ref.economy as j on m.host = j.economy
left join mart.country_pair as c on m.home = c.exporter and m.host = c.importer and m.year = c.year
