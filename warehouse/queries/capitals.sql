-- Where economies stand on a map: their capitals.
select economy, capital_latitude as latitude, capital_longitude as longitude
from ref.economy
order by economy
