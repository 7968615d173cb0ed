-- Each tie's coefficient under every specification, labelled by what was chosen.
select
    dimension,
    case when term in ('bit', 'representation_later', 'mobility_later') then term
         when dimension = 'treaties' then 'rta' else dimension end as tie,
    case when term in ('rta_depth', 'any_pact', 'trade_sanction', 'representation_mutual') then term end as indicator,
    specification, estimator,
    case when pair_effects = 'symmetric' then pair_effects end as pair_effects,
    case when lag_years > 0 then cast(lag_years as varchar) || ' years before' end as lag,
    cast(sample_first_year as varchar) || '–' || cast(sample_last_year as varchar) as period,
    case when year_step > 1 then 'every ' || cast(year_step as varchar) || ' years' end as year_step,
    economy_group, case when other_ties = '' then 'alone' end as other_ties, estimate, std_error, low_estimate,
    high_estimate, switching_pair_count, n_obs, evidence_badge, failure_reason
from score.specification
order by dimension, tie, specification, estimate
