-- What the two have signed, opened or imposed: dated facts, one row a spell.
with sides as (
    select $exporter as one, $importer as other
    union all
    select $importer as one, $exporter as other
),
alliance_spell as (
    select economy_1, economy_2, source_id, year, defence, neutrality, non_aggression, consultation,
        year - row_number() over (partition by economy_1, economy_2, defence, neutrality, non_aggression, consultation order by year) as spell
    from core.alliance inner join sides on economy_1 = one and economy_2 = other
    where defence or neutrality or non_aggression or consultation
)
select 'agreement' as kind, agreement.agreement_name as title, min(member.from_year) as from_year,
    case when count(*) = count(member.to_year) then max(member.to_year) end as to_year, null as origin, member.source_id
from core.agreement_member as member
inner join core.agreement as agreement on member.agreement_id = agreement.agreement_id
inner join sides on member.economy_1 = sides.one and member.economy_2 = sides.other
where member.is_rta
group by agreement.agreement_name, member.source_id
union all
select 'treaty' as kind, treaty.treaty_title as title, coalesce(treaty.from_year, year(treaty.signed_on)) as from_year, treaty.to_year,
    null as origin, treaty.source_id
from core.treaty as treaty inner join sides on treaty.economy_1 = sides.one and treaty.economy_2 = sides.other
where treaty.from_year is not null
union all
select 'alliance' as kind,
    concat_ws(', ', case when defence then 'defence' end, case when neutrality then 'neutrality' end,
        case when non_aggression then 'non-aggression' end, case when consultation then 'consultation' end) as title,
    min(year) as from_year, case when max(year) < (select max(year) from core.alliance) then max(year) end as to_year,
    null as origin, source_id
from alliance_spell
where economy_1 = $exporter
group by defence, neutrality, non_aggression, consultation, spell, source_id
union all
select 'sanction' as kind,
    concat_ws(', ', case when max(restricts_trade) then 'trade' end, case when max(restricts_arms) then 'arms' end,
        case when max(restricts_military) then 'military help' end, case when max(restricts_finance) then 'finance' end,
        case when max(restricts_travel) then 'travel' end, case when max(restricts_other) then 'other' end) as title,
    min(year) as from_year, case when max(year) < (select max(year) from core.sanction) then max(year) end as to_year,
    sanctioning as origin, source_id
from core.sanction inner join sides on sanctioning = one and sanctioned = other
group by case_id, sanctioning, source_id
union all
select 'mission' as kind, mission_rank as title, min(year) as from_year, max(year) as to_year, sender as origin, source_id
from core.mission inner join sides on sender = one and receiver = other
where mission_level > 0
group by mission_rank, sender, source_id
order by kind, from_year, title, origin
