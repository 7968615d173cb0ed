-- Each tie's coefficient under every specification.
select *
from score.specification
