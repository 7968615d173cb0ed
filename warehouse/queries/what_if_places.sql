-- Where the economies of a what-if are, by their capitals.
select economy, name, capital_latitude as latitude, capital_longitude as longitude from ref.economy
