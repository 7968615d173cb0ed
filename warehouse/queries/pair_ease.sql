-- Why trade between the two is easy or hard: the terms of the logarithm of ease in the last year they traded.
select
    year, ease_term as component, log_points as value_log, low_log_points as low_log, high_log_points as high_log, ln_ease
from score.ease_decomposition
where exporter = $exporter and importer = $importer
qualify year = max(year) over ()
order by case ease_term
    when 'remoteness' then 1 when 'geography' then 2 when 'culture' then 3 when 'trade policy' then 4
    when 'diplomacy' then 5 else 6
end
