/*
description = "How much of the world each trade source holds in a year. A source counts in a year if it holds at least half as much trade as any other source does in that year or did in one of the ten before: an excerpt, or a year that is still coming in, is no total."
grain       = ["source_id", "year"]
[columns]
source_id       = "Source the number comes from; see meta.source"
year            = "Calendar year"
trading_pairs   = "Directed pairs with positive trade in the source and year"
total_usd       = "All trade in the source and year, current US dollars; of two reports the importer's"
reference_usd   = "The most trade any other source holds in the year or one of the ten before, current US dollars; null where there is no other"
counts_as_total = "Whether the source's year is whole enough to be shown and fitted as the pairs' total trade"
*/
with pairs as (
    select
        source_id, year, exporter, importer,
        coalesce(max(case when reporter = 'importer' then value_usd end), max(value_usd)) as value_usd
    from core.trade_report
    group by source_id, year, exporter, importer
),
totals as (
    select
        source_id, year, sum(case when value_usd > 0 then 1 else 0 end) as trading_pairs, sum(value_usd) as total_usd
    from pairs
    group by source_id, year
),
compared as (
    select own.source_id, own.year, own.trading_pairs, own.total_usd, max(other.total_usd) as reference_usd
    from totals as own
    left join totals as other on own.source_id <> other.source_id and other.year between own.year - 10 and own.year
    group by own.source_id, own.year, own.trading_pairs, own.total_usd
)
select
    source_id, year, cast(trading_pairs as bigint) as trading_pairs, total_usd, reference_usd,
    reference_usd is null or coalesce(total_usd, 0) >= 0.5 * reference_usd as counts_as_total
from compared
