/*
description = "How much of the world each trade source holds in a year. A source counts in a year if at least half as many pairs trade in it as in any other source in that year or the ten before: an excerpt, or a year that is still coming in, is no total."
grain       = ["source_id", "year"]
[columns]
source_id        = "Source the number comes from; see meta.source"
year             = "Calendar year"
trading_pairs    = "Directed pairs with positive trade in the source and year"
reference_pairs  = "The most directed pairs with positive trade in any other source in the year or the ten before; null where there is no other"
counts_as_total  = "Whether the source's year is whole enough to be shown and fitted as the pairs' total trade"
*/
with counted as (
    select source_id, year, count(distinct case when value_usd > 0 then exporter || importer end) as trading_pairs
    from core.trade_report
    group by source_id, year
),
compared as (
    select own.source_id, own.year, own.trading_pairs, max(other.trading_pairs) as reference_pairs
    from counted as own
    left join counted as other
        on own.source_id <> other.source_id and other.year between own.year - 10 and own.year
    group by own.source_id, own.year, own.trading_pairs
)
select
    source_id, year, trading_pairs, reference_pairs, 2 * trading_pairs >= coalesce(reference_pairs, 0) as counts_as_total
from compared
