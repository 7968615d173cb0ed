-- What the outlook was learned from.
select item, value
from score.outlook_sample
order by item
