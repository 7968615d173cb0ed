-- The pair in the latest year, with its place among the exporter's partners.
with question as (select $exporter as exporter, $importer as importer),
partners as (
    select
        opportunity.*,
        rank() over (order by untapped_usd desc) as rank_of_exporter,
        count(*) over () as partner_count,
        count(tie_index) over () as tied_partner_count,
        case when tie_index is not null
            then percent_rank() over (partition by tie_index is null order by tie_index) end as closer_than_share
    from mart.opportunity as opportunity
    where exporter = (select exporter from question)
)
select * from partners where importer = (select importer from question)
