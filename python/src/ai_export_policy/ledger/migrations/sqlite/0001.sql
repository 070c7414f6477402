-- The first schema. Amounts are thousandths of a TPP, moments microseconds since 1970 (UTC).
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    sum TEXT NOT NULL,
    key TEXT NOT NULL,
    period TEXT NOT NULL,
    seq INTEGER NOT NULL DEFAULT 0,
    committed INTEGER NOT NULL DEFAULT 0 CHECK (committed >= 0 AND typeof(committed) = 'integer'),
    reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0 AND typeof(reserved) = 'integer'),
    limit_milli INTEGER,
    complete INTEGER,
    recorded_at INTEGER NOT NULL DEFAULT 0,
    head TEXT NOT NULL DEFAULT '',
    UNIQUE (sum, key, period)
);

CREATE TABLE draw (
    id TEXT PRIMARY KEY,
    request_sha256 TEXT NOT NULL,
    request TEXT NOT NULL,
    decision TEXT NOT NULL,
    author TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    sha256 TEXT NOT NULL
);

CREATE TABLE entry (
    account INTEGER NOT NULL REFERENCES account,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (
        kind IN ('opening', 'reservation', 'commitment', 'release', 'expiry', 'adjustment')
    ),
    amount INTEGER NOT NULL,
    day TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    source TEXT NOT NULL,
    evidence TEXT NOT NULL,
    author TEXT NOT NULL,
    draw TEXT REFERENCES draw,
    draw_sha256 TEXT,
    limit_milli INTEGER,
    complete INTEGER,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (account, seq)
) WITHOUT ROWID;
CREATE UNIQUE INDEX entry_opening ON entry (account) WHERE kind = 'opening';
CREATE UNIQUE INDEX entry_drawn ON entry (draw, account) WHERE kind = 'reservation';
CREATE UNIQUE INDEX entry_settled ON entry (draw, account)
    WHERE draw IS NOT NULL AND kind <> 'reservation';

-- What is reserved and neither committed nor released: gone once it is settled.
CREATE TABLE holding (
    draw TEXT PRIMARY KEY REFERENCES draw,
    expires_at INTEGER NOT NULL
);
CREATE INDEX holding_expires ON holding (expires_at);

CREATE TRIGGER entry_not_updated BEFORE UPDATE ON entry BEGIN
    SELECT raise(ABORT, 'entries of the ledger are appended, never changed');
END;
CREATE TRIGGER entry_not_deleted BEFORE DELETE ON entry BEGIN
    SELECT raise(ABORT, 'entries of the ledger are appended, never changed');
END;
CREATE TRIGGER draw_not_updated BEFORE UPDATE ON draw BEGIN
    SELECT raise(ABORT, 'entries of the ledger are appended, never changed');
END;
CREATE TRIGGER draw_not_deleted BEFORE DELETE ON draw BEGIN
    SELECT raise(ABORT, 'entries of the ledger are appended, never changed');
END;
