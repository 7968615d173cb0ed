/*
description = "Sanctions in force, by case, sender, target and year; blocs are their members of that year (seed bloc)."
grain       = ["case_id", "sanctioning", "sanctioned", "year"]
[columns]
case_id            = "Number of the sanction in its source"
sanctioning        = "Economy that imposes the sanction, ISO 3166-1 alpha-3"
sanctioned         = "Economy it is imposed on, ISO 3166-1 alpha-3"
year               = "Calendar year"
export_restriction = "Whether the sanctioning economy's exports to the sanctioned are restricted: partial, complete; null where not"
import_restriction = "Whether the sanctioning economy's imports from the sanctioned are restricted: partial, complete; null where not"
restricts_trade    = "Whether trade is restricted"
restricts_arms     = "Whether arms are restricted"
restricts_military = "Whether military assistance is restricted"
restricts_finance  = "Whether financial transactions or aid are restricted"
restricts_travel   = "Whether travel is restricted"
restricts_other    = "Whether something else is restricted"
is_by_bloc         = "Whether the sanctioning economy takes part as a member of a bloc"
source_id          = "Source the number comes from; see meta.source"
*/
with membership as (
    select bloc, iso3 as economy, cast(valid_from as integer) as first_year, cast(valid_to as integer) as last_year
    from seed.bloc
    where iso3 is not null
),
years as (select distinct year from staged.gsdb_party),
sides as (
    select case_id, role, economy, year, 0 as by_bloc from staged.gsdb_party
    union all
    select b.case_id, b.role, m.economy, y.year, 1
    from staged.gsdb_bloc as b
    inner join staged.gsdb_case as c on b.case_id = c.case_id
    inner join years as y on y.year between c.begin_year and c.end_year
    inner join membership as m
        on b.bloc = m.bloc and y.year >= m.first_year and y.year <= coalesce(m.last_year, y.year)
),
-- A state named beside its bloc counts once.
once as (
    select case_id, role, economy, year, min(by_bloc) as by_bloc
    from sides
    group by case_id, role, economy, year
)
select
    s.case_id, s.economy as sanctioning, t.economy as sanctioned, s.year,
    c.exports as export_restriction, c.imports as import_restriction, c.trade as restricts_trade,
    c.arms as restricts_arms, c.military as restricts_military, c.financial as restricts_finance,
    c.travel as restricts_travel, c.other as restricts_other, s.by_bloc = 1 as is_by_bloc, 'gsdb' as source_id
from once as s
inner join once as t on s.case_id = t.case_id and s.year = t.year and s.role = 'sender' and t.role = 'target'
inner join staged.gsdb_case as c on s.case_id = c.case_id
where s.economy <> t.economy
