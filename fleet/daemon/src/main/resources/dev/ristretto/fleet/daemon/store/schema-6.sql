ALTER TABLE instance ADD COLUMN ready_millis INTEGER;
