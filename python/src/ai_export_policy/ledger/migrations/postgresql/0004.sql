-- Who decides on sums on which others draw too waits for a turn, and keeps it while it is decided: in
-- no transaction, so that an engine that is slow holds up nothing else, and also for sums that have no
-- entries yet. What a draw checks does not rest on it. The turn ends with the session at the latest.
CREATE FUNCTION ledger_turn(names text[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    waited boolean := false;
    name bigint;
BEGIN
    -- In one order, so that no two wait for each other.
    FOR name IN SELECT DISTINCT hashtextextended(n, 0) AS h FROM unnest(names) n ORDER BY h LOOP
        IF NOT pg_try_advisory_lock(name) THEN
            waited := true;
            PERFORM pg_advisory_lock(name);
        END IF;
    END LOOP;
    RETURN waited;
END $$;

-- A draw as a transaction of its own, on the disk when it returns, for draws on sums on which others
-- draw too: these are let go on before the disk has answered. The log is written in the order of the
-- draws, so none of theirs is there after a crash without this one. The empty message is what is
-- waited for.
CREATE OR REPLACE PROCEDURE ledger_reserve(id_ text, request_sha256_ text, request_ text,
    decision_ text, author_ text, sha256_ text, lasts bigint, day_ text, source_ text,
    evidence_ text, sums text[], keys text[], periods text[], expected bigint[], amounts bigint[],
    limits bigint[], census_sum text, census_prefix text, census bigint, now_ bigint,
    INOUT done bigint[])
LANGUAGE plpgsql AS $$
BEGIN
    done := ledger_draw(id_, request_sha256_, request_, decision_, author_, sha256_, lasts, day_,
        source_, evidence_, sums, keys, periods, expected, amounts, limits, census_sum,
        census_prefix, census, now_);
    SET LOCAL synchronous_commit = off;
    COMMIT;
    PERFORM pg_advisory_unlock_all();
    PERFORM pg_logical_emit_message(true, 'ai_export_ledger', '');
END $$;

REVOKE EXECUTE ON FUNCTION ledger_turn FROM PUBLIC;
DO $$
DECLARE
    role text;
BEGIN
    FOR role IN SELECT x.grantee::regrole FROM pg_proc p, aclexplode(p.proacl) x
        WHERE p.oid = 'ledger_lock(jsonb)'::regprocedure AND x.grantee NOT IN (0, p.proowner)
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION ledger_turn TO %s', role);
    END LOOP;
END $$;
DROP FUNCTION ledger_lock(jsonb);
