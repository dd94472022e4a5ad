-- The ledger: every write that was accepted, until it is proved to be in the
-- ERP, and what has happened to it. Instants are microseconds since 1970 UTC.

-- +goose Up

-- What money was taken by. One payment may settle several invoices.
CREATE TABLE payment (
    id         TEXT   PRIMARY KEY, -- digest of tenant, method and reference
    tenant     TEXT   NOT NULL,
    method     TEXT   NOT NULL,    -- PIX, TEF
    reference  TEXT   NOT NULL,    -- the end-to-end id; network, store, terminal, date, NSU and authorisation
    amount     BIGINT,             -- centavos of the whole payment; null where nobody said
    created_at BIGINT NOT NULL,
    UNIQUE (tenant, method, reference)
);

CREATE TABLE write (
    id              TEXT    PRIMARY KEY, -- digest of tenant, function and key: the key is unique with it
    tenant          TEXT    NOT NULL,
    client          TEXT    NOT NULL,
    function        TEXT    NOT NULL,
    object          TEXT,                -- the invoice of a settlement, the contract of an unlock
    payment         TEXT    REFERENCES payment (id),
    amount          BIGINT,              -- centavos, of a settlement
    substance       TEXT    NOT NULL,    -- digest of what has to be the same where the key is
    input           TEXT,                -- JSON; null once retention has taken it
    state           TEXT    NOT NULL,
    reason          TEXT    NOT NULL DEFAULT '',
    message         TEXT    NOT NULL DEFAULT '',
    evidence        TEXT    NOT NULL DEFAULT '',
    remote_id       TEXT    NOT NULL DEFAULT '',
    paid            BIGINT  NOT NULL DEFAULT 0,
    result          TEXT    NOT NULL DEFAULT '', -- JSON of the use case
    notes           TEXT    NOT NULL DEFAULT '', -- JSON of the use case, written before something is sent
    steps           TEXT    NOT NULL DEFAULT '', -- JSON: effect steps that were begun and done
    version         BIGINT  NOT NULL DEFAULT 1,  -- of the row: the number of its last event
    attempt         BIGINT  NOT NULL DEFAULT 0,  -- number of the last lease
    failures        BIGINT  NOT NULL DEFAULT 0,  -- in a row, for the pause before the next attempt
    sendings        BIGINT  NOT NULL DEFAULT 0,  -- how often something may have been sent
    looks           BIGINT  NOT NULL DEFAULT 0,  -- how often it was looked for, late enough, and was not there
    node            TEXT    NOT NULL DEFAULT '', -- who has the lease
    lease_until     BIGINT,                      -- null: no lease
    next_attempt_at BIGINT,                      -- null: nothing more is done by itself
    sent_at         BIGINT,                      -- when something may last have been sent
    opened_at       BIGINT  NOT NULL,            -- when it was handed in, or opened again by a person
    created_at      BIGINT  NOT NULL,
    updated_at      BIGINT  NOT NULL,
    confirmed_at    BIGINT
);

-- Per invoice (and contract) one attempt at a time.
CREATE UNIQUE INDEX write_one_attempt ON write (tenant, function, object)
    WHERE object IS NOT NULL AND state IN ('SENDING', 'UNKNOWN');
-- What is to be done, the oldest first.
CREATE INDEX write_due ON write (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
-- What overlays an invoice.
CREATE INDEX write_object ON write (tenant, object) WHERE object IS NOT NULL;
CREATE INDEX write_payment ON write (payment) WHERE payment IS NOT NULL;
-- What an admin lists.
CREATE INDEX write_updated ON write (tenant, updated_at, id);
CREATE INDEX write_state ON write (tenant, state) WHERE state NOT IN ('CONFIRMED', 'REFUSED', 'CLOSED', 'REVERSED');
CREATE INDEX write_created ON write (created_at);

-- What has happened to a write. Rows are only ever added.
CREATE TABLE write_event (
    write      TEXT   NOT NULL REFERENCES write (id),
    seq        BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    from_state TEXT   NOT NULL, -- empty for the first
    to_state   TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    attempt    BIGINT NOT NULL,
    node       TEXT   NOT NULL,
    cause      TEXT   NOT NULL, -- one word or sentence, without personal data
    actor      TEXT   NOT NULL, -- the client whose person did it; empty for Balcão itself
    note       TEXT   NOT NULL, -- that person's
    PRIMARY KEY (write, seq)
);

-- What an invoice was offered for on a day: whoever pays that has paid rightly.
CREATE TABLE quote (
    tenant  TEXT   NOT NULL,
    invoice TEXT   NOT NULL,
    day     TEXT   NOT NULL, -- the tenant's, 2026-11-24
    amount  BIGINT NOT NULL,
    PRIMARY KEY (tenant, invoice, day, amount)
);
CREATE INDEX quote_day ON quote (day);

-- Connections to which nothing is sent for now.
CREATE TABLE pause (
    tenant     TEXT   PRIMARY KEY,
    client     TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

-- Written to see that the store can be written to.
CREATE TABLE probe (
    node TEXT   PRIMARY KEY,
    at   BIGINT NOT NULL
);

-- +goose Down
DROP TABLE probe;
DROP TABLE pause;
DROP TABLE quote;
DROP TABLE write_event;
DROP TABLE write;
DROP TABLE payment;
