/*
rule     = "A withdrawal ends what the agreement bound the leaver to."
severity = "warning"
remedy   = "Look at the years in the source: it may be dated before the accession, or belong to another agreement (seed agreement_correction)."
*/
select w.agreement_id, w.agreement_name, w.entry_year
from core.agreement as w
where w.agreement_kind = 'withdrawal' and w.entry_year is not null and not exists (
    select 1
    from core.agreement as a inner join core.agreement_pair as p on a.agreement_id = p.agreement_id
    where a.family_id = w.family_id and p.to_year = w.entry_year - 1
)
