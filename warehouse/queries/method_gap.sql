-- How much of a gap lasts and how much passes.
select component, variance, share
from score.gap_component
order by component
