--! breaking
-- Uploads may be kept in the packed form from here on, which older code cannot read.
-- The index finds those that are still as received.
create index uploads_as_received on keyturn.uploads (device_id, last_seq) where codec <> 'packed';
