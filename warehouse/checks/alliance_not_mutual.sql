/*
rule     = "An alliance obliges both sides alike."
severity = "warning"
remedy   = "None needed where the treaty itself is one-sided; either side's obligation counts as the pair's."
*/
select economy_1, economy_2, min(year) as first_year, max(year) as last_year, count(*) as year_count
from core.alliance
where not is_mutual
group by economy_1, economy_2
