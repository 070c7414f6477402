-- A draw is one round trip, and the wait for the disk is shared by those who draw on the same sum.
-- What may call the functions of the first schema may call those that take their place.
ALTER TABLE draw SET (toast_tuple_target = 4080);
DO $$ BEGIN
    EXECUTE 'ALTER TABLE draw ALTER request SET COMPRESSION lz4, ALTER decision SET COMPRESSION lz4';
EXCEPTION WHEN syntax_error OR feature_not_supported OR invalid_parameter_value THEN
    NULL;  -- before PostgreSQL 14, or built without it: slower, and else the same
END $$;

-- The functions below are all that writes, and check what these did: a check is read anew for every
-- statement, and an index with a condition costs each entry, whatever its kind.
ALTER TABLE account DROP CONSTRAINT account_committed_check, DROP CONSTRAINT account_reserved_check;
ALTER TABLE entry DROP CONSTRAINT entry_kind_check;
DROP INDEX entry_drawn, entry_settled;
CREATE UNIQUE INDEX entry_drawn ON entry (draw, account, kind);
-- The head before the last draw: an update can return only what it wrote.
ALTER TABLE account ADD COLUMN prev text NOT NULL DEFAULT '';

-- The hash of the first schema, by one call of format() instead of a hundred operators.
CREATE FUNCTION ledger_hash(head text, sum text, key text, period text, seq text, kind text,
    amount text, day text, moment text, source text, evidence text, author text, draw text,
    draw_sha256 text, limit_ text, complete text) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT encode(sha256(convert_to(format(
    '%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s%s%s%s',
    octet_length(head)::text, head, octet_length(sum)::text, sum, octet_length(key)::text, key,
    octet_length(period)::text, period, octet_length(seq)::text, seq, octet_length(kind)::text, kind,
    octet_length(amount)::text, amount, octet_length(day)::text, day,
    octet_length(moment)::text, moment, octet_length(source)::text, source,
    octet_length(evidence)::text, evidence, octet_length(author)::text, author,
    ledger_field(draw), ledger_field(draw_sha256), ledger_field(limit_), ledger_field(complete)),
    'UTF8')), 'hex') $$;

