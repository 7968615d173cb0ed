/*
rule     = "No economy trades with itself."
severity = "error"
remedy   = "Look at the source's parser: two codes were mapped to one economy."
*/
select exporter, year, source_id from core.trade where exporter = importer
