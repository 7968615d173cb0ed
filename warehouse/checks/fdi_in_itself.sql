/*
rule     = "No economy invests in itself."
severity = "error"
remedy   = "Look at the source's parser: two codes or names were mapped to one economy."
*/
select home, year, measure, source_id from core.fdi where home = host
