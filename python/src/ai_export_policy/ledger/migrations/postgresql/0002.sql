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
    moment bigint := 0;
    begun timestamptz;
    waited bigint;
    a record;
    ids bigint[];
    seqs bigint[];
    heads text[];
    mark text;
BEGIN
    IF census IS NOT NULL THEN
        PERFORM ledger_census(census_sum, census_prefix, census);
    END IF;
    begun := clock_timestamp();
    FOR i IN 1 .. cardinality(sums) LOOP
        SELECT id, seq, committed + reserved AS used, recorded_at, head INTO a FROM account
            WHERE sum = sums[i] AND key = keys[i] AND period = periods[i] FOR NO KEY UPDATE;
        IF NOT FOUND AND amounts[i] IS NOT NULL THEN
            INSERT INTO account (sum, key, period) VALUES (sums[i], keys[i], periods[i])
                ON CONFLICT DO NOTHING;
            SELECT id, seq, committed + reserved AS used, recorded_at, head INTO STRICT a
                FROM account
                WHERE sum = sums[i] AND key = keys[i] AND period = periods[i] FOR NO KEY UPDATE;
        END IF;
        IF coalesce(a.seq, 0) <> expected[i] THEN
            RAISE EXCEPTION 'stale' USING ERRCODE = 'LG002';
        ELSIF a.used + amounts[i] > limits[i] THEN
            RAISE EXCEPTION 'over the limit' USING ERRCODE = 'LG006';
        ELSIF amounts[i] < 0 THEN
            RAISE EXCEPTION 'below nothing' USING ERRCODE = 'check_violation';
        END IF;
        ids[i] := a.id;
        seqs[i] := a.seq + 1;
        heads[i] := a.head;
        -- A clock that was set back neither revives a reservation nor reorders the record.
        moment := greatest(moment, a.recorded_at);
    END LOOP;
    waited := (clock_timestamp() - begun > interval '50 microseconds')::int;
    moment := greatest(moment, coalesce(now_, ledger_now()));
    INSERT INTO draw (id, request_sha256, request, decision, author, recorded_at, expires_at, sha256)
        VALUES (id_, request_sha256_, request_, decision_, author_, moment, moment + lasts, sha256_);
    IF cardinality(array_remove(amounts, NULL)) > 0 THEN
        INSERT INTO holding (draw, expires_at) VALUES (id_, moment + lasts);
    END IF;
    FOR i IN 1 .. cardinality(sums) LOOP
        CONTINUE WHEN amounts[i] IS NULL;
        mark := ledger_hash(heads[i], sums[i], keys[i], periods[i], seqs[i]::text, 'reservation',
            amounts[i]::text, day_, moment::text, source_, evidence_, author_, id_, sha256_,
            limits[i]::text, NULL);
        INSERT INTO entry VALUES (ids[i], seqs[i], 'reservation', amounts[i], day_, moment, source_,
            evidence_, author_, id_, sha256_, limits[i], NULL, heads[i], mark);
        UPDATE account SET seq = seqs[i], reserved = reserved + amounts[i],
            limit_milli = coalesce(limits[i], limit_milli), recorded_at = moment, head = mark
            WHERE id = ids[i];
    END LOOP;
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

REVOKE EXECUTE ON FUNCTION ledger_hash, ledger_lock, ledger_census, ledger_draw, ledger_append(jsonb), ledger_put
    FROM PUBLIC;
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
