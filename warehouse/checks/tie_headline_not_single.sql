/*
rule     = "One value stands for each dimension of a pair in a year."
severity = "error"
remedy   = "Look at the seed tie_indicator (one headline a dimension) and at core.tie_year."
*/
select origin, destination, year, dimension, count(*) as value_count
from core.tie
where is_headline and year = (select max(year) from core.trade)
group by origin, destination, year, dimension
having count(*) > 1
