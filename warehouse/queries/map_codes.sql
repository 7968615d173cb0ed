-- Economies of today by the number under which the outlines of the map are filed.
select economy, m49
from ref.economy
where m49 is not null and last_year is null