-- Locks the accounts that exist, in the order in which all take them; says whether others had them.
DROP FUNCTION ledger_lock(jsonb);
CREATE FUNCTION ledger_lock(names jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    begun timestamptz := clock_timestamp();
BEGIN
    PERFORM 1 FROM account a JOIN jsonb_array_elements(names) n
        ON a.sum = n->>0 AND a.key = n->>1 AND a.period = n->>2
        ORDER BY a.sum COLLATE "C", a.key COLLATE "C", a.period COLLATE "C" FOR NO KEY UPDATE OF a;
    RETURN clock_timestamp() - begun > interval '1 millisecond';
END $$;

-- The number of sums of a kind whose keys begin alike, while nobody can add one.
CREATE FUNCTION ledger_census(sum_ text, prefix text, expected bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE;
    IF (SELECT count(*) FROM account WHERE sum = sum_ AND starts_with(key, prefix)) <> expected THEN
        RAISE EXCEPTION 'stale' USING ERRCODE = 'LG002';
    END IF;
END $$;

-- Locks a sum and says why it cannot be drawn on, or rested on, if it cannot.
CREATE FUNCTION ledger_still(sum_ text, key_ text, period_ text, expected bigint, amount bigint,
    limit_ bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    a account;
BEGIN
    SELECT * INTO a FROM account WHERE sum = sum_ AND key = key_ AND period = period_
        FOR NO KEY UPDATE;
    IF coalesce(a.seq, 0) <> expected THEN
        RAISE EXCEPTION 'stale' USING ERRCODE = 'LG002';
    ELSIF coalesce(a.committed + a.reserved, 0) + amount > limit_ THEN
        RAISE EXCEPTION 'over the limit' USING ERRCODE = 'LG006';
    END IF;
END $$;

-- Records a draw: of the i-th sum `amounts[i]` thousandths (nothing where it is null), on condition
-- that it has `expected[i]` entries (any number where that is null) and stays within `limits[i]`.
-- Returns the moment, and 1 where it had to wait for another draw, else 0.
CREATE FUNCTION ledger_draw(id_ text, request_sha256_ text, request_ text, decision_ text,
    author_ text, sha256_ text, lasts bigint, day_ text, source_ text, evidence_ text,
    sums text[], keys text[], periods text[], expected bigint[], amounts bigint[], limits bigint[],
    census_sum text, census_prefix text, census bigint, now_ bigint) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
    moment bigint := coalesce(now_, ledger_now());
    begun timestamptz;
    waited bigint := 0;
    a record;
BEGIN
    IF census IS NOT NULL THEN
        PERFORM ledger_census(census_sum, census_prefix, census);
    END IF;
    FOR i IN 1 .. cardinality(sums) LOOP
        begun := clock_timestamp();
        IF amounts[i] < 0 THEN
            RAISE EXCEPTION 'below nothing' USING ERRCODE = 'check_violation';
        ELSIF amounts[i] IS NULL THEN
            PERFORM ledger_still(sums[i], keys[i], periods[i], expected[i], 0, NULL);
        ELSE
            LOOP
                -- A clock that was set back neither revives a reservation nor reorders the record.
                UPDATE account SET
                    seq = seq + 1,
                    reserved = reserved + amounts[i],
                    limit_milli = coalesce(limits[i], limit_milli),
                    recorded_at = greatest(recorded_at, moment),
                    prev = head,
                    head = ledger_hash(head, sum, key, period, (seq + 1)::text, 'reservation',
                        amounts[i]::text, day_, greatest(recorded_at, moment)::text, source_,
                        evidence_, author_, id_, sha256_, limits[i]::text, NULL)
                    WHERE sum = sums[i] AND key = keys[i] AND period = periods[i]
                        AND (expected[i] IS NULL OR seq = expected[i])
                        AND (limits[i] IS NULL OR committed + reserved + amounts[i] <= limits[i])
                    RETURNING id, seq, recorded_at, prev, head INTO a;
                EXIT WHEN FOUND;
                PERFORM ledger_still(sums[i], keys[i], periods[i], expected[i], amounts[i],
                    limits[i]);
                INSERT INTO account (sum, key, period) VALUES (sums[i], keys[i], periods[i])
                    ON CONFLICT DO NOTHING;
            END LOOP;
        END IF;
        IF clock_timestamp() - begun > interval '100 microseconds' THEN
            waited := 1;
        END IF;
        IF amounts[i] IS NOT NULL THEN
            moment := a.recorded_at;
            INSERT INTO entry VALUES (a.id, a.seq, 'reservation', amounts[i], day_, moment, source_,
                evidence_, author_, id_, sha256_, limits[i], NULL, a.prev, a.head);
        END IF;
    END LOOP;
    INSERT INTO draw (id, request_sha256, request, decision, author, recorded_at, expires_at, sha256)
        VALUES (id_, request_sha256_, request_, decision_, author_, moment, moment + lasts, sha256_);
    IF cardinality(array_remove(amounts, NULL)) > 0 THEN
        INSERT INTO holding (draw, expires_at) VALUES (id_, moment + lasts);
    END IF;
    RETURN ARRAY[moment, waited];
END $$;

-- The same as a transaction of its own, on the disk when it returns, for draws on sums on which others
-- draw too: these are let go on before the disk has answered. The log is written in the order of the
-- draws, so none of theirs is there after a crash without this one. The empty message is what is
-- waited for.
CREATE PROCEDURE ledger_reserve(id_ text, request_sha256_ text, request_ text, decision_ text,
    author_ text, sha256_ text, lasts bigint, day_ text, source_ text, evidence_ text,
    sums text[], keys text[], periods text[], expected bigint[], amounts bigint[], limits bigint[],
    census_sum text, census_prefix text, census bigint, now_ bigint, INOUT done bigint[])
LANGUAGE plpgsql AS $$
BEGIN
    done := ledger_draw(id_, request_sha256_, request_, decision_, author_, sha256_, lasts, day_,
        source_, evidence_, sums, keys, periods, expected, amounts, limits, census_sum,
        census_prefix, census, now_);
    SET LOCAL synchronous_commit = off;
    COMMIT;
    PERFORM pg_logical_emit_message(true, 'ai_export_ledger', '');
END $$;

CREATE FUNCTION ledger_put(a account, moment bigint) RETURNS void LANGUAGE sql AS
$$ UPDATE account SET seq = a.seq, committed = a.committed, reserved = a.reserved,
    limit_milli = a.limit_milli, complete = a.complete, recorded_at = moment, head = a.head
    WHERE id = a.id $$;

-- Appends the rows, all or none, and settles a draw. What `batch` holds is described in
-- postgresql.py. A sum is written once for all its rows that come after one another.
CREATE FUNCTION ledger_append(batch jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
    r jsonb;
    s jsonb := batch->'settle';
    a account;
    moment bigint := coalesce((batch->>'now')::bigint, ledger_now());
    amount_ bigint;
    limit_ bigint;
    complete_ boolean;
    found_expiry bigint;
    mark text;
BEGIN
    FOR r IN SELECT jsonb_array_elements(batch->'accounts') LOOP
        SELECT * INTO a FROM account
            WHERE sum = r->>0 AND key = r->>1 AND period = r->>2 FOR NO KEY UPDATE;
        IF NOT FOUND AND (r->>4)::boolean THEN
            INSERT INTO account (sum, key, period) VALUES (r->>0, r->>1, r->>2)
                ON CONFLICT DO NOTHING;
            SELECT * INTO a FROM account
                WHERE sum = r->>0 AND key = r->>1 AND period = r->>2 FOR NO KEY UPDATE;
        END IF;
        IF r->>3 IS NOT NULL AND coalesce(a.seq, 0) <> (r->>3)::bigint THEN
            RAISE EXCEPTION 'stale' USING ERRCODE = 'LG002';
        END IF;
        moment := greatest(moment, coalesce(a.recorded_at, 0));
    END LOOP;
    IF jsonb_typeof(s) = 'object' THEN
        DELETE FROM holding WHERE draw = s->>'draw' RETURNING expires_at INTO found_expiry;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'settled' USING ERRCODE = 'LG004';
        ELSIF s->>'kind' = 'commitment' AND found_expiry <= moment THEN
            RAISE EXCEPTION 'expired' USING ERRCODE = 'LG005';
        ELSIF s->>'kind' = 'expiry' AND found_expiry > moment THEN
            RAISE EXCEPTION 'not expired' USING ERRCODE = 'LG004';
        END IF;
    END IF;
    a := NULL;
    FOR r IN SELECT jsonb_array_elements(batch->'rows') LOOP
        IF (a.sum, a.key, a.period) IS DISTINCT FROM (r->>'sum', r->>'key', r->>'period') THEN
            PERFORM ledger_put(a, moment);
            SELECT * INTO STRICT a FROM account
                WHERE sum = r->>'sum' AND key = r->>'key' AND period = r->>'period';
        END IF;
        IF r->>'draw' IS DISTINCT FROM s->>'draw' OR r->>'kind' <> ALL (CASE
            WHEN r->>'draw' IS NULL THEN ARRAY['opening', 'adjustment', 'commitment']
            ELSE ARRAY['commitment', 'release', 'expiry'] END)
        THEN
            RAISE EXCEPTION 'neither evidence nor the end of the draw' USING ERRCODE = 'LG004';
        END IF;
        amount_ := (r->>'amount')::bigint;
        limit_ := (r->>'limit')::bigint;
        complete_ := (r->>'complete')::boolean;
        a.seq := a.seq + 1;
        mark := ledger_hash(a.head, a.sum, a.key, a.period, a.seq::text, r->>'kind', amount_::text,
            r->>'day', moment::text, r->>'source', r->>'evidence', r->>'author', r->>'draw',
            r->>'draw_sha256', limit_::text, r->>'complete');
        INSERT INTO entry VALUES (a.id, a.seq, r->>'kind', amount_, r->>'day', moment,
            r->>'source', r->>'evidence', r->>'author', r->>'draw', r->>'draw_sha256', limit_,
            complete_, a.head, mark);
        a.head := mark;
        IF r->>'kind' IN ('opening', 'adjustment', 'commitment') THEN
            a.committed := a.committed + amount_;
        END IF;
        IF r->>'draw' IS NOT NULL THEN
            a.reserved := a.reserved - amount_;
        END IF;
        IF a.committed < 0 OR a.reserved < 0 THEN
            RAISE EXCEPTION 'below nothing' USING ERRCODE = 'check_violation';
        END IF;
        a.limit_milli := coalesce(limit_, a.limit_milli);
        a.complete := coalesce(complete_, a.complete);
    END LOOP;
    PERFORM ledger_put(a, moment);
    RETURN moment;
END $$;

REVOKE EXECUTE ON FUNCTION ledger_hash, ledger_lock, ledger_census, ledger_still, ledger_draw,
    ledger_append(jsonb), ledger_put FROM PUBLIC;
REVOKE EXECUTE ON PROCEDURE ledger_reserve FROM PUBLIC;
DO $$
DECLARE
    role text;
BEGIN
    FOR role IN SELECT x.grantee::regrole FROM pg_proc p, aclexplode(p.proacl) x
        WHERE p.oid = 'ledger_append(jsonb, text, text)'::regprocedure
        AND x.grantee NOT IN (0, p.proowner)
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION ledger_lock, ledger_draw, ledger_append(jsonb) TO %s',
            role);
        EXECUTE format('GRANT EXECUTE ON PROCEDURE ledger_reserve TO %s', role);
    END LOOP;
END $$;
DROP FUNCTION ledger_append(jsonb, text, text);
