-- Ties and market access: rank correlations, raw, partial and within pairs.
select *
from mart.tie_access_correlation
