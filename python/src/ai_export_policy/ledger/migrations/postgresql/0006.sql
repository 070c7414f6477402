-- Who decides on sums on which others draw too takes its turn and looks at them in one round trip.

-- What a decision is to rest on, all of one moment: whether a turn on `names` had to be waited for, the
-- moment, when the first reservation ends, whether the draw is known, and the sums, among which there
-- may be others of the same kinds and keys. `prefix` is how the keys of a validated end user begin.
-- The plan is made once: made anew for the values of every call it cost more than all else here.
CREATE FUNCTION ledger_look(names text[], sums text[], keys text[], prefix text, id_ text)
RETURNS json LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    waited boolean := false;
BEGIN
    IF cardinality(names) > 0 THEN
        waited := ledger_turn(names);
    END IF;
    -- A statement of its own, which sees what was drawn while the turn was waited for.
    RETURN (SELECT json_build_array(waited, ledger_now(), (SELECT min(expires_at) FROM holding),
        EXISTS (SELECT FROM draw WHERE id = id_),
        (SELECT json_agg(json_build_array(a.sum, a.key, a.period, a.seq, a.committed + a.reserved,
                a.complete))
            FROM account a WHERE a.sum = ANY (sums) AND a.key = ANY (keys)
            OR a.sum = 'veu_installed' AND starts_with(a.key, prefix))));
END $$;

REVOKE EXECUTE ON FUNCTION ledger_look FROM PUBLIC;
DO $$
DECLARE
    role text;
BEGIN
    FOR role IN SELECT x.grantee::regrole FROM pg_proc p, aclexplode(p.proacl) x
        WHERE p.oid = 'ledger_turn(text[])'::regprocedure AND x.grantee NOT IN (0, p.proowner)
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION ledger_look TO %s', role);
    END LOOP;
END $$;
