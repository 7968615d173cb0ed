-- Economies a reader may choose.
select economy, name, region, last_year
from ref.economy
order by name
