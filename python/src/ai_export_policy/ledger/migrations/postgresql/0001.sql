-- The first schema. Amounts are thousandths of a TPP, moments microseconds since 1970 (UTC).
-- Only ledger_append writes, so there are no foreign keys: checking them would double the time that
-- a draw holds its sums.
CREATE TABLE account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sum text NOT NULL,
    key text NOT NULL,
    period text NOT NULL,
    seq bigint NOT NULL DEFAULT 0,
    committed bigint NOT NULL DEFAULT 0 CHECK (committed >= 0),
    reserved bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    limit_milli bigint,
    complete boolean,
    recorded_at bigint NOT NULL DEFAULT 0,
    head text NOT NULL DEFAULT '',
    UNIQUE (sum, key, period)
) WITH (fillfactor = 50);

CREATE TABLE draw (
    id text PRIMARY KEY,
    request_sha256 text NOT NULL,
    request text NOT NULL,
    decision text NOT NULL,
    author text NOT NULL,
    recorded_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    sha256 text NOT NULL
);

CREATE TABLE entry (
    account bigint NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL CHECK (
        kind IN ('opening', 'reservation', 'commitment', 'release', 'expiry', 'adjustment')
    ),
    amount bigint NOT NULL,
    day text NOT NULL,
    recorded_at bigint NOT NULL,
    source text NOT NULL,
    evidence text NOT NULL,
    author text NOT NULL,
    draw text,
    draw_sha256 text,
    limit_milli bigint,
    complete boolean,
    prev text NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (account, seq)
);
CREATE UNIQUE INDEX entry_opening ON entry (account) WHERE kind = 'opening';
CREATE UNIQUE INDEX entry_drawn ON entry (draw, account) WHERE kind = 'reservation';
CREATE UNIQUE INDEX entry_settled ON entry (draw, account)
    WHERE draw IS NOT NULL AND kind <> 'reservation';

-- What is reserved and neither committed nor released: gone once it is settled.
CREATE TABLE holding (
    draw text PRIMARY KEY,
    expires_at bigint NOT NULL
);
CREATE INDEX holding_expires ON holding (expires_at);

CREATE FUNCTION ledger_no_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries of the ledger are appended, never changed' USING ERRCODE = 'LG001';
END $$;
CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
    EXECUTE FUNCTION ledger_no_change();
CREATE TRIGGER draw_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON draw
    EXECUTE FUNCTION ledger_no_change();

CREATE FUNCTION ledger_now() RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint $$;

CREATE FUNCTION ledger_field(value text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN value IS NULL THEN '-,' ELSE octet_length(value)::text || ':' || value || ',' END $$;

-- Locks the accounts that exist, in the order in which all take them.
CREATE FUNCTION ledger_lock(names jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM 1 FROM account a JOIN jsonb_array_elements(names) n
        ON a.sum = n->>0 AND a.key = n->>1 AND a.period = n->>2
        ORDER BY a.sum COLLATE "C", a.key COLLATE "C", a.period COLLATE "C" FOR UPDATE OF a;
END $$;

-- Appends the rows, which come in the order of their accounts, all or none. What `batch` holds is
-- described in postgresql.py. SQLSTATE LG0xx says what stood against it.
CREATE FUNCTION ledger_append(batch jsonb, request text, decision text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
    r jsonb;
    d jsonb := batch->'draw';
    s jsonb := batch->'settle';
    a account;
    moment bigint := coalesce((batch->>'now')::bigint, ledger_now());
    amount_ bigint;
    limit_ bigint;
    found_expiry bigint;
    mark text;
BEGIN
    IF batch->>'census' IS NOT NULL THEN
        LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE;
        IF (SELECT count(*) FROM account WHERE sum = batch->>'census_sum'
                AND starts_with(key, batch->>'census_prefix')) <> (batch->>'census')::bigint THEN
            RAISE EXCEPTION 'stale' USING ERRCODE = 'LG002';
        END IF;
    END IF;
    -- The draw is written before its sums are locked, so that others wait for them no longer than
    -- they must. A clock that was set back neither revives a reservation nor reorders the record.
    moment := greatest(moment, (SELECT max(x.recorded_at) FROM account x
        JOIN jsonb_array_elements(batch->'accounts') n
        ON x.sum = n->>0 AND x.key = n->>1 AND x.period = n->>2));
    IF jsonb_typeof(d) = 'object' THEN
        INSERT INTO draw (id, request_sha256, request, decision, author, recorded_at, expires_at,
                sha256)
            VALUES (d->>'id', d->>'request_sha256', ledger_append.request, ledger_append.decision,
                d->>'author', moment, moment + (d->>'lasts')::bigint, d->>'sha256')
            ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'drawn' USING ERRCODE = 'LG003';
        END IF;
        INSERT INTO holding (draw, expires_at)
            SELECT d->>'id', moment + (d->>'lasts')::bigint
            WHERE jsonb_array_length(batch->'rows') > 0;
    END IF;
    FOR r IN SELECT jsonb_array_elements(batch->'accounts') LOOP
        SELECT * INTO a FROM account
            WHERE sum = r->>0 AND key = r->>1 AND period = r->>2 FOR UPDATE;
        IF NOT FOUND AND (r->>4)::boolean THEN
            INSERT INTO account (sum, key, period) VALUES (r->>0, r->>1, r->>2)
                ON CONFLICT DO NOTHING;
            SELECT * INTO a FROM account
                WHERE sum = r->>0 AND key = r->>1 AND period = r->>2 FOR UPDATE;
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
    FOR r IN SELECT jsonb_array_elements(batch->'rows') LOOP
        amount_ := (r->>'amount')::bigint;
        limit_ := (r->>'limit')::bigint;
        SELECT * INTO STRICT a FROM account
            WHERE sum = r->>'sum' AND key = r->>'key' AND period = r->>'period';
        IF r->>'kind' = 'reservation' AND a.committed + a.reserved + amount_ > limit_ THEN
            RAISE EXCEPTION 'over the limit' USING ERRCODE = 'LG006';
        END IF;
        mark := encode(sha256(convert_to(
            ledger_field(a.head) || ledger_field(a.sum) || ledger_field(a.key)
            || ledger_field(a.period) || ledger_field((a.seq + 1)::text)
            || ledger_field(r->>'kind') || ledger_field(amount_::text) || ledger_field(r->>'day')
            || ledger_field(moment::text) || ledger_field(r->>'source')
            || ledger_field(r->>'evidence') || ledger_field(r->>'author')
            || ledger_field(r->>'draw') || ledger_field(r->>'draw_sha256')
            || ledger_field(limit_::text) || ledger_field(r->>'complete'), 'UTF8')), 'hex');
        INSERT INTO entry VALUES (a.id, a.seq + 1, r->>'kind', amount_, r->>'day', moment,
            r->>'source', r->>'evidence', r->>'author', r->>'draw', r->>'draw_sha256', limit_,
            (r->>'complete')::boolean, a.head, mark);
        UPDATE account SET
            seq = seq + 1,
            committed = committed + CASE WHEN r->>'kind' IN ('opening', 'adjustment', 'commitment')
                THEN amount_ ELSE 0 END,
            reserved = reserved + CASE WHEN r->>'kind' = 'reservation' THEN amount_
                WHEN r->>'draw' IS NOT NULL THEN -amount_ ELSE 0 END,
            limit_milli = coalesce(limit_, limit_milli),
            complete = coalesce((r->>'complete')::boolean, complete),
            recorded_at = moment,
            head = mark
            WHERE id = a.id;
    END LOOP;
    RETURN moment;
END $$;
