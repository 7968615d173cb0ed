-- Years that a what-if may be asked of.
select cast(min(year) as integer) as first_year, cast(max(year) as integer) as last_year from score.scenario_trade
