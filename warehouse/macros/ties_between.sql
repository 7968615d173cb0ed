/*
question = "How close is one economy to another in a year, dimension by dimension?"
returns  = "One row per dimension that is known: the value that stands for it, its index from 0 to 1, its status and source"
example  = "from mart.ties_between('DEU', 'VNM', 2014)"
*/
create or replace macro mart.ties_between(of_economy, with_economy, in_year) as table
select dimension, indicator, raw_value, value_index, tie_status, source_id
from core.tie
where origin = of_economy and destination = with_economy and year = in_year and is_headline
order by dimension
