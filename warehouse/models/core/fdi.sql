/*
description = "Direct investment of one economy in another, stock or flow, one value for each source: as the host reported it, else as the home economy did."
grain       = ["home", "host", "year", "measure", "source_id"]
[columns]
home           = "Economy the investment comes from, ISO 3166-1 alpha-3"
host           = "Economy the investment is in, ISO 3166-1 alpha-3"
year           = "Calendar year"
measure        = "stock (position at the end of the year) or flow (net, in the year)"
investment_usd = "Direct investment of home in host, current US dollars; may be negative; null where missing"
fdi_status     = "reported, zero, negative (loans to the parent exceed its equity, or disinvestment) or missing (the source has the pair but no number, or it is confidential)"
fdi_reporter   = "Who reported it: host, or home where the host did not"
source_id      = "Source the number comes from; see meta.source"
*/
with reports as (
    select home, host, year, 'stock' as measure, reported_by, value_usd, 'imf_dip' as source_id
    from staged.imf_dip_position
    union all
    select home, host, year, 'stock', 'host', value_usd, 'fdi_stocks' from staged.fdi_stocks_stock
    union all
    select home, host, year, measure, reported_by, value_usd, 'unctad_fdi' from staged.unctad_fdi_position
),
ranked as (
    select
        *, row_number() over (
            partition by home, host, year, measure, source_id
            order by case when value_usd is null then 1 else 0 end, case when reported_by = 'host' then 0 else 1 end
        ) as place
    from reports
)
select
    home, host, year, measure, value_usd as investment_usd,
    case
        when value_usd is null then 'missing' when value_usd = 0 then 'zero' when value_usd < 0 then 'negative'
        else 'reported'
    end as fdi_status,
    reported_by as fdi_reporter, source_id
from ranked
where place = 1
