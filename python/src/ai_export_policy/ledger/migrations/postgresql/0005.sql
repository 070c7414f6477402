-- A draw by one client costs less of the processor.

-- The hash of an entry is from here on that of a JSON array, written as json.dumps of Python does: one
-- call, where the hash of the first schema took the length of every field. verify knows both.
CREATE OR REPLACE FUNCTION ledger_hash(head text, sum text, key text, period text, seq bigint, kind text,
    amount bigint, day text, moment bigint, source text, evidence text, author text, draw text,
    draw_sha256 text, limit_ bigint, complete boolean) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT encode(sha256(convert_to(json_build_array(head, sum, key, period, seq, kind, amount, day,
    moment, source, evidence, author, draw, draw_sha256, limit_, complete)::text, 'UTF8')), 'hex') $$;

-- Records a draw, as before. It refuses any other search path where it used to set its own, which
-- cost as much as an index. It runs as the owner, so until the path is known to be the ledger's each
-- name says its schema: those of the types, which are looked up before the first statement, too.
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
    drawn boolean;
    sum_ pg_catalog.text;
    key_ pg_catalog.text;
    period_ pg_catalog.text;
    entries bigint;
    amount_ bigint;
    limit_ bigint;
    a pg_catalog.record;
BEGIN
    IF pg_catalog.current_setting('search_path') OPERATOR(pg_catalog.<>) 'ai_export_ledger,pg_temp' THEN
        RAISE EXCEPTION 'the search path is not that of the ledger'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    moment := coalesce(now_, ledger_now());
    others := false;
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
        drawn := true;
        INSERT INTO entry VALUES (a.id, a.seq, 'reservation', amount_, day_, moment, source_,
            evidence_, author_, id_, sha256_, limit_, NULL, a.prev, a.head);
    END LOOP;
    INSERT INTO draw (id, request_sha256, request, decision, author, recorded_at, expires_at, sha256)
        VALUES (id_, request_sha256_, request_, decision_, author_, moment, moment + lasts, sha256_);
    IF drawn THEN
        INSERT INTO holding (draw, expires_at) VALUES (id_, moment + lasts);
    END IF;
    RETURN ARRAY[moment, others::int];
END $$;
