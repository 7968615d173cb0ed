/*
rule     = "No agreement ends before it begins."
severity = "error"
remedy   = "Look at the years in the source and in the seed agreement_correction."
*/
select agreement_id, economy_1, economy_2, from_year, to_year from core.agreement_member where to_year < from_year
