-- The hash of an entry is from here on that of a JSON array. Nothing else changes: the number keeps out
-- versions that would take such an entry for one that was changed.
SELECT 1;
