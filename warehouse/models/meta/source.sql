/*
description = "Every source: where it comes from, under which licence, how fresh it is."
grain       = ["source_id"]
[columns]
source_id       = "Source the number comes from; see meta.source"
title           = "Title of the data set"
producer        = "Who makes it"
page            = "Page where a person finds it"
version         = "Version of the data set that is loaded"
licence         = "Licence or terms of use"
redistributable = "Whether its rows may be passed on; exports leave out those that may not"
tier            = "core: fetched by default; full: fetched on request"
access          = "keyless (fetched), drop-in (used if you put the file there) or key (needs an API key)"
cadence_days    = "How often the producer updates it, days"
source_status   = "fresh, stale (the last good copy is used) or missing"
message         = "What went wrong and what a person can do; null where nothing did"
fetched_at      = "When the bytes were fetched, UTC"
row_count       = "Rows"
rejected_count  = "Rows that failed validation; see meta.rejected_row"
*/
select * from etl.source
