/*
rule     = "Trade is never negative: a publisher's mark for missing must not be read as a number."
severity = "error"
remedy   = "Add the mark to the source's parser."
*/
select exporter, importer, year, value_usd from core.trade where value_usd < 0
