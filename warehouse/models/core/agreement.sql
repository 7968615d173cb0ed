/*
description = "Trade agreements with their protocols, accessions and withdrawals, and whether each counts as a regional trade agreement."
grain       = ["agreement_id"]
[columns]
agreement_id      = "Number of the agreement in its source, text: 3+1 is an accession, 22_1 a withdrawal"
agreement_name    = "Name of the agreement as published"
agreement_kind    = "base_treaty, protocol or amendment, accession or withdrawal"
base_id           = "Agreement that a protocol, accession or withdrawal belongs to; the agreement itself where it stands alone"
family_id         = "First of the agreements that continue each other: one withdrawal ends them all"
signed_year       = "Year of signature"
entry_year        = "Year of entry into force (of a withdrawal: first year out); null where it never was in force"
exit_year         = "First year in which the whole agreement is no longer in force; null where that is not known"
entry_year_status = "published, corrected (seed agreement_correction), signature year (an accession or withdrawal without another date), year of the base treaty (an accession to an agreement not yet in force) or not in force"
depth_index       = "Depth of the agreement, 0 to 7: full free trade, standards, investment, services, procurement, competition, intellectual property; null where not coded"
depth_rasch       = "Depth of the agreement as the latent trait of a Rasch model; null where not coded"
is_reciprocal     = "Whether the members grant preferences to each other; false for one-way preferences"
is_rta            = "Whether it counts as a regional trade agreement: in force once, reciprocal, with preferences"
exception_reason  = "Why an agreement in force does not count as a regional trade agreement (seed agreement_exception); null where it does"
wto_listed        = "Whether the source says that the World Trade Organization lists it; null where it does not say"
source_id         = "Source the number comes from; see meta.source"
*/
with treaty as (
    select
        t.number, t.name, t.kind, t.signed_year, t.entry_year, t.wto_listed, coalesce(cast(c.continues as varchar), t.base_number) as base_number,
        c.entry_year as corrected_entry_year, c.exit_year
    from staged.desta_treaty as t left join seed.agreement_correction as c on t.number = cast(c.number as varchar)
    where t.kind in ('base_treaty', 'protocol or amendment', 'accession', 'withdrawal')
),
-- A chain of protocols, treaties that continue others, is at most four long: Cartagena, Quito, Trujillo, Sucre, cars.
rooted as (
    select
        t.*, coalesce(e.base_number, d.base_number, c.base_number, b.base_number, t.base_number) as family_id
    from treaty as t
    left join treaty as b on t.base_number = b.number and b.number <> t.number
    left join treaty as c on b.base_number = c.number and c.number <> b.number
    left join treaty as d on c.base_number = d.number and d.number <> c.number
    left join treaty as e on d.base_number = e.number and e.number <> d.number
),
own_date as (
    select
        *, kind in ('accession', 'withdrawal') as is_change,
        case
            when corrected_entry_year is not null then corrected_entry_year
            when kind not in ('accession', 'withdrawal') then entry_year
            when entry_year >= signed_year then entry_year
            else signed_year end as own_year,
        case
            when corrected_entry_year is not null then 'corrected'
            when entry_year is null or (kind in ('accession', 'withdrawal') and entry_year < signed_year) then 'signature year'
            else 'published' end as own_status
    from rooted
),
dated as (
    select
        o.*,
        case
            when not o.is_change then o.own_year
            when b.own_year is null then null
            when o.kind = 'accession' and b.own_year > o.own_year then b.own_year
            else o.own_year end as effective_year,
        case
            when o.own_year is null or (o.is_change and b.own_year is null) then 'not in force'
            when o.kind = 'accession' and b.own_year > o.own_year then 'year of the base treaty'
            else o.own_status end as effective_status
    from own_date as o left join own_date as b on o.base_number = b.number
)
select
    t.number as agreement_id, t.name as agreement_name, t.kind as agreement_kind, t.base_number as base_id, t.family_id,
    t.signed_year, t.effective_year as entry_year, t.exit_year, t.effective_status as entry_year_status,
    coalesce(own.depth_index, base.depth_index) as depth_index, coalesce(own.depth_rasch, base.depth_rasch) as depth_rasch,
    coalesce(e.is_reciprocal, true) as is_reciprocal,
    t.effective_year is not null and t.kind <> 'withdrawal' and e.number is null as is_rta,
    case when t.effective_year is not null then e.reason end as exception_reason, t.wto_listed, 'desta' as source_id
from dated as t
left join staged.desta_depth as own on t.number = own.number
left join staged.desta_depth as base on t.base_number = base.number
left join seed.agreement_exception as e on t.base_number = cast(e.number as varchar)
