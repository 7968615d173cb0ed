/*
rule     = "An alliance holds at least one obligation."
severity = "warning"
remedy   = "None needed: the source lists treaties whose obligations it could not code; they count as no pact."
*/
select economy_1, economy_2, min(year) as first_year, max(year) as last_year
from core.alliance
where not (defence or offence or neutrality or non_aggression or consultation)
group by economy_1, economy_2
