-- Who decides on sums on which others draw too takes its turn and looks at them in one round trip, and
-- who draws without a turn learns that somebody has one: it was always quicker and took no turn, so
-- whoever decided in turn was outrun by it again and again.

-- What a decision is to rest on, all of one moment: whether a turn on `names` had to be waited for, the
-- moment, when the first reservation ends, whether the draw is known, and the sums `sums[i]` of
-- `keys[i]` in all their periods. `prefix` is how the keys of a validated end user begin.
-- The plan is made once, for made anew for the values of every call it cost more than all else here;
-- and by index for each sum alone, for a ledger that is small when it is made may grow.
CREATE FUNCTION ledger_look(names text[], sums text[], keys text[], prefix text, id_ text)
RETURNS json LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
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
            FROM (SELECT x.* FROM unnest(sums, keys) n (sum, key) CROSS JOIN LATERAL
                    (SELECT * FROM account WHERE sum = n.sum AND key = n.key OFFSET 0) x
                UNION ALL SELECT * FROM account
                WHERE sum = CASE WHEN prefix IS NOT NULL THEN 'veu_installed' END
                    AND starts_with(key, prefix)) a)));
END $$;

-- Records a draw, as before, and returns besides 1 where another has a turn on one of the sums, else 0:
-- asked of what was decided alone, for nothing else takes turns.
CREATE OR REPLACE FUNCTION ledger_draw(id_ text, request_sha256_ text, request_ text,
    decision_ text, author_ text, sha256_ text, lasts bigint, day_ text, source_ text,
    evidence_ text, sums text[], keys text[], periods text[], expected bigint[], amounts bigint[],
    limits bigint[], census_sum text, census_prefix text, census bigint, now_ bigint)
RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER AS $$
#variable_conflict use_column
DECLARE
    moment bigint;
    others boolean;
    outran boolean;
    drawn boolean;
    sum_ pg_catalog.text;
    key_ pg_catalog.text;
    period_ pg_catalog.text;
    entries bigint;
    amount_ bigint;
    limit_ bigint;
    turn bigint;
    a pg_catalog.record;
BEGIN
    IF pg_catalog.current_setting('search_path') OPERATOR(pg_catalog.<>) 'ai_export_ledger,pg_temp' THEN
        RAISE EXCEPTION 'the search path is not that of the ledger'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    moment := coalesce(now_, ledger_now());
    others := false;
    outran := false;
    drawn := false;
    IF census IS NOT NULL THEN
        PERFORM ledger_census(census_sum, census_prefix, census);
    END IF;
    FOR i IN 1 .. cardinality(sums) LOOP
        sum_ := sums[i];
        key_ := keys[i];
        period_ := periods[i];
        entries := expected[i];
        amount_ := amounts[i];
        limit_ := limits[i];
        IF amount_ IS NULL THEN
            PERFORM ledger_still(sum_, key_, period_, entries, 0, NULL);
            CONTINUE;
        END IF;
        LOOP
            -- A clock that was set back neither revives a reservation nor reorders the record.
            UPDATE account SET
                seq = seq + 1,
                reserved = reserved + amount_,
                limit_milli = coalesce(limit_, limit_milli),
                recorded_at = greatest(recorded_at, moment),
                drawer = pg_backend_pid(),
                shared = coalesce(drawer <> pg_backend_pid(), false),
                prev = head,
                head = ledger_hash(head, sum, key, period, seq + 1, 'reservation', amount_, day_,
                    greatest(recorded_at, moment), source_, evidence_, author_, id_, sha256_, limit_,
                    NULL)
                WHERE sum = sum_ AND key = key_ AND period = period_ AND amount_ >= 0
                    AND (entries IS NULL OR seq = entries)
                    AND (limit_ IS NULL OR committed + reserved + amount_ <= limit_)
                RETURNING id, seq, recorded_at, shared, prev, head INTO a;
            EXIT WHEN FOUND;
            PERFORM ledger_still(sum_, key_, period_, entries, amount_, limit_);
            INSERT INTO account (sum, key, period) VALUES (sum_, key_, period_)
                ON CONFLICT DO NOTHING;
        END LOOP;
        moment := a.recorded_at;
        others := others OR a.shared;
        IF entries IS NOT NULL AND NOT outran THEN
            turn := hashtextextended(concat_ws('/', sum_, key_, nullif(period_, '')), 0);
            outran := CASE WHEN pg_try_advisory_lock(turn) THEN NOT pg_advisory_unlock(turn)
                ELSE true END;
        END IF;
        drawn := true;
        INSERT INTO entry VALUES (a.id, a.seq, 'reservation', amount_, day_, moment, source_,
            evidence_, author_, id_, sha256_, limit_, NULL, a.prev, a.head);
    END LOOP;
    INSERT INTO draw (id, request_sha256, request, decision, author, recorded_at, expires_at, sha256)
        VALUES (id_, request_sha256_, request_, decision_, author_, moment, moment + lasts, sha256_);
    IF drawn THEN
        INSERT INTO holding (draw, expires_at) VALUES (id_, moment + lasts);
    END IF;
    RETURN ARRAY[moment, others::int, outran::int];
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
