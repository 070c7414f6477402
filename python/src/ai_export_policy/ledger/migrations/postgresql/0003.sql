-- A draw by one client costs less of the processor, and lets others on early only where others draw:
-- until now a slow turn was taken for a wait, and on a busy machine the disk was waited for twice.
-- What a statement names, indexes and functions among it, is set up anew for every draw, and that is
-- most of what a draw costs: so they are few.
ALTER TABLE account
    ADD COLUMN drawer int,  -- process of the server that drew last
    ADD COLUMN shared boolean NOT NULL DEFAULT false,  -- whether another drew before it
    ADD COLUMN opened boolean NOT NULL DEFAULT false;  -- whether it has its opening balance
UPDATE account SET opened = true WHERE id IN (SELECT account FROM entry WHERE kind = 'opening');
DROP INDEX entry_opening;

-- The hash of the first schema.
CREATE FUNCTION ledger_hash(head text, sum text, key text, period text, seq bigint, kind text,
    amount bigint, day text, moment bigint, source text, evidence text, author text, draw text,
    draw_sha256 text, limit_ bigint, complete boolean) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT encode(sha256(convert_to(format(
    '%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s:%s,%s,%s,%s,%s,',
    octet_length(head), head, octet_length(sum), sum, octet_length(key), key,
    octet_length(period), period, octet_length(seq::text), seq, octet_length(kind), kind,
    octet_length(amount::text), amount, octet_length(day), day,
    octet_length(moment::text), moment, octet_length(source), source,
    octet_length(evidence), evidence, octet_length(author), author,
    coalesce(octet_length(draw) || ':' || draw, '-'),
    coalesce(octet_length(draw_sha256) || ':' || draw_sha256, '-'),
    coalesce(octet_length(limit_::text) || ':' || limit_, '-'),
    coalesce(octet_length(complete::text) || ':' || complete, '-')),
    'UTF8')), 'hex') $$;

-- Locks a sum and says why it cannot be drawn on, or rested on, if it cannot.
CREATE OR REPLACE FUNCTION ledger_still(sum_ text, key_ text, period_ text, expected bigint,
    amount bigint, limit_ bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    a account;
BEGIN
    SELECT * INTO a FROM account WHERE sum = sum_ AND key = key_ AND period = period_
        FOR NO KEY UPDATE;
    IF amount < 0 THEN
        RAISE EXCEPTION 'below nothing' USING ERRCODE = 'check_violation';
    ELSIF coalesce(a.seq, 0) <> expected THEN
        RAISE EXCEPTION 'stale' USING ERRCODE = 'LG002';
    ELSIF coalesce(a.committed + a.reserved, 0) + amount > limit_ THEN
        RAISE EXCEPTION 'over the limit' USING ERRCODE = 'LG006';
    END IF;
END $$;

-- Records a draw: of the i-th sum `amounts[i]` thousandths (nothing where it is null), on condition
-- that it has `expected[i]` entries (any number where that is null) and stays within `limits[i]`.
-- Returns the moment, and 1 where others draw on one of the sums, else 0.
CREATE OR REPLACE FUNCTION ledger_draw(id_ text, request_sha256_ text, request_ text,
    decision_ text, author_ text, sha256_ text, lasts bigint, day_ text, source_ text,
    evidence_ text, sums text[], keys text[], periods text[], expected bigint[], amounts bigint[],
    limits bigint[], census_sum text, census_prefix text, census bigint, now_ bigint)
RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
    moment bigint := coalesce(now_, ledger_now());
    others boolean := false;
    drawn boolean := false;
    sum_ text;
    key_ text;
    period_ text;
    entries bigint;
    amount_ bigint;
    limit_ bigint;
    a record;
BEGIN
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

CREATE OR REPLACE FUNCTION ledger_put(a account, moment bigint) RETURNS void LANGUAGE sql AS
$$ UPDATE account SET seq = a.seq, committed = a.committed, reserved = a.reserved,
    limit_milli = a.limit_milli, complete = a.complete, recorded_at = moment, head = a.head,
    opened = a.opened WHERE id = a.id $$;

-- Appends the rows, all or none, and settles a draw. What `batch` holds is described in
-- postgresql.py. A sum is written once for all its rows that come after one another.
CREATE OR REPLACE FUNCTION ledger_append(batch jsonb) RETURNS bigint
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
        IF r->>'kind' = 'opening' THEN
            IF a.opened THEN
                RAISE EXCEPTION 'a second opening' USING ERRCODE = 'unique_violation';
            END IF;
            a.opened := true;
        END IF;
        amount_ := (r->>'amount')::bigint;
        limit_ := (r->>'limit')::bigint;
        complete_ := (r->>'complete')::boolean;
        a.seq := a.seq + 1;
        mark := ledger_hash(a.head, a.sum, a.key, a.period, a.seq, r->>'kind', amount_, r->>'day',
            moment, r->>'source', r->>'evidence', r->>'author', r->>'draw', r->>'draw_sha256',
            limit_, complete_);
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

DROP FUNCTION ledger_hash(text, text, text, text, text, text, text, text, text, text, text, text, text,
    text, text, text);
REVOKE EXECUTE ON FUNCTION ledger_hash FROM PUBLIC;
