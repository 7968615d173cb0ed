/*
rule     = "There is trade to show."
severity = "error"
remedy   = "Run `make etl` and read what it says about the trade sources."
*/
select 'core.trade is empty' as problem where not exists (from core.trade where status = 'reported')
